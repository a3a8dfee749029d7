/** Says something on the console, if that is wished for. */
export type Say = (...words: unknown[]) => void;

/** @param wished The option `debug`. */
export function sayWhere(wished: boolean | undefined): Say {
  return (...words) => {
    if (wished) console.debug("wayseal:", ...words);
  };
}
