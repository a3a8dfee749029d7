import { randomBytes } from "node:crypto";
import type { SealedLevel } from "@wayseal/protocol";
import { exportPrivateKey, generateKeyPair } from "../hpke/index.js";
import type { NewKek } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { kekContext } from "./contexts.js";

/** Makes the KEK pair of a site, level and month. Its private half leaves this function wrapped only. */
export async function makeKek(
  keyring: Pick<Keyring, "wrap">,
  {
    site,
    level,
    month,
    now,
  }: { readonly site: string; readonly level: SealedLevel; readonly month: string; readonly now: number },
): Promise<NewKek> {
  const id = randomBytes(16).toString("base64url");
  const { privateKey, publicKey } = generateKeyPair();
  const secret = exportPrivateKey(privateKey);
  try {
    const wrapped = await keyring.wrap(secret, kekContext({ id, site, level, month }));
    return { id, site, level, month, publicKey, wrapped, created: now };
  } finally {
    secret.fill(0);
  }
}
