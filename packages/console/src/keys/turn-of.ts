import type { KeysAnswer } from "@wayseal/collector/api";

/** @returns When a recipient key turns by itself, milliseconds since 1970: an accepted one not before it is quiet. Null: not by itself. */
export function turnOf({
  due,
  quietSince,
}: Pick<KeysAnswer["recipients"][number], "due" | "quietSince">): number | null {
  return due === null ? null : Math.max(due, quietSince ?? 0);
}
