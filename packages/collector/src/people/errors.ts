/** Why someone is not let in, or may not do what they asked. One table maps the codes to HTTP (routes/problem.ts). */
export type AccessFault =
  "signed-out" | "bad-credentials" | "slow-down" | "cross-site" | "link-used" | "weak-password" | "busy";

export class AccessError extends Error {
  override readonly name = "AccessError";
  constructor(
    readonly fault: AccessFault,
    message: string,
    /** Seconds until another try makes sense. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
