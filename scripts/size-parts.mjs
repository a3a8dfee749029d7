/**
 * What the script-tag file and its chunk `rest.js` are made of, by what it does: the modules of each part, as patterns of
 * their paths. A test checks that every module of the two is in one part. The last puts the others together and is what is
 * left without them.
 *
 * @type {readonly (readonly [part: string, modules: RegExp])[]}
 */
export const SIZE_PARTS = [
  ["sealing: cipher (noble)", /@noble\/ciphers|\/seal\/encrypt\.js$/],
  ["sealing: HPKE, streams, envelopes", /\/seal\/(?!encrypt)|\/(as-it-is|base64url|sealer|stream)\.js$|\/protocol\//],
  ["key set: reading, checking, fetching", /\/keyset\//],
  ["delivery: batches, retries, exit", /\/(delivery|ask)\.js$|\/transport\//],
  ["outbox: in memory and in IndexedDB (idb)", /\/outbox\/|\/idb\//],
  [
    "forms and fields",
    /\/capture\/(control|fields|form|frames|passwords|row|secrets|visit|watch-forms|watch-tree)\.js$/,
  ],
  ["clicks, rage and dead clicks", /\/capture\/(click|frustration|name-of)\.js$/],
  ["pages, engaged time, scroll", /\/capture\/(engagement|page|page-context|watch-address)\.js$/],
  [
    "marks, labels, listening",
    /\/capture\/(labelled-by|marks|nearest|shown-text|switch-listening|text-before)\.js$|\/(guard|listen|once)\.js$/,
  ],
  [
    "redaction: classes of fields",
    /\/redact\/(chosen|class-of-words|classify|field|judge|never|never-shape|shape)\.js$/,
  ],
  ["redaction: texts, addresses, properties", /\/redact\/(?!redact)/],
  ["person, consent, device", /\/(person|device|is-sampled)\.js$/],
  ["plugins", /\/(plugin|take-plugged)\.js$/],
  ["the chunk: loading it, standing in for it", /\/(rest\/stand-ins|chunk-files|load-pinned)\.js$/],
  [
    "what puts it together: script tag, options, client",
    /\/(script|say-where|start-client|options|client|version|capture|redact|rest)\.js$/,
  ],
];
