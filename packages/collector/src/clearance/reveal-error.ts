/** A reveal cannot be had or changed like that. The message is a sentence for people, and repeats no value. */
export class RevealError extends Error {
  override readonly name = "RevealError";
  constructor(
    /** `state`: somebody was quicker, or it is over; `spent`: there is no live grant; `not-yours`: they may not. */
    readonly fault: "missing" | "unknown-subject" | "invalid" | "personal" | "state" | "not-yours" | "spent",
    message: string,
  ) {
    super(message);
  }
}
