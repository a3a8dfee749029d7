import { open } from "node:fs/promises";
import { KeyringError } from "../ports/keyring.js";
import type { SecretSource } from "../settings/keyring-source.js";
import { requireOutside } from "./location.js";

const MAX_BYTES = 4096;

/** The environment that secrets are taken out of: `process.env`, or a test's. */
export type Environment = Record<string, string | undefined>;

/**
 * Reads a secret that an orchestrator provides. A variable is deleted once it was read, so that no child process is
 * started with it. What the operating system shows of this process's own environment cannot be changed from here: a
 * mounted file is the better way (docs/keys.md).
 *
 * @returns Its bytes, without a line's end. The caller overwrites them.
 * @throws {KeyringError} `missing`, `exposed` (others could change it), `inside-data` or `damaged`
 */
export async function readSecret(
  source: SecretSource,
  { env, dataDir, what }: { readonly env: Environment; readonly dataDir: string; readonly what: string },
): Promise<Buffer> {
  if ("variable" in source) {
    const value = env[source.variable];
    delete env[source.variable];
    if (value === undefined || value === "") {
      throw new KeyringError("missing", `${what} is not there: the variable ${source.variable} is not set`);
    }
    return Buffer.from(value.replace(/[\r\n]+$/, ""), "utf8");
  }
  return readMounted(source.file, dataDir, what);
}

async function readMounted(path: string, dataDir: string, what: string): Promise<Buffer> {
  await requireOutside(path, dataDir);
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw new KeyringError(
      "missing",
      `${what} cannot be read: ${path} ${error.code === "ENOENT" ? "is not there" : "does not open"}`,
    );
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > MAX_BYTES)
      throw new KeyringError("damaged", `${what}: ${path} is no secret's file`);
    // Orchestrators mount secrets readable (0444), in a space of the container's own. Writable by all is a mistake.
    if (process.platform !== "win32" && (stat.mode & 0o002) !== 0) {
      throw new KeyringError("exposed", `${what}: everyone can write ${path}. Run: chmod o-w ${path}`);
    }
    const bytes = await file.readFile();
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--;
    const secret = Buffer.from(bytes.subarray(0, end));
    bytes.fill(0);
    if (secret.length === 0) throw new KeyringError("missing", `${what} is empty: ${path}`);
    return secret;
  } finally {
    await file.close();
  }
}
