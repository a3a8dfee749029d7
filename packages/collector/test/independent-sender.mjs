/**
 * A sender written from docs/protocol.md and RFC 9180 alone. It shares no code with the other packages on purpose: if
 * the page and the collector drift apart, this program notices, where code shared by both sides would not.
 *
 *     node independent-sender.mjs COLLECTOR_URL SITE [--signing-key BASE64URL_POINT] [--twice]
 *     node independent-sender.mjs --vectors
 */
import crypto from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ALG = "wayseal-x25519-chacha20poly1305";
const SUITE = Buffer.from("002000010003", "hex"); // KEM, KDF and AEAD, as the header and the key schedule both want them
const KEM_SUITE_ID = Buffer.from("KEM\x00\x20", "latin1");
const HPKE_SUITE_ID = Buffer.concat([Buffer.from("HPKE"), SUITE]);
const NONE = Buffer.alloc(0);
const sha256 = (...parts) => crypto.createHash("sha256").update(Buffer.concat(parts)).digest();
const hmac = (key, ...parts) => crypto.createHmac("sha256", key).update(Buffer.concat(parts)).digest();
const jwkKey = (jwk) => crypto.createPublicKey({ key: jwk, format: "jwk" });
const u32 = (...numbers) => Buffer.concat(numbers.map((n) => Buffer.of(n >>> 24, n >>> 16, n >>> 8, n)));

/** RFC 9180 §4, by HMAC because node's hkdf() cannot stop between Extract and Expand, and HPKE needs that. */
const extract = (suite, salt, label, ikm) => hmac(salt, Buffer.from("HPKE-v1"), suite, Buffer.from(label), ikm);

/** RFC 9180 §4. No output here is longer than one SHA-256 block, so HKDF-Expand is its first round only. */
function expand(suite, prk, label, info, length) {
  const labelled = [Buffer.of(0, length), Buffer.from("HPKE-v1"), suite, Buffer.from(label), info];
  return hmac(prk, ...labelled, Buffer.of(1)).subarray(0, length);
}

/** The key id is derived, never believed, so that a key set cannot name one key and carry another. */
const keyId = (x) => sha256(Buffer.from(`{"crv":"X25519","kty":"OKP","x":"${x}"}`)).subarray(0, 8);

/**
 * Gets the key set and gives the recipient's JWK. Nothing is cached, so neither `expires` nor an older `version`
 * can come into play.
 */
export async function fetchKey(collector, site, signingKey) {
  const answer = await fetch(`${collector.replace(/\/+$/, "")}/v1/sites/${site}/keys`);
  if (!answer.ok) throw new Error(`key set: ${answer.status} ${await answer.text()}`);
  const [head, payload, signature, ...rest] = (await answer.text()).split(".");
  if (!signature || rest.length) throw new Error("key set: not a compact JWS");
  if (signingKey) {
    const { alg, crit } = JSON.parse(Buffer.from(head, "base64url"));
    if (alg !== "ES256" || crit !== undefined) throw new Error("key set: another kind of JWS");
    const point = Buffer.from(signingKey, "base64url");
    if (point.length !== 65 || point[0] !== 4) throw new Error("signing key: not an uncompressed P-256 point");
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
    // Without dsaEncoding node expects DER, and would call every JWS signature wrong.
    const verifier = { key: jwkKey({ kty: "EC", crv: "P-256", x, y }), dsaEncoding: "ieee-p1363" };
    const [signed, bytes] = [Buffer.from(`${head}.${payload}`), Buffer.from(signature, "base64url")];
    if (!crypto.verify("sha256", signed, verifier, bytes)) throw new Error("key set: wrong signature");
  }
  const set = JSON.parse(Buffer.from(payload, "base64url"));
  if (set.site !== site) throw new Error(`key set: for another site, ${set.site}`);
  const jwk = set.keys.find((key) => key.alg === ALG);
  if (!jwk) throw new Error("key set: no key of a known alg");
  if (jwk.kid !== keyId(jwk.x).toString("base64url")) throw new Error("key set: kid is not the key's thumbprint");
  return jwk;
}

