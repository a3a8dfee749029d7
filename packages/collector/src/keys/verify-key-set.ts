import { createPublicKey, verify } from "node:crypto";
import { isSiteId, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { z } from "zod";
import type { KeySet } from "./sign-key-set.js";
import { keyId } from "./thumbprint.js";

export type KeySetFault = "unreadable" | "unsigned";

/** A key set that is not what it should be. The message is one line for the operator. */
export class KeySetError extends Error {
  override readonly name = "KeySetError";
  constructor(
    readonly fault: KeySetFault,
    message: string,
  ) {
    super(message);
  }
}

const jwk = z
  .object({
    kty: z.literal("OKP"),
    crv: z.literal("X25519"),
    x: z.string().regex(/^[\w-]{43}$/),
    kid: z.string(),
    alg: z.literal(X25519_CHACHA20POLY1305.alg),
  })
  .transform(({ kid, x }) => ({ kid, publicKey: Buffer.from(x, "base64url") }))
  .refine(({ kid, publicKey }) => keyId(publicKey).toString("base64url") === kid, "A key is not what its id says");

const time = z.number().int().positive();

/** A set that is to be signed: what a signed one says, without its times. */
const unsigned = z.object({
  site: z.string().refine(isSiteId),
  version: z.number().int().positive(),
  keys: z.array(jwk).min(1).max(8),
  policy: z.string().optional(),
});
const signed = unsigned.extend({ issued: time, expires: time });

/** Reads a set that is to be signed, and checks that each key is what its id says. @throws {KeySetError} */
export function readUnsignedSet(text: string): Pick<KeySet, "site" | "version" | "keys" | "policy"> {
  return read(unsigned, text);
}

/**
 * Reads a compact JWS as a key set that this key has signed (RFC 7515 §5.2, ES256).
 *
 * @param publicKey The uncompressed P-256 point, 65 bytes.
 * @throws {KeySetError}
 */
export function verifyKeySet(jws: string, publicKey: Buffer): KeySet {
  const [header = "", payload = "", signature = "", more] = jws.trim().split(".");
  const head = json(Buffer.from(header, "base64url").toString()) as { alg?: unknown; crit?: unknown } | null;
  const isSigned =
    more === undefined &&
    head?.alg === "ES256" &&
    head.crit === undefined &&
    verify(
      "sha256",
      Buffer.from(`${header}.${payload}`),
      { key: importSigner(publicKey), dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    );
  if (!isSigned) throw new KeySetError("unsigned", "The key set is not signed by the site's signing key");
  return read(signed, Buffer.from(payload, "base64url").toString());
}

function importSigner(publicKey: Buffer) {
  const x = publicKey.subarray(1, 33).toString("base64url");
  const y = publicKey.subarray(33).toString("base64url");
  try {
    return createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  } catch {
    throw new KeySetError("unreadable", "That is no signing key: a P-256 point of 65 bytes, base64url");
  }
}

function read<Out>(shape: z.ZodType<Out>, text: string): Out {
  const { success, data, error } = shape.safeParse(json(text));
  if (success) return data;
  const told = error.issues[0]?.message ?? "";
  throw new KeySetError("unreadable", told.startsWith("A key is not") ? told : "That is no key set");
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
