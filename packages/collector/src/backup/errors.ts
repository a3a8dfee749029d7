export type BackupFault =
  "missing" | "exists" | "damaged" | "foreign" | "key" | "older" | "version" | "busy" | "unwritable" | "needed";

/** A backup that cannot be made, or not be used. The message is one line for the operator. */
export class BackupError extends Error {
  override readonly name = "BackupError";
  constructor(
    readonly fault: BackupFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
