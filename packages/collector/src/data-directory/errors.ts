export type DataDirFault = "missing" | "foreign" | "version" | "key" | "read-only" | "full" | "damaged";

/** A data directory that cannot be used. The message is one line that says why and what to do. */
export class DataDirError extends Error {
  override readonly name = "DataDirError";
  constructor(
    readonly fault: DataDirFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
