import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createFileKeyring, openFileKeyring, readRecoveryCopy, restoreFileKeyring } from "./file.js";
import { keyringContract } from "./keyring.contract.js";
import { formatRecoveryCopy, parseRecoveryCopy, recoveryCopyId } from "./recovery-copy.js";
import { random } from "../../test/random.js";

const roots: string[] = [];
let root: string;
let path: string;
let dataDir: string;

async function fresh(): Promise<void> {
  root = await mkdtemp(join(tmpdir(), "wayseal-keyring-"));
  roots.push(root);
  path = join(root, "keys", "root.key");
  dataDir = join(root, "data");
}

beforeEach(fresh);
afterAll(() => Promise.all(roots.map((directory) => rm(directory, { recursive: true, force: true }))));

const opened = new Map<string, { path: string; dataDir: string }>();
async function keyringOf(name: string) {
  const place = opened.get(name);
  if (place !== undefined) return openFileKeyring(place);
  await fresh();
  opened.set(name, { path, dataDir });
  return createFileKeyring(path, { dataDir });
}
keyringContract("file", { open: keyringOf, destroys: true });

describe("a root key file", () => {
  it("is made with mode 0600, whatever the umask, and leaves no other file", async () => {
    const umask = process.umask(0);
    try {
      await createFileKeyring(path, { dataDir });
    } finally {
      process.umask(umask);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, "keys"))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(root, "keys"))).toEqual(["root.key"]);
    const text = await readFile(path, "utf8");
    expect(text).toMatch(/^# .*\nwayseal-root-key 1\nid: [\w-]{11}\nkey: [\w+/]{43}=\n$/);
    const { id, keyring } = await (await openFileKeyring({ path, dataDir })).describe();
    expect(text).toContain(`id: ${id}\n`);
    expect(keyring).toBe("file");
  });

  it("is never overwritten", async () => {
    await createFileKeyring(path, { dataDir });
    const before = await readFile(path, "utf8");
    await expect(createFileKeyring(path, { dataDir })).rejects.toMatchObject({ fault: "exists" });
    expect(await readFile(path, "utf8")).toBe(before);
    expect(await readdir(join(root, "keys"))).toEqual(["root.key"]);
  });

  it("is made once by many at the same time", async () => {
    const made = await Promise.allSettled(Array.from({ length: 10 }, () => createFileKeyring(path, { dataDir })));
    expect(made.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await readdir(join(root, "keys"))).toEqual(["root.key"]);
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])(
    "is refused with mode %o, which lets others in",
    async (mode) => {
      await createFileKeyring(path, { dataDir });
      await chmod(path, mode);
      await expect(openFileKeyring({ path, dataDir })).rejects.toMatchObject({
        fault: "exposed",
        message: expect.stringContaining("chmod 600") as string,
      });
      await chmod(path, 0o600);
      await openFileKeyring({ path, dataDir });
    },
  );

  it("is refused under the data directory, by whatever way it lies there", async () => {
    await mkdir(dataDir);
    await createFileKeyring(path, { dataDir });
    const inside = { fault: "inside-data" };
    await expect(createFileKeyring(join(dataDir, "root.key"), { dataDir })).rejects.toMatchObject(inside);
    await expect(createFileKeyring(join(dataDir, "a", "b", "root.key"), { dataDir })).rejects.toMatchObject(inside);
    await expect(createFileKeyring(join(root, "keys", "..", "data", "root.key"), { dataDir })).rejects.toMatchObject(
      inside,
    );
    await expect(openFileKeyring({ path, dataDir: root })).rejects.toMatchObject(inside);
    await expect(openFileKeyring({ path, dataDir: join(root, "keys") })).rejects.toMatchObject(inside);
    // A link outside to a file inside, a link to the directory, and a data directory that is a link.
    const { id } = await (await openFileKeyring({ path, dataDir })).describe();
    await writeFile(join(dataDir, "hidden.key"), await readFile(path), { mode: 0o600 });
    await symlink(join(dataDir, "hidden.key"), join(root, "link.key"));
    await expect(openFileKeyring({ path: join(root, "link.key"), dataDir })).rejects.toMatchObject(inside);
    await symlink(dataDir, join(root, "elsewhere"));
    await expect(createFileKeyring(join(root, "elsewhere", "new.key"), { dataDir })).rejects.toMatchObject(inside);
    await expect(
      openFileKeyring({ path: join(dataDir, "hidden.key"), dataDir: join(root, "elsewhere") }),
    ).rejects.toMatchObject(inside);
    // A name that only begins like the data directory's is another.
    const beside = join(root, "data-keys", "root.key");
    await createFileKeyring(beside, { dataDir });
    expect((await (await openFileKeyring({ path: beside, dataDir })).describe()).id).not.toBe(id);
  });

  it("is refused when it is missing, no file, or not readable as one", async () => {
    await expect(openFileKeyring({ path, dataDir })).rejects.toMatchObject({ fault: "missing" });
    await mkdir(join(root, "keys"));
    await expect(openFileKeyring({ path: join(root, "keys"), dataDir })).rejects.toMatchObject({ fault: "damaged" });
    await createFileKeyring(path, { dataDir });
    const good = await readFile(path, "utf8");
    const key = /key: (.*)\n/.exec(good)?.[1] as string;
    const bad = [
      "",
      "key",
      good.slice(0, -10),
      good.replace("root-key 1", "root-key 2"),
      good.replace(/id: ../, "id: zz"),
      good.replace(key, (key.startsWith("A") ? "B" : "A") + key.slice(1)),
      good.replace(key, key.slice(4)),
      `${good}${good}`,
      good + "x".repeat(5000),
    ];
    for (const text of bad) {
      await writeFile(path, text);
      const error: unknown = await openFileKeyring({ path, dataDir }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "KeyringError", fault: "damaged" });
      expect((error as Error).message).not.toContain(key.slice(1, 20));
      expect((error as Error).message).not.toContain("\n");
    }
    await writeFile(path, good.replaceAll("\n", "\r\n"));
    await openFileKeyring({ path, dataDir });
  });
});

