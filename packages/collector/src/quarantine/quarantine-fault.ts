/** `missing`: the record does not wait any more. `not-held`: this process was not given the keys that open it. */
export class QuarantineFault extends Error {
  override readonly name = "QuarantineFault";
  constructor(
    readonly fault: "missing" | "not-held",
    message: string,
  ) {
    super(message);
  }
}
