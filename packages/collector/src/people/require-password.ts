import { AccessError } from "./errors.js";

const LEAST = 12;
const MOST = 128;

/** Long enough for the rule on length, and still on every guesser's list: such words with digits and signs around. */
const KNOWN =
  /^(passw(or[dt])?|qwert[yz](uiop)?|asdfghjkl|zxcvbnm|letmein|welcome|admin(istrator)?|wayseal|iloveyou|changeme|secret|abc(def(ghi)?)?)*$/;
const REPEATS = /^(.{1,4})\1+$/su;

/**
 * Length, not composition (NIST SP 800-63B 3.1.1.2): 12 to 128 characters, and none of the well-known ones.
 *
 * @throws {AccessError} `weak-password`, saying what is wrong and never the password.
 */
export function requirePassword(password: string): void {
  const length = [...password.normalize("NFKC")].length;
  if (length < LEAST) throw new AccessError("weak-password", `Use at least ${LEAST} characters`);
  if (length > MOST) throw new AccessError("weak-password", `Use at most ${MOST} characters`);
  const letters = password.toLowerCase().replace(/[^\p{L}]/gu, "");
  if (KNOWN.test(letters) || REPEATS.test(password))
    throw new AccessError("weak-password", "That is one of the first that anyone would guess");
}