describe("a root key file that is destroyed", () => {
  it("is overwritten and gone, and nothing else is touched", async () => {
    const keyring = await createFileKeyring(path, { dataDir });
    const held = join(root, "link.key");
    await link(path, held);
    await keyring.destroy();
    expect(await readdir(join(root, "keys"))).toEqual([]);
    expect([...(await readFile(held))].every((byte) => byte === 0)).toBe(true);
    await writeFile(path, "years of work", { mode: 0o600 });
    const other = await createFileKeyring(join(root, "keys", "other.key"), { dataDir });
    await rm(join(root, "keys", "other.key"));
    await writeFile(join(root, "keys", "other.key"), "years of work", { mode: 0o600 });
    await expect(other.destroy()).rejects.toMatchObject({ fault: "damaged" });
    expect(await readFile(join(root, "keys", "other.key"), "utf8")).toBe("years of work");
  });
});

describe("a recovery copy", () => {
  it("brings back the same root key in a new file, which is not written over another", async () => {
    const first = await createFileKeyring(path, { dataDir });
    const copy = await readRecoveryCopy({ path, dataDir });
    expect(copy).toMatch(/^(?:[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\n){3}[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(recoveryCopyId(copy)).toBe((await first.describe()).id);
    await expect(restoreFileKeyring(copy, { path, dataDir })).rejects.toMatchObject({ fault: "exists" });
    const wrapped = await first.wrap(Buffer.from("a key"), { purpose: "test" });
    await rm(path);
    const restored = await restoreFileKeyring(copy.toLowerCase().replaceAll("\n", "  "), { path, dataDir });
    expect((await restored.unwrap(wrapped, { purpose: "test" })).toString()).toBe("a key");
  });

  it("reads back 200 random keys, also with O for 0 and I or L for 1", () => {
    const { bytes } = random(3);
    for (const key of [Buffer.alloc(32), Buffer.alloc(32, 255), ...Array.from({ length: 200 }, () => bytes(32))]) {
      const copy = formatRecoveryCopy(Buffer.from(key));
      expect(parseRecoveryCopy(copy).equals(key)).toBe(true);
      expect(parseRecoveryCopy(copy.replaceAll("0", "o").replaceAll("1", "l")).equals(key)).toBe(true);
    }
  });

  it("refuses every copy with one wrong character, with two swapped, cut short or made up", () => {
    const copy = formatRecoveryCopy(random(4).bytes(32));
    const damaged = expect.objectContaining({ fault: "damaged" }) as Error;
    let trials = 0;
    for (let i = 0; i < copy.length; i++) {
      if (/[-\n]/.test(copy[i] as string)) continue;
      for (const wrong of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
        if (wrong === copy[i]) continue;
        expect(() => parseRecoveryCopy(copy.slice(0, i) + wrong + copy.slice(i + 1))).toThrow(damaged);
        trials++;
      }
      const next = copy[i + 1];
      if (next === undefined || /[-\n]/.test(next) || next === copy[i]) continue;
      expect(() => parseRecoveryCopy(copy.slice(0, i) + next + (copy[i] as string) + copy.slice(i + 2))).toThrow(
        damaged,
      );
      trials++;
    }
    for (const text of ["", copy.slice(1), `${copy}A`, copy.replace(/.$/, "U"), "A".repeat(60), "é".repeat(60)]) {
      expect(() => parseRecoveryCopy(text)).toThrow(damaged);
    }
    console.log(`recovery copies: ${trials} wrong ones refused`);
  });
});
