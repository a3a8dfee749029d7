import { randomBytes } from "node:crypto";
import type { OwnKey, OwnKeyCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import { gcmOpen, gcmSeal } from "./aes-gcm.js";
import { ownKeyContext } from "./contexts.js";
import { SecretKey } from "./secret-key.js";

const AAD = Buffer.from("wayseal/1 request contact\0", "latin1");

/** Seals how the person behind a request is reached, bound to that request. */
export interface ContactSealer {
  seal(site: string, request: string, contact: string): Promise<Buffer>;
  /** Null if what is stored is not authentic. */
  open(site: string, request: string, sealed: Buffer): Promise<string | null>;
}

/** Each site has a key of its own for it, made the first time and unwrapped for each use: there are few. */
export function createContactSealer({
  catalog,
  keyring,
  now = Date.now,
}: {
  readonly catalog: OwnKeyCatalog;
  readonly keyring: Pick<Keyring, "wrap" | "unwrap">;
  readonly now?: () => number;
}): ContactSealer {
  async function stored(site: string): Promise<OwnKey> {
    const identity = { purpose: "request", site, name: "" } as const;
    const found = await catalog.ownKey(identity.purpose, site, identity.name);
    if (found !== null) return found;
    const bytes = randomBytes(32);
    try {
      const wrapped = await keyring.wrap(bytes, ownKeyContext(identity));
      return await catalog.addOwnKey({ ...identity, publicKey: Buffer.alloc(0), wrapped, created: now() });
    } finally {
      bytes.fill(0);
    }
  }

  async function withKey<T>(site: string, use: (key: SecretKey) => T): Promise<T> {
    const own = await stored(site);
    const bytes = await keyring.unwrap(own.wrapped, ownKeyContext(own));
    const key = new SecretKey(bytes);
    bytes.fill(0);
    try {
      return use(key);
    } finally {
      key.drop();
    }
  }

  const aad = (request: string) => Buffer.concat([AAD, Buffer.from(request, "latin1")]);
  return {
    seal: (site, request, contact) => withKey(site, (key) => gcmSeal(key, Buffer.from(contact), aad(request))),
    open: (site, request, sealed) =>
      withKey(site, (key) => gcmOpen(key, sealed, aad(request))?.toString("utf8") ?? null),
  };
}
