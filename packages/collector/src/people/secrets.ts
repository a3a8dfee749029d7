import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's first choice for scrypt: 128 MiB a guess. @see https://cheatsheetseries.owasp.org Password Storage */
const COST = { ln: 17, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes at once: each takes 128 MiB and a thread of libuv's pool, which the catalog and files need too. */
const AT_ONCE = 2;
/** Waiting hashes, beyond which a guess is refused rather than queued. */
const WAITING = 32;

/** Too many passwords are being checked at once. */
export class SecretsBusy extends Error {
  override readonly name = "SecretsBusy";
  constructor() {
    super("Too many sign-ins at once");
  }
}

/** An unusable hash: no password matches it, and checking against it takes as long as against a real one. */
export const NO_PASSWORD = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$AAAAAAAAAAAAAAAAAAAAAA$*`;

/**
 * Hashes a password by scrypt, off the main thread.
 *
 * @returns `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, both base64 without padding (the PHC string format).
 * @throws {SecretsBusy}
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${base64(salt)}$${base64(hash)}`;
}

/**
 * Compares in constant time. `stored` null (an unknown person, or one without a password) costs the same and is false.
 *
 * @throws {SecretsBusy}
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const match = PHC.exec(stored ?? NO_PASSWORD) ?? PHC.exec(NO_PASSWORD);
  const [, ln, r, p, salt = "", hash = ""] = match ?? [];
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, "base64"), cost);
  const expected = hash === "*" ? randomBytes(HASH_BYTES) : Buffer.from(hash, "base64");
  return isSame(derived, expected) && hash !== "*";
}

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43}|\*)$/;

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

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: { ln: number; r: number; p: number }): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw new SecretsBusy();
    // The one that ends hands its place over, so `running` does not change here.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    const N = 2 ** cost.ln;
    return await new Promise<Buffer>((resolve, reject) => {
      // NFKC: the same password typed on another keyboard or system is the same bytes (NIST SP 800-63B 3.1.1.2).
      scrypt(
        password.normalize("NFKC"),
        salt,
        HASH_BYTES,
        { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r },
        (error, hash) => (error === null ? resolve(hash) : reject(error)),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
