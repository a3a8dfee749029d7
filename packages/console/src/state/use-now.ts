import { useEffect, useState } from "preact/hooks";

/** @returns The wall clock, renewed every `every` milliseconds, for texts such as `5 min ago`. */
export function useNow(every = 10_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
