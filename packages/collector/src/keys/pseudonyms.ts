import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { KeyCatalog } from "../ports/catalog.js";

/** Turns a sender's ids into what they are stored under. Without the pepper nobody can go from one to the other. */
export interface Pseudonyms {
  /** HMAC-SHA-256(pepper, site ‖ 0x00 ‖ visitor), 32 bytes: what the catalog maps to a subject. */
  visitor(site: string, visitor: string): Buffer;
  /** 16 bytes, from a key of its own. */
  session(site: string, session: string): Buffer;
}

/** Reads the pepper from the catalog, which makes it the first time. */
export async function openPseudonyms(catalog: Pick<KeyCatalog, "secret">): Promise<Pseudonyms> {
  const pepper = await catalog.secret("pepper", () => randomBytes(32));
  const visitors = createSecretKey(pepper);
  const sessions = createSecretKey(createHmac("sha256", visitors).update("wayseal/1 session key").digest());
  return {
    visitor: (site, visitor) => mac(visitors, site, visitor),
    session: (site, session) => mac(sessions, site, session).subarray(0, 16),
  };
}

/** A site id holds no 0x00, so the two parts cannot run into one another. */
function mac(key: KeyObject, site: string, id: string): Buffer {
  return createHmac("sha256", key).update(`${site}\0${id}`).digest();
}
