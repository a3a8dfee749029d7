import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileKeyring } from "../keyring/index.js";
import type { Keyring } from "../ports/keyring.js";
import { createDataDir, stateOf } from "./create-data-dir.js";
import { DataDirError, type DataDirFault } from "./errors.js";
import { explain } from "./explain.js";
import { MANIFEST_FILE } from "./manifest.js";
import { openDataDir } from "./open-data-dir.js";

let folder: string;
let dir: string;
let keyring: Keyring;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wayseal-data-"));
  dir = join(folder, "data");
  keyring = await createFileKeyring(join(folder, "root.key"), { dataDir: dir });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function faultOf(act: () => Promise<unknown>): Promise<DataDirFault> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DataDirError)) throw error;
    expect(error.message).not.toContain("\n");
    return error.fault;
  }
  throw new Error("Nothing was thrown");
}

const make = (place: string, catalog = "sealed") =>
  createDataDir(place, keyring, { makeCatalog: async (path) => writeFileSync(path, catalog) });
const manifest = () => JSON.parse(readFileSync(join(dir, MANIFEST_FILE), "utf8")) as Record<string, unknown>;
const edit = (change: Record<string, unknown>) =>
  writeFileSync(join(dir, MANIFEST_FILE), JSON.stringify({ ...manifest(), ...change }));