/** Begins a stream: RFC 9180's SetupBaseS. Only --vectors gives an ephemeral key; a real stream draws its own. */
export function openStream(site, jwk, ephemeral = crypto.generateKeyPairSync("x25519").privateKey) {
  const header = Buffer.concat([Buffer.from("WS\x01"), keyId(jwk.x), SUITE, Buffer.of(site.length), Buffer.from(site)]);
  const info = Buffer.concat([Buffer.from("wayseal/1 stream\0"), header]);
  const enc = crypto.createPublicKey(ephemeral).export({ format: "der", type: "spki" }).subarray(-32); // ends with the raw key

  const publicKey = jwkKey({ kty: "OKP", crv: "X25519", x: jwk.x });
  const dh = crypto.diffieHellman({ privateKey: ephemeral, publicKey });
  const prk = extract(KEM_SUITE_ID, NONE, "eae_prk", dh);
  const shared = expand(KEM_SUITE_ID, prk, "shared_secret", Buffer.concat([enc, Buffer.from(jwk.x, "base64url")]), 32);
  const hashed = (label, input) => extract(HPKE_SUITE_ID, NONE, label, input);
  const context = Buffer.concat([Buffer.of(0), hashed("psk_id_hash", NONE), hashed("info_hash", info)]); // 0: mode_base
  const secret = extract(HPKE_SUITE_ID, shared, "secret", NONE);
  const derived = (label, length) => expand(HPKE_SUITE_ID, secret, label, context, length);
  const [key, baseNonce] = [derived("key", 32), derived("base_nonce", 12)];
  const id = sha256(header, enc).subarray(0, 16).toString("base64url");
  return { header, info, enc, key, baseNonce, id, records: [] };
}

/** Seals an event as the stream's next record. The stream counts, not the caller, so that no nonce is used twice. */
export function seal(stream, event) {
  const seq = stream.records.length;
  const text = Buffer.from(JSON.stringify(event));
  const plaintext = Buffer.concat([text, Buffer.alloc((64 - (text.length % 64)) % 64, " ")]);
  const nonce = Buffer.from(stream.baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ seq) >>> 0, 8); // seq fits 32 bits, so the XOR leaves the rest alone
  const cipher = crypto.createCipheriv("chacha20-poly1305", stream.key, nonce, { authTagLength: 16 });
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  stream.records.push({ seq, ciphertext });
  return stream.records[seq];
}

/** Packs records into an envelope; the caller puts record 0 first. */
export function envelope(stream, sent, records = stream.records) {
  const [time, count] = [Buffer.alloc(8), Buffer.alloc(2)];
  time.writeBigUInt64BE(BigInt(sent));
  count.writeUInt16BE(records.length);
  const packed = records.flatMap(({ seq, ciphertext }) => [u32(seq, ciphertext.length), ciphertext]);
  return Buffer.concat([stream.header, stream.enc, time, count, ...packed]);
}

/** Posts a body once. It never tries again by itself, because a test wants to see each answer. */
export async function send(collector, body) {
  const headers = { "content-type": "text/plain" };
  const answer = await fetch(`${collector.replace(/\/+$/, "")}/v1/streams`, { method: "POST", headers, body });
  return { status: answer.status, text: await answer.text() };
}

/** A short visit. The clock starts a minute ago, so that no `at` lies in the future of `sent`. */
export function journey(site, visitor, clock = Date.now() - 60_000) {
  const url = `https://${site}.example/checkout`;
  const session = crypto.randomBytes(16).toString("base64url");
  const form = "checkout";
  const properties = { total: 12.5, items: [{ sku: "tea-1", count: 2 }] };
  const field = { type: "field", form, changes: 1, refills: 0, pasted: false, filled: true, valid: true };
  return [
    { type: "hello", at: 0, schema: 1, sdk: "independent/1", visitor, session, clock, url, consent: "granted" },
    { type: "page_view", at: 3, kind: "load", title: "Checkout – Käse & Tee" }, // more bytes than UTF-16 units
    { type: "click", at: 2500, role: "button", name: "Continue" },
    { type: "form_view", at: 2600, form, fields: 2 },
    { type: "form_start", at: 5000, form, field: "email" },
    { ...field, at: 9000, field: "email", class: "email", duration: 4000, autofilled: false },
    { ...field, at: 12000, field: "note", class: "unknown", duration: 2500, autofilled: true },
    { type: "form_submit", at: 13000, form, duration: 8000, filled: 2 },
    { type: "track", at: 13100, name: "order_placed", properties },
  ];
}

