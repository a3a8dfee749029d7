/**
 * Property names that the build shortens in the script-tag file: our own and noble's, which nothing outside that file
 * ever sees. Each is written out, so that no name of the wire, of the DOM, of a public option or of a chunk can
 * be shortened by accident; `short-names.test.ts` holds the list against all of these.
 */
export const SHORT_NAMES = [
  // Delivery and outbox
  ...["useDisk", "onKeyRefused", "exclusive", "room", "live", "beacon", "answer", "begin", "timer", "unsealed"],
  // Person and device
  ...["optedOut", "setConsent", "noteStream", "touch", "who", "earlier", "recall", "retain"],
  // Capture
  ...["leftFilled", "emptied", "wrong", "change", "paste", "enter", "typing", "settled", "shown"],
  // Settings that the options become, and the key set
  ...["signingKey", "embedded", "base", "refused"],
  // noble
  ...["outputLen", "blockLen", "digestInto", "destroyed", "finalize", "chachaCore"],
  ...["pos", "process"],
];
