import { exportPrivateKey, generateKeyPair, importPrivateKey, type RecipientPair } from "../hpke/index.js";
import { createPublicKey } from "node:crypto";
import { KeyringError } from "../ports/keyring.js";
import { keyId } from "../keys/thumbprint.js";
import { formatPaper, type PaperForm, parsePaper } from "./paper.js";

const VERSION = 0x01;
const FORM: PaperForm = { name: "backup key", bytes: 1 + 32 };

/** A new backup key. The collector keeps the public half; `text` is the operator's, and nowhere else. */
export interface BackupKeyMade {
  /** First 8 bytes of the public half's thumbprint, base64url. */
  readonly id: string;
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  /** The private half, for a file or for paper. */
  readonly text: string;
}

export function makeBackupKey(): BackupKeyMade {
  const { privateKey, publicKey } = generateKeyPair();
  const secret = exportPrivateKey(privateKey);
  const bytes = Buffer.concat([Buffer.of(VERSION), secret]);
  try {
    const id = keyId(publicKey).toString("base64url");
    const note = `# Backup key ${id}. Whoever has it reads backups: keep it off the machine, and more than once.`;
    return { id, publicKey, text: `${note}\n${formatPaper(FORM, bytes)}\n` };
  } finally {
    secret.fill(0);
    bytes.fill(0);
  }
}

/** @param text As it was printed; lines that begin with # do not count. @throws {KeyringError} `damaged` */
export function parseBackupKey(text: string): RecipientPair & { readonly id: string } {
  const plain = text.replace(/^\s*#.*$/gm, "");
  const bytes = parsePaper(FORM, plain);
  try {
    if (bytes[0] !== VERSION) {
      throw new KeyringError("damaged", "That is no backup key of a version that this program knows");
    }
    const privateKey = importPrivateKey(bytes.subarray(1));
    const der = createPublicKey(privateKey).export({ format: "der", type: "spki" });
    const publicKey = Buffer.from(der.subarray(-32));
    return { privateKey, publicKey, id: keyId(publicKey).toString("base64url") };
  } finally {
    bytes.fill(0);
  }
}
