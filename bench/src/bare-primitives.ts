import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from "node:crypto";
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Seconds that each primitive takes for one envelope, measured one after the other on this thread. */
export interface Bare {
  /** X25519 with the import of the sender's public key: once a new stream. */
  readonly x25519: number;
  /** ChaCha20-Poly1305 open of each record. */
  readonly open: number;
  /** AES-256-GCM of what is stored of each event. */
  readonly seal: number;
  /** An envelope's share of a group's write and fdatasync. */
  readonly fsync: number;
}

export interface BareOptions {
  /** Lengths of the ciphertexts that one envelope has to have opened. */
  readonly records: readonly number[];
  /** Lengths of the plaintexts that one envelope has sealed for storage. */
  readonly columns: readonly number[];
  /** Envelopes that one commit takes together. */
  readonly group: number;
  /** Bytes that one envelope adds to the catalog. */
  readonly stored: number;
  readonly folder: string;
  readonly rounds: number;
}

function seconds(rounds: number, run: () => void): number {
  const began = process.hrtime.bigint();
  for (let round = 0; round < rounds; round++) run();
  return Number(process.hrtime.bigint() - began) / 1e9 / rounds;
}

export function measureBare({ records, columns, group, stored, folder, rounds }: BareOptions): Bare {
  const { privateKey } = generateKeyPairSync("x25519");
  const spki = generateKeyPairSync("x25519").publicKey.export({ format: "der", type: "spki" });
  const peer = { kty: "OKP", crv: "X25519", x: spki.subarray(-32).toString("base64url") };
  const x25519 = seconds(rounds, () => {
    diffieHellman({ privateKey, publicKey: createPublicKey({ key: peer, format: "jwk" }) });
  });

  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const sealed = records.map((length) => {
    const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    const body = cipher.update(Buffer.alloc(length - 16, 0x20));
    cipher.final();
    return { body, tag: cipher.getAuthTag() };
  });
  const open = seconds(rounds, () => {
    for (const { body, tag } of sealed) {
      const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
      decipher.setAuthTag(tag);
      decipher.update(body);
      decipher.final();
    }
  });

  const dek = createSecretKey(key);
  const plain = columns.map((length) => Buffer.alloc(length, 0x20));
  const aad = Buffer.alloc(64);
  const seal = seconds(rounds, () => {
    for (const text of plain) {
      const cipher = createCipheriv("aes-256-gcm", dek, nonce, { authTagLength: 16 });
      cipher.setAAD(aad);
      cipher.update(text);
      cipher.final();
      cipher.getAuthTag();
    }
  });

  const file = openSync(join(folder, "fsync"), "w");
  const block = Buffer.alloc(stored * group, 1);
  const fsync =
    seconds(Math.max(20, Math.ceil(rounds / group)), () => {
      writeSync(file, block);
      fdatasyncSync(file);
    }) / group;
  closeSync(file);
  return { x25519, open, seal, fsync };
}
