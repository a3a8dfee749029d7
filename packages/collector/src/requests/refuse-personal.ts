import { findSensitive } from "../policy/find-sensitive.js";
import { RequestFault } from "./request-fault.js";

/** Seven digits or more, however they are set apart: a telephone or customer number, and no date. */
const NUMBER = /(?<![\d-])\+?\d(?:[\s()./-]?\d){6,}/;
const DATE = /\b\d{4}-\d{2}-\d{2}\b/g;

/**
 * Notes are read by whoever handles requests, and kept for as long as the request is: a value of a person has no place in
 * them, and nothing would erase it there. A name cannot be told from other words.
 *
 * @throws {RequestFault} `personal`
 */
export function refusePersonal(note: string): void {
  const { findings } = findSensitive(note);
  const [finding] = findings;
  if (finding !== undefined || NUMBER.test(note.replace(DATE, ""))) {
    const what =
      finding?.class === "email"
        ? "an e-mail address"
        : finding === undefined
          ? "a long number"
          : `a value of class ${finding.class}`;
    throw new RequestFault(
      "personal",
      `A note must hold no personal value, and this one holds ${what}: use the contact, which is sealed`,
    );
  }
}
