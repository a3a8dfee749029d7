import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An HSM in software, with its tokens in a folder of its own. */
export interface SoftHsm {
  /** The library's path. */
  readonly module: string;
  readonly pin: string;
  readonly folder: string;
  /** Makes a token. */
  readonly token: (label: string) => void;
  /** Everything that the HSM has on disk. */
  readonly files: () => Buffer;
  readonly remove: () => void;
}

/**
 * Finds SoftHSM2, and installs it where this is root on Debian.
 *
 * @returns null where it cannot be had; why is printed.
 */
export function needSoftHsm(): SoftHsm | null {
  let module = findModule();
  if (module === null && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing softhsm2, for the tests of the keyring pkcs11");
    // Another file's tests may be installing it at the same time.
    spawnSync("apt-get", ["install", "-y", "-o", "DPkg::Lock::Timeout=60", "--no-install-recommends", "softhsm2"], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      timeout: 120_000,
    });
    module = findModule();
  }
  if (module === null) {
    console.warn(
      "SKIPPED: the keyring pkcs11 is not tested, because SoftHSM2 is not here (Debian: apt install softhsm2)",
    );
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), "wayseal-hsm-"));
  const tokens = join(folder, "tokens");
  mkdirSync(tokens);
  const conf = join(folder, "softhsm2.conf");
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env["SOFTHSM2_CONF"] = conf;
  const pin = "271828";
  return {
    module,
    pin,
    folder,
    token: (label) =>
      void execFileSync("softhsm2-util", [
        "--init-token",
        "--free",
        "--label",
        label,
        "--pin",
        pin,
        "--so-pin",
        "314159",
      ]),
    files: () =>
      Buffer.concat(
        readdirSync(tokens, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function findModule(): string | null {
  const places = ["/usr/lib/softhsm", "/usr/lib/x86_64-linux-gnu/softhsm", "/usr/lib/aarch64-linux-gnu/softhsm"];
  const more = ["/usr/lib64/softhsm", "/usr/local/lib/softhsm", "/opt/homebrew/lib/softhsm"];
  const found = [...places, ...more].map((place) => join(place, "libsofthsm2.so")).find((path) => existsSync(path));
  return found ?? null;
}
