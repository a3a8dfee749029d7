export type AdminFault = "invalid" | "impossible" | "exists" | "missing" | "needed" | "unreachable";

/** An administrative request that cannot be carried out. The message is one line for the operator. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  constructor(
    readonly fault: AdminFault,
    message: string,
  ) {
    super(message);
  }
}
