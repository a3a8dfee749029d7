import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SEALED_LEVELS } from "@wayseal/protocol";
import type { JourneyList } from "@wayseal/collector/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listBackups, readBackup } from "../src/backup/index.js";
import { readSealedFile } from "../src/backup/read-sealed-file.js";
import { sumRows } from "../src/backup/sum-rows.js";
import { createDekReader } from "../src/keys/index.js";
import { makeBackupKey, parseBackupKey } from "../src/keyring/backup-key.js";
import type { TablePage } from "../src/ports/backups.js";
import { type BackedUp, createBackedUp, type Made } from "./backed-up.js";
import { change, copyOf, fit, flip, swapChunks } from "./spoil-backup.js";

let up: BackedUp;
let backups: string;
beforeAll(async () => {
  up = await createBackedUp();
  ({ backups } = up);
}, 300_000);
afterAll(() => up.stack.close());

describe("a backup that is made under load, restored elsewhere", { timeout: 300_000 }, () => {
  it("has each event that was acknowledged before exactly once, and none twice", async () => {
    expect(readdirSync(backups).sort()).toEqual(["000001-data", "000002-keys"]);
    const { data, said } = await up.restored(backups);
    expect(said.from).toEqual({ data: 1, keys: 2 });
    const found = await up.readBack(data);
    const present = new Set(found);
    // Browsers may have seen sets of later versions than the backup knows of.
    const versionIn = (dir: string) =>
      up.opened(dir, async ({ catalog }) => (await catalog.publishedKeys("shop"))!.signing.version);
    expect(await versionIn(data)).toBeGreaterThan(Date.now() / 1000 - 3600);
    expect(up.before.filter((id) => !present.has(id))).toEqual([]);
    expect(found).toHaveLength(present.size);
    expect(found.filter((id) => !up.sealed.has(id))).toEqual([]);
    console.log(
      `${up.before.length} events acknowledged before, ${up.acknowledged.length} in all, ${found.length} in the backup`,
    );
  });

  it("holds nothing plain in its files, and in the data backup no key, mapping or secret even under the seal", async () => {
    const files = readdirSync(backups, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
    const opened = await Promise.all(["000001-data", "000002-keys"].map(frames));
    const [data = "", keys = ""] = opened.map((contents) => contents.join("\n"));
    for (const canary of ["https://shop.example", "page_view", "shop.example", "recipient_key"]) {
      // Control: it is there once the seal is open.
      expect(data + keys).toContain(canary);
      for (const content of bytes) expect(content.includes(canary)).toBe(false);
    }
    const secret = secretCells(opened[1]!);
    expect(secret.size).toBeGreaterThan(100);
    for (const cell of secret) expect(data).not.toContain(cell);
    // Control: a scan that finds nothing anywhere would pass too.
    for (const cell of secret) expect(keys).toContain(cell);
  });

  it("is verified without the key by its hashes, and with it by opening everything", async () => {
    for (const key of [[], ["--key", up.keyFile]]) {
      const { code, out } = await up.wayseal("backup", "verify", backups, ...key);
      expect(code).toBe(0);
      const { opened, backups: found } = JSON.parse(out) as { opened: boolean; backups: { rows: number }[] };
      expect([opened, found.length]).toEqual([key.length > 0, 2]);
    }
  });

  const rows = "000001-data/rows-0001.sealed";
  const moved = (from: string, to: string) => (folder: string) => renameSync(join(folder, from), join(folder, to));
  it.each<[string, (folder: string) => void, RegExp]>([
    ["has a byte of a head flipped", (folder) => flip(folder, rows, () => 30), /rows-0001\.sealed is damaged/],
    ["has a byte of a chunk flipped", (folder) => flip(folder, rows, (n) => n - 200), /rows-0001\.sealed is damaged/],
    ["has a tag flipped", (folder) => flip(folder, rows, (n) => n - 1), /rows-0001\.sealed is damaged/],
    ["has its index flipped", (folder) => flip(folder, "000001-data/index.sealed", () => 300), /index\.sealed: /],
    ["has its keys flipped", (folder) => flip(folder, "000002-keys/tables.sealed", (n) => n >> 1), /tables\.sealed is/],
    [
      "has a byte flipped and the hash in its manifest made to fit",
      (folder) => {
        flip(folder, rows, (n) => n - 200);
        fit(folder, "000001-data");
      },
      /The manifest of 000001-data was altered/,
    ],
    [
      "is cut short",
      (folder) => change(folder, rows, (bytes) => bytes.subarray(0, -1)),
      /rows-0001\.sealed is cut short/,
    ],
    ["is cut to nothing", (folder) => change(folder, rows, () => Buffer.alloc(0)), /rows-0001\.sealed is cut short/],
    ["has lost a file", (folder) => rmSync(join(folder, rows)), /rows-0001\.sealed is missing/],
    [
      "has two chunks swapped, and the hash in its manifest made to fit",
      (folder) => {
        swapChunks(folder, "000001-data/tables.sealed");
        fit(folder, "000001-data");
      },
      /The manifest of 000001-data was altered/,
    ],
    [
      "has two chunks swapped",
      (folder) => swapChunks(folder, "000001-data/tables.sealed"),
      /tables\.sealed is damaged/,
    ],
    [
      "has a file of the other backup in one's place",
      (folder) => {
        cpSync(join(folder, "000002-keys/index.sealed"), join(folder, "000001-data/index.sealed"));
        fit(folder, "000001-data");
      },
      /index\.sealed is a file of another backup/,
    ],
    ["bears another's name", moved("000001-data", "000009-data"), /is the manifest of another backup/],
    [
      "has its manifest cut",
      (folder) => change(folder, "000002-keys/manifest.json", (bytes) => bytes.subarray(0, 300)),
      /manifest\.json is damaged/,
    ],
    ["has no key backup beside it", moved("000002-keys", "elsewhere"), /no key backup/],
    ["was cut off before its end", moved("000001-data", ".000001-data.partial"), /There is no data backup/],
  ])("is refused in one line where it %s, and the target is left as it was", async (_, spoil, message) => {
    const folder = copyOf(backups);
    spoil(folder);
    await expectRefused(["--from", folder], message);
  });

  it("is refused with a foreign backup key, or keys of a foreign install", async () => {
    const foreign = join(up.stack.folder, "foreign.key");
    writeFileSync(foreign, makeBackupKey().text);
    await expectRefused(["--from", backups], /is sealed to backup key .*, and this is/, foreign);
    const [data, root, out] = ["other", "other-root.key", "other-backups"].map((name) => join(up.stack.folder, name));
    const env = { WAYSEAL_ROOT_KEY_FILE: root! };
    for (const args of [
      ["init", "--data", data!],
      ["backup", "key", "--out", join(up.stack.folder, "other.key"), "--data", data!],
      ["backup", "--out", out!, "--only", "keys", "--data", data!],
    ]) {
      expect((await up.waysealIn(env, ...args)).err).toBe("");
    }
    for (const args of [
      ["backup", "key", "--add", "--out", join(data!, "backup.key")],
      ["backup", "--out", join(data!, "backups")],
      ["backup", "--out", out!, "--keys-out", join(data!, "backups")],
    ]) {
      const { err } = await up.waysealIn(env, ...args, "--data", data!);
      expect(err).toMatch(/must not lie under the data directory/);
    }
    await expectRefused(["--from", backups, "--keys", out!], /backups of two different installs/);
    // Its own root key is not that of the backup.
    const target = join(up.stack.folder, "never");
    const { err } = await up.waysealIn(env, "restore", "--from", backups, "--key", up.keyFile, "--data", target);
    expect(err).toMatch(/are under root key .*, and this is/);
    expect(existsSync(target)).toBe(false);
  });

  it("takes only what has come since, where it is incremental, and is restored with what it stands on", async () => {
    await up.sendFor(300);
    await drained();
    const { made } = await up.stack.cli<Made>("backup", "--out", backups, "--incremental");
    expect(made.map(({ number, base }) => [number, base])).toEqual([
      [3, 1],
      [4, null],
    ]);
    const first = (await listBackups(backups))[0]!.manifest.segments;
    const { segments } = (await readBackup(backups, "000003-data")).manifest;
    expect(segments.slice(0, first.length)).toEqual(first);
    expect(segments.length).toBe(first.length + 1);
    const { data } = await up.restored(backups);
    expect((await up.readBack(data)).sort()).toEqual([...up.acknowledged].sort());
    // Without what it stands on, or with that damaged, it is refused.
    const [without, damaged] = [copyOf(backups), copyOf(backups)];
    rmSync(join(without, "000001-data"), { recursive: true });
    await expectRefused(["--from", without], /000001-data\/rows-0001\.sealed is missing from the backup/);
    flip(damaged, rows, (n) => n - 200);
    await expectRefused(["--from", damaged], /000001-data\/rows-0001\.sealed is damaged/);
  });

  it("brings nobody back who was erased since, with the newest key backup; an older one is refused", async () => {
    const token = await up.stack.token("restricted");
    const to = Date.now() + 60_000;
    const asked = await fetch(`${up.stack.url}/v1/journeys?site=shop&from=${to - 86_400_000}&to=${to}&limit=1`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const subject = ((await asked.json()) as JourneyList).journeys[0]!.subject;
    const old = copyOf(backups);
    await up.stack.cli("erase", "--subject", subject, "--yes", "--wait");
    const { stale } = await up.stack.cli<Made>("backup", "--out", backups, "--only", "keys");
    expect(stale.map(({ number, erased }) => [number, erased])).toEqual([
      [2, 1],
      [4, 1],
    ]);
    const older = ["--from", backups, "--keys", join(backups, "000004-keys")];
    await expectRefused(older, /000004-keys is older than 000005-keys: it could bring back/);

    const { data, said } = await up.restored(join(backups, "000003-data"), backups);
    expect(said.erased.rows + said.erased.waiting).toBeGreaterThan(0);
    const left = await holds(data, subject);
    expect([left.rows, left.keys]).toEqual([0, 0]);

    // Control: a folder from before the erasure knows no newer key backup, and has them all.
    const { data: revived } = await up.restored(old);
    const alive = await holds(revived, subject);
    // Rows that had not settled were in the event store and in the spool.
    expect(alive.rows).toBeGreaterThanOrEqual(Math.max(said.erased.rows, said.erased.waiting));
    expect([left.all, alive.all]).toEqual([up.acknowledged.length - alive.rows, up.acknowledged.length]);
    expect(alive.keys).toBeGreaterThan(0);
  });

  it("keeps erasures final once the older key backups are destroyed, which a prune does", async () => {
    const { code, out } = await up.wayseal("backup", "prune", backups, "--yes", "--data", up.stack.data);
    expect([code, JSON.parse(out)]).toEqual([0, { destroyed: ["000002-keys", "000004-keys"], left: [] }]);
    expect(readdirSync(backups).sort()).toEqual(["000001-data", "000003-data", "000005-keys"]);
    // Nothing goes while the newest is damaged: it is all that would be left.
    const spoiled = copyOf(backups);
    flip(spoiled, "000005-keys/tables.sealed", (length) => length >> 1);
    const refused = await up.wayseal("backup", "prune", spoiled, "--yes", "--data", up.stack.data);
    expect([refused.code, readdirSync(spoiled).length]).toEqual([1, 3]);
  });

  it("is made of a directory that nobody serves, and its digests are those of the source", async () => {
    await up.stack.stop();
    const out = join(up.stack.folder, "quiet");
    const { made } = await up.stack.cli<Made>("backup", "--out", out, "--incremental");
    expect(made.map(({ base }) => base)).toEqual([null, null]);
    const { said } = await up.restored(out);
    const months = await up.opened(up.stack.data, async (_, { archive }) => {
      const sums = sumRows(archive.columns);
      await sums.add(await archive.read(0, Number.MAX_SAFE_INTEGER, archive.columns));
      return sums.months();
    });
    expect(said.months).toEqual(months);
  });
});

/** What is under the seal of a backup: frames as text. */
async function frames(name: string): Promise<string[]> {
  const { manifest } = await readBackup(backups, name);
  const key = parseBackupKey(readFileSync(up.keyFile, "utf8"));
  const contents: string[] = [];
  for (const file of [...manifest.files, ...manifest.segments]) {
    if (file.path.endsWith("scripts.sealed")) continue;
    for await (const content of readSealedFile(backups, file, manifest, key)) contents.push(content.toString("latin1"));
  }
  return contents;
}

/** Bytes of keys, mappings and secrets, as base64, in the pages of a key backup. */
function secretCells(contents: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const content of contents) {
    const { table, columns = [], rows = [] } = JSON.parse(content) as Partial<TablePage>;
    for (const row of rows) {
      for (const [at, cell] of row.entries()) {
        // A subject's random id stands at its events too; what leads to it does not.
        const told = ["wrapped", "bytes", "visitor", "value"].includes(columns[at] ?? "");
        if (told && table !== "counter" && typeof cell === "object" && cell !== null) found.add(cell.b);
      }
    }
  }
  return found;
}

let refused = 0;
/** Into a directory that is not there, and into one that is empty. */
async function expectRefused(args: readonly string[], message: RegExp, key = up.keyFile): Promise<void> {
  const [missing, empty] = ["not-there", "empty"].map((name) => join(up.stack.folder, `${name}-${++refused}`));
  mkdirSync(empty!);
  for (const target of [missing!, empty!]) {
    const { code, out, err } = await up.wayseal("restore", ...args, "--key", key, "--data", target);
    expect([code, out]).toEqual([1, ""]);
    const { error } = JSON.parse(err) as { error: { message: string } };
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
  }
  expect([existsSync(missing!), readdirSync(empty!)]).toEqual([false, []]);
}

/** Waits until the collector has drained all that was acknowledged. */
async function drained(): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const text = await (await fetch(`${up.stack.url}/metrics`)).text();
    if (/^wayseal_spool_\w* 0$/m.test(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The spool did not drain");
}

/** All rows in a restored directory, those of a subject, and keys that open these. */
function holds(data: string, subject: string): Promise<{ all: number; rows: number; keys: number }> {
  return up.opened(data, async ({ catalog, keyring }, store) => {
    const id = Buffer.from(subject, "hex");
    const deks = createDekReader({ keys: catalog, keyring });
    let keys = 0;
    for (const level of SEALED_LEVELS) {
      const dek = await catalog.usableDek("shop", id, level, new Date().toISOString().slice(0, 7));
      if (dek !== null && (await deks.open(dek)) !== null) keys++;
    }
    const all = await store.archive.count(0, Number.MAX_SAFE_INTEGER);
    return { all, rows: (await store.rowsOf("shop", [id])).get(subject.toLowerCase()) ?? 0, keys };
  });
}
