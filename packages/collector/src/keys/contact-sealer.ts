import { gcmOpen, gcmSeal } from "./aes-gcm.js";
import { openOwnSecret, type OwnSecretParts } from "./own-secret.js";
import type { SecretKey } from "./secret-key.js";

const AAD = Buffer.from("wayseal/1 request contact\0", "latin1");

/** Seals how the person behind a request is reached, bound to that request. */
export interface ContactSealer {
  seal(site: string, request: string, contact: string): Promise<Buffer>;
  /** Null if what is stored is not authentic. */
  open(site: string, request: string, sealed: Buffer): Promise<string | null>;
}

/** Each site has a key of its own for it, made the first time and unwrapped for each use: there are few. */
export function createContactSealer(parts: OwnSecretParts): ContactSealer {
  async function withKey<T>(site: string, use: (key: SecretKey) => T): Promise<T> {
    const key = await openOwnSecret(parts, { purpose: "request", site, name: "" });
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
