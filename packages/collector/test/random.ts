/** Random numbers that are the same for the same seed (mulberry32): a failure can be run again. */
export function random(seed: number): {
  readonly int: (below: number) => number;
  readonly bytes: (length: number) => Buffer;
} {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return { int, bytes: (length) => Buffer.from(Array.from({ length }, () => int(256))) };
}
