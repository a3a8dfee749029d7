/** Why an event was refused, for people. A Map, since reasons come from outside. */
const WORDS: ReadonlyMap<string, string> = new Map([
  [
    "malformed",
    "The request was not a run of well-framed envelopes. Often someone probing; sometimes a proxy that changed the body.",
  ],
  ["unknown_site", "The request named a site that does not exist here. Check the tag's site."],
  ["origin", "The page's origin is not one that the site allows. Add it to the site if it is yours."],
  ["too_large", "The request held more bytes or records than allowed."],
  ["rate", "Too many requests from one address. The browser tries again later."],
  ["unavailable", "The collector was stopping or full. The browser tries again later, so this is not loss by itself."],
  ["key", "Sealed to a key that is no longer accepted, or by an unknown suite. The browser fetches the key set again."],
  ["unreadable", "The seal did not open: damaged on the way, or made for another site or key."],
  ["record_too_large", "One event was larger than allowed."],
  ["padding", "The event's length was not padded as agreed. Not sent by our script."],
  ["json", "What was sealed was not JSON. Not sent by our script."],
  ["shape", "The event lacked something that its type needs, or had it in the wrong form."],
  ["hello", "The stream did not begin as agreed."],
  [
    "token",
    "The site asks for an ingest token, and the page showed none, or one that was not good when its stream began.",
  ],
  ["policy", "Policy refuses this event as a whole."],
  ["duplicate", "Already stored: a repeat after an answer that was lost. Nothing is missing."],
]);

/** @returns A plain explanation of a reject reason. */
export function rejectWords(reason: string): string {
  return WORDS.get(reason) ?? "A reason that this console does not know yet.";
}
