export type QuestionFault = "range" | "interval" | "measure" | "by" | "type" | "limit" | "cursor" | "subject";

/** The question makes no sense as it was asked. The message is a sentence for people and repeats no value. */
export class BadQuestion extends Error {
  override readonly name = "BadQuestion";
  constructor(
    readonly fault: QuestionFault,
    message: string,
  ) {
    super(message);
  }
}

/** The site has no events of this subject: it never did, or they were erased. */
export class UnknownSubject extends Error {
  override readonly name = "UnknownSubject";
  constructor() {
    super("There is no such journey");
  }
}
