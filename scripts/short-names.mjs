/**
 * Property names that the build shortens in the script-tag file: our own and noble's, which nothing outside that file
 * ever sees. Each is written out, so that no name of the wire, of the DOM, of a public option or of the X25519 chunk can
 * be shortened by accident; `short-names.test.ts` holds the list against all of these.
 */
export const SHORT_NAMES = [
  // Delivery and outbox
  ...["acknowledge", "peek", "held", "useDisk", "leave", "onKeyRefused", "exclusive", "room"],
  // Person and device
  ...["optedOut", "setConsent", "noteStream", "touch"],
  // Capture
  ...["leftFilled", "emptied", "listed", "declared", "unseen", "unfinished", "offered"],
  // Settings that the options become
  ...["signingKey", "embedded"],
  // noble
  ...["outputLen", "blockLen", "digestInto", "destroyed", "finalize", "chachaCore"],
];