describe("a data directory", () => {
  it("opens with the root key that it was made with, to the same keys each time", async () => {
    await make(dir);
    const [one, two] = [await openDataDir(dir, keyring), await openDataDir(dir, keyring)];
    expect(one.keys.catalog).toHaveLength(32);
    expect(one.keys.catalog).toEqual(two.keys.catalog);
    expect(one.keys.store).not.toEqual(one.keys.catalog);
  });

  it("is its owner's alone, and holds no key in the clear", async () => {
    await make(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, MANIFEST_FILE)).mode & 0o777).toBe(0o600);
    const { keys } = await openDataDir(dir, keyring);
    const text = readFileSync(join(dir, MANIFEST_FILE), "latin1");
    for (const key of [keys.catalog, keys.store]) {
      for (const form of ["hex", "base64", "base64url"] as const) expect(text).not.toContain(key.toString(form));
    }
    chmodSync(dir, 0o755);
    await openDataDir(dir, keyring);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it.each<[DataDirFault, string, () => void | Promise<void>]>([
    ["missing", "is not there", () => rmSync(dir, { recursive: true })],
    ["missing", "has lost its manifest", () => rmSync(join(dir, MANIFEST_FILE))],
    ["version", "is of a newer format", () => edit({ format: 2 })],
    ["version", "is of an older format", () => edit({ format: 0 })],
    ["key", "was made with another root key", () => edit({ root: "AAAAAAAAAAA" })],
    ["damaged", "has a manifest cut short", () => writeFileSync(join(dir, MANIFEST_FILE), '{"format":1,')],
    ["damaged", "has an empty manifest", () => writeFileSync(join(dir, MANIFEST_FILE), "")],
    ["damaged", "has a manifest of zeros", () => writeFileSync(join(dir, MANIFEST_FILE), Buffer.alloc(300))],
    ["damaged", "has a manifest without keys", () => edit({ keys: {} })],
    [
      "damaged",
      "has its two keys exchanged",
      () => {
        const { catalog, store } = manifest()["keys"] as Record<string, string>;
        edit({ keys: { catalog: store, store: catalog } });
      },
    ],
    [
      "damaged",
      "has one bit of a key flipped",
      () => {
        const keys = manifest()["keys"] as { catalog: string; store: string };
        const bytes = Buffer.from(keys.catalog, "base64url");
        bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
        edit({ keys: { ...keys, catalog: bytes.toString("base64url") } });
      },
    ],
  ])("is refused as %s where it %s, and is left as it was", async (fault, _, spoil) => {
    await make(dir);
    await spoil();
    const before = existsSync(dir)
      ? readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "hex")])
      : null;
    expect(await faultOf(() => openDataDir(dir, keyring))).toBe(fault);
    expect(
      existsSync(dir) ? readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "hex")]) : null,
    ).toEqual(before);
  });

  it("is not opened with another root key that claims its id", async () => {
    await make(dir);
    const other = await createFileKeyring(join(folder, "other.key"), { dataDir: dir });
    edit({ root: (await other.describe()).id });
    expect(await faultOf(() => openDataDir(dir, other))).toBe("damaged");
  });

  it("is never made over something else", async () => {
    mkdirSync(dir);
    writeFileSync(join(dir, "thesis.txt"), "years of work");
    expect(await faultOf(() => make(dir))).toBe("foreign");
    expect(readdirSync(dir)).toEqual(["thesis.txt"]);
    writeFileSync(join(folder, "file"), "");
    for (const path of ["file", "file/data"]) {
      expect(await faultOf(() => make(join(folder, path)))).toBe("foreign");
    }
    await make(join(folder, "fresh"));
    expect(await faultOf(() => make(join(folder, "fresh")))).toBe("foreign");
  });

  it("is made anew where a start was cut off at any point before its end", async () => {
    const unfinished = `.${MANIFEST_FILE}.new`;
    for (const left of [
      [],
      [unfinished],
      [unfinished, "catalog.db"],
      [unfinished, "catalog.db", "catalog.db-wal"],
      [unfinished, "catalog.db", "store", "scripts"],
    ]) {
      mkdirSync(dir);
      for (const name of left) writeFileSync(join(dir, name), "half");
      expect(await stateOf(dir)).toBe("empty");
      await make(dir);
      expect(readdirSync(dir).sort()).toEqual(["catalog.db", MANIFEST_FILE]);
      expect(readFileSync(join(dir, "catalog.db"), "utf8")).toBe("sealed");
      rmSync(dir, { recursive: true });
    }
  });

  it("is never made over a catalog that has lost its manifest", async () => {
    await make(dir);
    rmSync(join(dir, MANIFEST_FILE));
    expect(await stateOf(dir)).toBe("foreign");
    expect(await faultOf(() => make(dir))).toBe("foreign");
    expect(readdirSync(dir)).toEqual(["catalog.db"]);
  });

  it("leaves nothing where its catalog cannot be made", async () => {
    const failing = createDataDir(dir, keyring, {
      async makeCatalog(path) {
        writeFileSync(path, "half");
        throw Object.assign(new Error("x"), { code: "ENOSPC" });
      },
    });
    expect(await faultOf(() => failing)).toBe("full");
    expect(existsSync(dir)).toBe(false);
  });

  const mounts = canMount();
  it.skipIf(!mounts)("is refused on a read-only file system and on a full one, without effect", async () => {
    mkdirSync(dir);
    const mount = (options: string) => execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", dir]);
    mount("size=64k,mode=700");
    try {
      await make(dir);
      execFileSync("mount", ["-o", "remount,ro", dir]);
      expect(await faultOf(() => openDataDir(dir, keyring))).toBe("read-only");
    } finally {
      execFileSync("umount", [dir]);
    }
    mount("size=16k,mode=700");
    try {
      writeFileSync(join(dir, "lost+found"), Buffer.alloc(16_384 - 4096));
      await fillUp(join(dir, "lost+found"));
      expect(await faultOf(() => make(dir))).toBe("full");
      expect(readdirSync(dir)).toEqual(["lost+found"]);
    } finally {
      execFileSync("umount", [dir]);
    }
  });

  it.each<[string, DataDirFault]>([
    ["EACCES", "read-only"],
    ["EPERM", "read-only"],
    ["EROFS", "read-only"],
    ["ENOSPC", "full"],
    ["EDQUOT", "full"],
    ["EIO", "damaged"],
  ])("explains %s as %s", (code, fault) => {
    expect(explain(Object.assign(new Error("x"), { code }), "/d")).toMatchObject({ name: "DataDirError", fault });
  });
});

/** Writes until the file system takes no more. */
async function fillUp(path: string): Promise<void> {
  const { appendFile } = await import("node:fs/promises");
  for (;;) {
    try {
      await appendFile(path, Buffer.alloc(512));
    } catch {
      return; // Full, as wanted.
    }
  }
}

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const place = mkdtempSync(join(tmpdir(), "wayseal-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", place], { stdio: "ignore" });
    execFileSync("umount", [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