async function run(collector, site, { "signing-key": signingKey, twice }) {
  const visitor = process.env.WAYSEAL_VISITOR || crypto.randomBytes(16).toString("base64url");
  const stream = openStream(site, await fetchKey(collector, site, signingKey));
  for (const event of journey(site, visitor)) seal(stream, event);
  const sent = Date.now();
  const bodies = [envelope(stream, sent)];
  if (twice) {
    const [hello, ...others] = stream.records;
    // Backwards, since the page allows any order behind record 0; and surely later, however fast the first two went.
    bodies.push(bodies[0], envelope(stream, sent + 1, [hello, ...others.reverse()]));
  }
  const statuses = [];
  for (const body of bodies) {
    const { status, text } = await send(collector, body);
    statuses.push(status);
    if (text) console.error(text); // rejected records or a problem; stdout stays one line
  }
  console.log(JSON.stringify({ stream: stream.id, visitor, statuses, sealed: stream.records.length }));
}

/** Re-makes the page's worked example, and gives the names of what came out otherwise. */
export function checkVectors() {
  const page = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8").split(/^## 7\..*$/m)[1];
  // A pattern that no longer matches must fail loudly: comparing nothing with nothing would be green.
  const read = (pattern) => {
    const found = page.match(pattern);
    if (!found) throw new Error(`the page has nothing like ${pattern}`);
    return found[1].replace(/\s+/g, "");
  };
  const named = (name) => read(new RegExp(`^${name} +([\\w-]+)`, "m"));
  const hexBlock = (before) => read(new RegExp(`${before}[^\`]*\`\`\`\\n([0-9a-f\\n]+)\`\`\``));
  const headerLines = page.match(/^(?:[0-9a-f]{2} )+(?= )/gm);
  const events = page.match(/^\{"type":.*\}$/gm);

  const prefix = "302e020100300506032b656e04220420"; // PKCS #8, since node takes no bare X25519 private key
  const der = { format: "der", type: "pkcs8" };
  const privateKey = (name) => crypto.createPrivateKey({ key: Buffer.from(prefix + named(name), "hex"), ...der });
  const { x } = crypto.createPublicKey(privateKey("recipient private")).export({ format: "jwk" });
  const stream = openStream("shop", { x }, privateKey("ephemeral private"));
  const records = events.map((text) => seal(stream, JSON.parse(text)));

  const pairs = {
    "recipient public": [Buffer.from(x, "base64url"), named("recipient public")],
    header: [stream.header, headerLines.join("").replaceAll(" ", "")],
    info: [stream.info, hexBlock("and that header:")],
    enc: [stream.enc, named("enc")],
    key: [stream.key, named("key")],
    base_nonce: [stream.baseNonce, named("base_nonce")],
    "stream id": [Buffer.from(stream.id), Buffer.from(named("stream id")).toString("hex")],
    body: [envelope(stream, Number(read(/It is sent at (\d+)/))), hexBlock("The whole body")],
  };
  for (const { seq, ciphertext } of records) {
    const hex = read(new RegExp(`^seq ${seq}, ${ciphertext.length} bytes\\n([0-9a-f\\n]+)`, "m"));
    pairs[`seq ${seq}`] = [ciphertext, hex];
  }
  return Object.keys(pairs).filter((name) => pairs[name][0].toString("hex") !== pairs[name][1]);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const options = { "signing-key": { type: "string" }, twice: { type: "boolean" }, vectors: { type: "boolean" } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.vectors) {
    const wrong = checkVectors();
    console.error(wrong.length ? `unequal: ${wrong.join(", ")}` : "equal to the page");
    process.exitCode = wrong.length ? 1 : 0;
  } else if (positionals.length === 2) await run(...positionals, values);
  else throw new Error("usage: independent-sender.mjs COLLECTOR_URL SITE, or --vectors");
}
