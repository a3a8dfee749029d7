import type { Output } from "../../output.js";

/** @returns Tells how far work on keys is, at most once a second. @param done what happens to each: `wrapped anew` */
export function keysProgress(output: Output, done: string): (count: number, total: number) => void {
  let told = 0;
  return (count, total) => {
    if (Date.now() - told < 1000) return;
    told = Date.now();
    output.progress(`${count} of ${total} keys ${done}`);
  };
}
