/**
 * What noble's MAC takes from its own `utils.js`, without the checks of what it is given: in the script-tag file the build
 * puts this in its place, since there all of it is of the right type and length. Tests run with noble's own.
 */
export const abytes = <T>(bytes: T): T => bytes;

export const copyBytes = (bytes: Uint8Array): Uint8Array => bytes.slice();

export function clean(...arrays: readonly Uint8Array[]): void {
  for (const array of arrays) array.fill(0);
}

const nothing = (): void => undefined;

/** Checks, and a way to make MACs that is not used here. */
export { nothing as aexists, nothing as aoutput, nothing as wrapMacConstructor };
