import { refusePersonal } from "../requests/refuse-personal.js";
import { RequestFault } from "../requests/request-fault.js";
import { RevealError } from "./reveal-error.js";

/** @returns A reason as it is kept. @throws {RevealError} `invalid`, or `personal` where it holds somebody's value. */
export function impersonal(text: string): string {
  const said = text.trim();
  if (said === "" || said.length > 500) throw new RevealError("invalid", "A reason has 1 to 500 characters");
  try {
    refusePersonal(said);
  } catch (error) {
    if (error instanceof RequestFault) throw new RevealError("personal", "A reason must hold no personal value");
    throw error;
  }
  return said;
}
