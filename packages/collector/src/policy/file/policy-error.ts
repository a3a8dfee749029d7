/** A policy that cannot be used. The message is one line, and says where. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  constructor(
    /** What was read, such as the file's name. */
    readonly where: string,
    /** From 1; 0 where it is about no place in particular. */
    readonly line: number,
    readonly column: number,
    readonly why: string,
  ) {
    super(line === 0 ? `${where}: ${why}` : `${where}:${line}:${column}: ${why}`);
  }
}
