import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's first choice for scrypt: 128 MiB a guess. @see https://cheatsheetseries.owasp.org Password Storage */
const COST = 17;
const BLOCK = 8;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes at once: each takes 128 MiB and a thread of libuv's pool, which the catalog and files need too. */
const AT_ONCE = 2;
/** Waiting hashes, beyond which a guess is refused rather than queued. */
const WAITING = 32;

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43}|\*)$/;

/** What stands in the place of a hash that no password matches. */
export const NO_PASSWORD = "*";

/** Too many passwords are being checked at once. */
export class SecretsBusy extends Error {
  override readonly name = "SecretsBusy";
  constructor() {
    super("Too many sign-ins at once");
  }
}

export interface Passwords {
  /**
   * Hashes a password by scrypt, off the main thread.
   *
   * @returns `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, both base64 without padding (the PHC string format).
   * @throws {SecretsBusy}
   */
  hash(password: string): Promise<string>;
  /**
   * Compares in constant time. `stored` null (an unknown person, or one without a password) costs the same and is false.
   *
   * @throws {SecretsBusy}
   */
  verify(password: string, stored: string | null): Promise<boolean>;
}

/** @param cost log2 of scrypt's N. Only tests that are about something else take less. */
export function createPasswords({ cost = COST }: { readonly cost?: number } = {}): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const parameters = `ln=${cost},r=${BLOCK},p=1`;
  const dummy = `$scrypt$${parameters}$${"A".repeat(22)}$*`;

  async function derive(password: string, salt: Buffer, ln: number, r: number, p: number): Promise<Buffer> {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING) throw new SecretsBusy();
      // The one that ends hands its place over, so `running` does not change here.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        // NFKC: the same password typed on another keyboard or system is the same bytes (NIST SP 800-63B 3.1.1.2).
        const text = password.normalize("NFKC");
        const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
        scrypt(text, salt, HASH_BYTES, options, (error, hash) => (error === null ? resolve(hash) : reject(error)));
      });
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  }

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(password, salt, cost, BLOCK, 1);
      return `$scrypt$${parameters}$${base64(salt)}$${base64(hash)}`;
    },
    async verify(password, stored) {
      const [, ln, r, p, salt = "", hash = ""] = PHC.exec(stored ?? dummy) ?? PHC.exec(dummy) ?? [];
      const derived = await derive(password, Buffer.from(salt, "base64"), Number(ln), Number(r), Number(p));
      const usable = hash !== "*";
      return isSame(derived, usable ? Buffer.from(hash, "base64") : randomBytes(HASH_BYTES)) && usable;
    },
  };
}

/** @returns 256 random bits, base64url: the secret of a link, a session or a token. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** @returns SHA-256 of a secret of 256 random bits: what the catalog keeps. Such a secret needs no salt and no work factor. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update("wayseal/1 secret\0").update(secret).digest();
}

/** @returns Whether two byte strings are the same, in a time that tells only their lengths. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @returns A random id, such as a person's: 128 bits, base64url. It is no secret. */
export function newId(): string {
  return randomBytes(16).toString("base64url");
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
