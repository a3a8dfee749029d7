import type { Keyring } from "../ports/keyring.js";
import { KeyringError } from "../ports/keyring.js";
import type { SecretSource } from "../settings/keyring-source.js";
import { type Environment, readSecret } from "./read-secret.js";
import { parseRecoveryCopy } from "./recovery-copy.js";
import { ROOT_KEY_BYTES } from "./root-key.js";
import { parseRootKeyFile } from "./root-key-file.js";
import { rootKeyring } from "./root-keyring.js";

export interface EnvKeyringOptions {
  readonly from: SecretSource;
  readonly env: Environment;
  readonly dataDir: string;
}

/** Opens the keyring of a root key that an orchestrator provides. @throws {KeyringError} As `readEnvRootKey`. */
export async function openEnvKeyring(options: EnvKeyringOptions): Promise<Keyring> {
  const key = await readEnvRootKey(options);
  try {
    return rootKeyring(key, { name: "env" });
  } finally {
    key.fill(0);
  }
}

/**
 * @returns The root key, 32 bytes: base64, hex, a recovery copy or a root key file's text. The caller overwrites it.
 * @throws {KeyringError} `missing`, `exposed`, `inside-data` or `damaged`. No message repeats the secret.
 */
export async function readEnvRootKey(options: EnvKeyringOptions): Promise<Buffer> {
  const secret = await readSecret(options.from, { ...options, what: "The root key" });
  try {
    const key = parseRootKeyText(secret.toString("utf8").trim());
    if (new Set(key).size < 8) {
      key.fill(0);
      throw new KeyringError("damaged", "The root key is a placeholder: make a real one by openssl rand -base64 32");
    }
    return key;
  } finally {
    secret.fill(0);
  }
}

function parseRootKeyText(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    const key = Buffer.from(text, "base64");
    if (key.length === ROOT_KEY_BYTES) return key;
  }
  if (text.includes("wayseal-root-key")) return parseRootKeyFile(`${text}\n`, "The root key");
  if (/^[0-9A-Za-z\s-]{60,100}$/.test(text)) return parseRecoveryCopy(text);
  throw new KeyringError("damaged", "The root key is not 32 bytes in base64: make one by openssl rand -base64 32");
}
