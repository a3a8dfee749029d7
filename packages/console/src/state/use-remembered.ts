import { useState } from "preact/hooks";
import { remembered } from "./remembered.js";

/** A choice among `values` that is remembered; the first is the default. */
export function useRemembered<T extends string>(name: string, values: readonly [T, ...T[]]): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const kept = remembered.read(name);
    return values.find((one) => one === kept) ?? values[0];
  });
  return [
    value,
    (next) => {
      remembered.write(name, next === values[0] ? null : next);
      setValue(next);
    },
  ];
}
