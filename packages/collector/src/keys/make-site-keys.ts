import { generateKeyPairSync } from "node:crypto";
import { exportPrivateKey, generateKeyPair } from "../hpke/index.js";
import type { RecipientKey, SigningKey } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { recipientContext, signingContext } from "./contexts.js";
import { keyId } from "./thumbprint.js";

/** Makes the keys of a new site: the pair that browsers seal to, and the ES256 pair that signs its key set. */
export async function makeSiteKeys(
  keyring: Keyring,
  { site, now = Date.now() }: { readonly site: string; readonly now?: number },
): Promise<{ readonly recipient: RecipientKey; readonly signing: SigningKey }> {
  return {
    recipient: await makeRecipientKey(keyring, { site, now }),
    signing: await makeSigningKey(keyring, site, now),
  };
}

async function makeRecipientKey(
  keyring: Keyring,
  { site, now }: { readonly site: string; readonly now: number },
): Promise<RecipientKey> {
  const { privateKey, publicKey } = generateKeyPair();
  const kid = keyId(publicKey).toString("base64url");
  const secret = exportPrivateKey(privateKey);
  try {
    const wrapped = await keyring.wrap(secret, recipientContext(site, kid));
    return { site, kid, publicKey, wrapped, created: now, state: "current" };
  } finally {
    secret.fill(0);
  }
}

async function makeSigningKey(keyring: Keyring, site: string, now: number): Promise<SigningKey> {
  const { d, x, y } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const publicKey = Buffer.concat([Buffer.of(0x04), coordinate(x), coordinate(y)]);
  const secret = coordinate(d);
  try {
    return { site, publicKey, wrapped: await keyring.wrap(secret, signingContext(site)), created: now, version: 1 };
  } finally {
    secret.fill(0);
  }
}

/** JWK coordinates have the curve's full length (RFC 7518 §6.2.1.2). */
function coordinate(value: string | undefined): Buffer {
  return Buffer.from(value as string, "base64url");
}
