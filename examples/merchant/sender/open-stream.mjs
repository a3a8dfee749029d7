import {
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
} from "node:crypto";
import { encodeHeader, pad, streamInfo, X25519_CHACHA20POLY1305 as SUITE } from "@wayseal/protocol";

const KEM = Buffer.from("KEM\x00\x20", "latin1");
const HPKE = Buffer.from("HPKE\x00\x20\x00\x01\x00\x03", "latin1");

/**
 * Begins a stream: one HPKE encapsulation to the site's key (RFC 9180 §4.1 and §5.1, base mode), then a seal an event.
 * This is a second sender, written from docs/protocol.md, on nothing but Node.
 *
 * @param {string} site
 * @param {{ kid: string, x: string }} key Recipient key: a JWK of the site's key set.
 * @returns {{
 *   id: string, header: Uint8Array, enc: Uint8Array,
 *   seal: (event: object) => import("@wayseal/protocol").SealedRecord,
 * }} `id` is base64url; `seal` numbers records from 0 and the first must be `hello`.
 */
export function openStream(site, key) {
  const header = encodeHeader(Buffer.from(key.kid, "base64url"), SUITE, site);
  const ephemeral = generateKeyPairSync("x25519");
  // The raw key ends its SPKI. As a JWK it would be exported under a lock that can hang Node 20 with a fresh key pair.
  const enc = ephemeral.publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const recipient = createPublicKey({ key: { kty: "OKP", crv: "X25519", x: key.x }, format: "jwk" });
  const dh = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient });

  // DHKEM's ExtractAndExpand, then the key schedule with an empty psk.
  const context = Buffer.concat([enc, Buffer.from(key.x, "base64url")]);
  const shared = expand(KEM, extract(KEM, "", "eae_prk", dh), "shared_secret", context, 32);
  const hash = (/** @type {string} */ label, /** @type {Uint8Array} */ ikm) => extract(HPKE, "", label, ikm);
  const schedule = Buffer.concat([
    Buffer.of(0),
    hash("psk_id_hash", Buffer.alloc(0)),
    hash("info_hash", streamInfo(header)),
  ]);
  const secret = extract(HPKE, shared, "secret", Buffer.alloc(0));
  const aead = expand(HPKE, secret, "key", schedule, 32);
  const baseNonce = expand(HPKE, secret, "base_nonce", schedule, 12);

  let next = 0;
  return {
    id: createHash("sha256").update(header).update(enc).digest().subarray(0, 16).toString("base64url"),
    header,
    enc,
    seal(event) {
      const seq = next++;
      const nonce = Buffer.from(baseNonce);
      nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ seq) >>> 0, 8);
      const cipher = createCipheriv("chacha20-poly1305", aead, nonce, { authTagLength: 16 });
      const sealed = cipher.update(pad(Buffer.from(JSON.stringify(event))));
      cipher.final();
      return { seq, ciphertext: Buffer.concat([sealed, cipher.getAuthTag()]) };
    },
  };
}

/**
 * RFC 9180 §4: LabeledExtract.
 *
 * @param {Buffer} suite
 * @param {Uint8Array | ""} salt
 * @param {string} label
 * @param {Uint8Array} ikm
 */
function extract(suite, salt, label, ikm) {
  return createHmac("sha256", salt).update("HPKE-v1").update(suite).update(label).update(ikm).digest();
}

/**
 * RFC 9180 §4: LabeledExpand, up to one block of SHA-256.
 *
 * @param {Buffer} suite
 * @param {Buffer} prk
 * @param {string} label
 * @param {Uint8Array} info
 * @param {number} length
 */
function expand(suite, prk, label, info, length) {
  return createHmac("sha256", prk)
    .update(Buffer.of(length >> 8, length & 255))
    .update("HPKE-v1")
    .update(suite)
    .update(label)
    .update(info)
    .update(Buffer.of(1))
    .digest()
    .subarray(0, length);
}
