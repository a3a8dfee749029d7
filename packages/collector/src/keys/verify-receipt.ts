import { ed25519KeyId, verifyEd25519 } from "./own-signer.js";
import { RECEIPT_TYPE } from "./receipt-key.js";

const KEY_BYTES = 32;

export type ReceiptFault = "format" | "key" | "signature";

/** A receipt that does not hold. The message is one line for whoever checks it. */
export class ReceiptError extends Error {
  override readonly name = "ReceiptError";
  constructor(
    readonly fault: ReceiptFault,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Checks a receipt with nothing but the install's public key (docs/erasure.md).
 *
 * @param receipt The compact JWS, with or without white space around it.
 * @param publicKey Raw Ed25519 public key, 32 bytes.
 * @returns What it says.
 * @throws {ReceiptError}
 */
export function verifyReceipt(receipt: string, publicKey: Buffer): Readonly<Record<string, unknown>> {
  const parts = receipt.trim().split(".");
  const [header, payload, signature] = parts.map(decode);
  if (parts.length !== 3 || !header || !payload || !signature) {
    throw new ReceiptError("format", "That is not a receipt: it is not a compact JWS");
  }
  const { alg, kid, typ } = parse(header);
  // Nothing but what was meant: the header must not choose how it is checked.
  if (alg !== "EdDSA" || typ !== RECEIPT_TYPE) {
    throw new ReceiptError("format", `That is not a receipt: its header must say EdDSA and ${RECEIPT_TYPE}`);
  }
  if (kid !== ed25519KeyId(publicKey)) {
    throw new ReceiptError("key", "The receipt was signed with another key than the one given");
  }
  if (!verifyEd25519(publicKey, Buffer.from(parts.slice(0, 2).join(".")), signature)) {
    throw new ReceiptError("signature", "The receipt was altered: its signature does not match");
  }
  return parse(payload);
}

/**
 * @param text A public key as `wayseal receipt key` prints it (base64url), or its JWK as JSON.
 * @returns Raw Ed25519 public key, 32 bytes.
 * @throws {ReceiptError} `key`
 */
export function parseReceiptKey(text: string): Buffer {
  let encoded = text.trim();
  if (encoded.startsWith("{")) {
    let jwk: Record<string, unknown>;
    try {
      jwk = JSON.parse(encoded) as Record<string, unknown>;
    } catch {
      throw new ReceiptError("key", "The key is neither base64url nor a JWK");
    }
    encoded = jwk["kty"] === "OKP" && jwk["crv"] === "Ed25519" && typeof jwk["x"] === "string" ? jwk["x"] : "";
  }
  const key = decode(encoded);
  if (key === null || key.length !== KEY_BYTES) {
    throw new ReceiptError("key", "A receipt key is 32 bytes as base64url, or a JWK of kty OKP and crv Ed25519");
  }
  return key;
}

/** Decoding drops what is not base64url: only the way there and back shows that nothing was dropped. */
function decode(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url");
  return text !== "" && bytes.toString("base64url") === text ? bytes : null;
}

function parse(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below, as what is JSON but no object is.
  }
  throw new ReceiptError("format", "That is not a receipt: it holds no JSON object");
}
