/** A request cannot be changed like that. The message is one line for whoever asked, and repeats no value. */
export class RequestFault extends Error {
  override readonly name = "RequestFault";
  constructor(
    /** `state`: not in this state; `changed`: somebody else did meanwhile; `personal`: the note holds a personal value. */
    readonly fault: "invalid" | "missing" | "unknown-subject" | "state" | "changed" | "personal" | "not-held",
    message: string,
  ) {
    super(message);
  }
}
