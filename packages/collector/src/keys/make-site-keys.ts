import { createECDH } from "node:crypto";
import { exportPrivateKey, generateKeyPair } from "../hpke/index.js";
import type { RecipientKey, SigningKey } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { recipientContext, signingContext } from "./contexts.js";
import { keyId } from "./thumbprint.js";

const DAY = 24 * 3600 * 1000;

/** For how long a key that was replaced is still opened: a browser may have been offline (docs/keys.md). */
export const DEFAULT_OVERLAP = { grace: 30 * DAY, quiet: 7 * DAY } as const;

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

/** Makes a key pair that browsers seal to; its private half leaves this function wrapped only. */
export async function makeRecipientKey(
  keyring: Keyring,
  { site, now }: { readonly site: string; readonly now: number },
): Promise<RecipientKey> {
  const { privateKey, publicKey } = generateKeyPair();
  const kid = keyId(publicKey).toString("base64url");
  const secret = exportPrivateKey(privateKey);
  try {
    const wrapped = await keyring.wrap(secret, recipientContext(site, kid));
    const none = { due: null, compromised: null, forgotten: null };
    return { site, kid, publicKey, wrapped, created: now, state: "current", since: now, ...DEFAULT_OVERLAP, ...none };
  } finally {
    secret.fill(0);
  }
}

async function makeSigningKey(keyring: Keyring, site: string, now: number): Promise<SigningKey> {
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys();
  // RFC 7518 §6.2.2.1: the curve's full length, whatever zeros it begins with.
  const secret = Buffer.alloc(32);
  const scalar = pair.getPrivateKey();
  scalar.copy(secret, secret.length - scalar.length);
  scalar.fill(0);
  try {
    return { site, publicKey, wrapped: await keyring.wrap(secret, signingContext(site)), created: now, version: 1 };
  } finally {
    secret.fill(0);
  }
}
