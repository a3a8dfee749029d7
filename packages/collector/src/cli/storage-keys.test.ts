import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { eachWithWayseal, expectOneLine, type Said } from "../../test/run-wayseal.js";
import { value, view } from "../../test/seal-stream.js";
import type { AnswerOf } from "../admin/operations.js";
import { openData } from "../main.js";
import { readSettings } from "../settings/read-settings.js";
import { createFieldReader } from "../keys/index.js";
import type { StoredEvent } from "../pipeline/states.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);
const VISITS = 6;
let subjects: readonly string[];

beforeEach(async () => {
  await wayseal("init");
  await wayseal("sites", "add", "shop", "--origin", "*");
  subjects = await feedData(
    current(),
    Array.from({ length: VISITS }, () => [view, value]),
  );
});

const list = () => current().json<AnswerOf<"keys.list">>("keys", "list");
const settings = () => readSettings({ env: { ...current().env }, cwd: current().folder });

/** Values that can be read of those that were stored, and all of them. */
async function readable(): Promise<[number, number]> {
  const { catalog, keyring } = await openData(settings());
  try {
    const rows: StoredEvent[] = [];
    for (let block = await catalog.next(1000); block !== null; block = await catalog.next(1000)) {
      await catalog.drained(block.id, Date.now());
    }
    for (const { id } of await catalog.unsettled()) rows.push(...(await catalog.read(id)).rows);
    const viewer = { id: "v", kind: "person", clearance: "restricted", sites: "*" } as const;
    const fields = (await createFieldReader({ keys: catalog, keyring }).read(viewer, rows)).flat();
    const sealed = fields.filter(({ path }) => path === "value");
    return [sealed.filter(({ state }) => state === "shown").length, sealed.length];
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

/** Whether anything in the catalog's tables is wrapped by a root key of this id. */
async function wrapsAnything(id: string): Promise<boolean> {
  const { root } = await list();
  const { catalog, keyring } = await openData(settings());
  try {
    const bytes = Buffer.from(id, "base64url");
    let found = root.id === id;
    for await (const { rows } of catalog.copyTables("keys")) {
      for (const cell of rows.flat()) {
        if (cell !== null && typeof cell === "object") found ||= Buffer.from(cell.b, "base64").includes(bytes);
      }
    }
    return found;
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

const copyIn = ({ out }: Said) => /(?:[0-9A-Z]{5}[-\s]+){11}[0-9A-Z]{5}/.exec(out)?.[0] ?? "";

describe("wayseal keys rotate --root", () => {
  it("puts another root key in the place of one, shows its copy, and leaves the old one needed by nothing", async () => {
    const { root: before } = await list();
    expect(await wrapsAnything(before.id)).toBe(true);
    const said = await wayseal("keys", "rotate", "--root");
    expect([said.code, said.err]).toEqual([0, ""]);
    const copy = copyIn(said);
    expect(copy).not.toBe("");
    const { root } = await list();
    expect(root.id).not.toBe(before.id);
    expect(root.wrapped).toBe(before.wrapped);
    expect(await wrapsAnything(before.id)).toBe(false);
    expect(await readable()).toEqual([VISITS, VISITS]);
    // Doctor asks for the new copy, and takes no other.
    const doctor = await wayseal("doctor");
    expect(doctor.out).toContain(`The old root key ${before.id} is still there`);
    expect((await current().typed(copy, "doctor", "--recovery-copy", "-")).out).toContain("The recovery copy opens");
    // It is destroyed by its id alone, typed once more.
    expectOneLine(await wayseal("keys", "destroy", before.id), /say the key's id once more/, 2);
    expect(existsSync(join(current().folder, "root.key.old"))).toBe(true);
    const gone = await wayseal("keys", "destroy", before.id, "--confirm", before.id);
    expect(gone.out).toContain("is destroyed");
    expect(existsSync(join(current().folder, "root.key.old"))).toBe(false);
    expect((await list()).destroyed).toMatchObject([{ id: before.id, kind: "root" }]);
    expect(await readable()).toEqual([VISITS, VISITS]);
    expectOneLine(await wayseal("keys", "destroy", before.id, "--confirm", before.id), /There is no recipient key/);
  });

  it("is run again without harm, and destroys the old root key where its id is given", async () => {
    const { root: before } = await list();
    await wayseal("keys", "rotate", "--root");
    const { root } = await list();
    const again = await current().json<{ id: string; rewrapped: number; destroyed: boolean; recoveryCopy: string }>(
      ...["keys", "rotate", "--root", "--confirm", before.id],
    );
    expect(again).toMatchObject({ id: root.id, rewrapped: 0, destroyed: true });
    expect(again.recoveryCopy).not.toBe("");
    expect(await readable()).toEqual([VISITS, VISITS]);
    const third = await current().json<{ id: string; old: { id: string } }>("keys", "rotate", "--root");
    expect(third.old.id).toBe(root.id);
  });

  it("moves to another keyring, and keeps the old root key until the settings name the new one", async () => {
    const { root: before } = await list();
    const secret = join(current().folder, "secret");
    writeFileSync(secret, randomBytes(32).toString("base64"), { mode: 0o600 });
    const said = await wayseal("keys", "rotate", "--root", "--to", `env:${secret}`);
    expect(said.out).toContain(`Now set WAYSEAL_KEYRING=env:${secret}`);
    // Both places do until then.
    expect(await readable()).toEqual([VISITS, VISITS]);
    expectOneLine(
      await wayseal("keys", "destroy", before.id, "--confirm", before.id),
      /The settings name the old root key still: set WAYSEAL_KEYRING=env:/,
    );
    current().env["WAYSEAL_KEYRING"] = `env:${secret}`;
    expect((await wayseal("keys", "destroy", before.id, "--confirm", before.id)).code).toBe(0);
    expect(existsSync(join(current().folder, "root.key"))).toBe(false);
    expect((await list()).root.keyring).toBe("env");
    expect(await readable()).toEqual([VISITS, VISITS]);
    // And back: what an orchestrator keeps is not ours to destroy.
    const old = (await list()).root.id;
    const path = join(current().folder, "back.key");
    const back = await wayseal("keys", "rotate", "--root", "--to", `file:${path}`);
    expect(copyIn(back)).not.toBe("");
    current().env["WAYSEAL_KEYRING"] = `file:${path}`;
    expect((await wayseal("keys", "destroy", old, "--confirm", old)).out).toContain("destroy it where it is kept");
    expect(readFileSync(secret, "utf8")).not.toBe("");
    expect(await readable()).toEqual([VISITS, VISITS]);
  });

  it("rotates the root key of a level by itself", async () => {
    const { env, folder } = current();
    env["WAYSEAL_KEYRING_CONFIDENTIAL"] = `file:${join(folder, "confidential.key")}`;
    expect((await wayseal("keys", "separate", "confidential")).err).toBe("");
    const before = await list();
    const rotated = await current().json<{ old: { id: string }; id: string }>(
      ...["keys", "rotate", "--root", "--level", "confidential"],
    );
    const after = await list();
    expect(after.root).toEqual(before.root);
    expect(rotated.old.id).toBe(before.levels[0]!.root);
    expect(after.levels).toMatchObject([
      { root: rotated.id, key: before.levels[0]!.key, keks: before.levels[0]!.keks },
    ]);
    expect(await readable()).toEqual([VISITS, VISITS]);
    const { id } = rotated.old;
    expect((await wayseal("keys", "destroy", id, "--confirm", id)).code).toBe(0);
    expect(await readable()).toEqual([VISITS, VISITS]);
  });

  it("refuses in one line what cannot be, and changes nothing", async () => {
    const { root } = await list();
    expectOneLine(await wayseal("keys", "rotate", "--root", "--to", "env:"), /must be|must name|WAYSEAL_ROOT_KEY/);
    expectOneLine(
      await wayseal("keys", "rotate", "--root", "--to", `file:${join(current().folder, "root.key")}`),
      /where the old one lies/,
    );
    expectOneLine(await wayseal("keys", "rotate", "--root", "--level", "restricted"), /WAYSEAL_KEYRING_RESTRICTED/);
    expectOneLine(await wayseal("keys", "rotate", "--root", "--kek"), /either --kek or --root/, 2);
    expectOneLine(
      await wayseal("keys", "destroy", root.id, "--confirm", root.id),
      /is in use: without it nobody reads everything/,
    );
    current().env["WAYSEAL_MAX_LEVEL"] = "public";
    expectOneLine(await wayseal("keys", "rotate", "--root"), /holds every level/);
    delete current().env["WAYSEAL_MAX_LEVEL"];
    expect((await list()).root).toEqual(root);
    expect(await readable()).toEqual([VISITS, VISITS]);
  });

  it("destroys a root key that everything hangs on only by force", async () => {
    const { root } = await list();
    const gone = await wayseal("keys", "destroy", root.id, "--force", "--confirm", root.id);
    expect(gone.code).toBe(0);
    await expect(readable()).rejects.toMatchObject({ fault: "missing" });
  });
});

describe("KEKs on demand", () => {
  it("list their state, age, use and what depends on them", async () => {
    const [{ keks } = { keks: [] }] = (await list()).sites;
    const kek = keks.find(({ level }) => level === "confidential");
    expect(kek).toMatchObject({ state: "current", deks: VISITS, destroyed: 0, refresh: false, generation: 1 });
    expect(kek?.used).toBeGreaterThan(0);
    await wayseal("keys", "rotate", "--kek", "--site", "shop", "--level", "confidential");
    const after = (await list()).sites[0]!.keks.filter(({ level }) => level === "confidential");
    expect(after).toMatchObject([
      { id: kek?.id, state: "old", deks: VISITS },
      { generation: 2, state: "current", deks: 0 },
    ]);
    await feedData(current(), [[view, value]]);
    expect((await list()).sites[0]!.keks.find(({ generation }) => generation === 2)).toMatchObject({ deks: 1 });
    expect(await readable()).toEqual([VISITS + 1, VISITS + 1]);
  });

  it("are refreshed after an erasure, and not before", async () => {
    expect((await wayseal("keys", "refresh")).out).toContain("No KEK needs it");
    await wayseal("erase", "--subject", subjects[0]!, "--yes");
    const advised = (await wayseal("keys", "list")).out;
    expect(advised).toContain("refresh advised");
    const before = (await list()).sites[0]!.keks;
    const dry = await wayseal("keys", "refresh", "--dry-run");
    expect(dry.out).toContain("would be replaced");
    expect((await list()).sites[0]!.keks).toEqual(before);
    const { keks, moved } = await current().json<{ keks: { id: string }[]; moved: number }>("keys", "refresh");
    expect(keks.length).toBeGreaterThan(0);
    expect(moved).toBeGreaterThanOrEqual(VISITS - 1);
    const after = await list();
    expect(after.sites[0]!.keks.some(({ refresh }) => refresh)).toBe(false);
    expect(after.destroyed.map(({ id }) => id).sort()).toEqual(keks.map(({ id }) => id).sort());
    expect(await readable()).toEqual([VISITS - 1, VISITS - 1]);
  });

  it("are destroyed only where nothing needs them, or by force", async () => {
    const kek = (await list()).sites[0]!.keks.find(({ level }) => level === "confidential")!;
    expectOneLine(await wayseal("keys", "destroy", kek.id, "--confirm", kek.id), /6 DEKs are under it/);
    expectOneLine(await wayseal("keys", "destroy", kek.id, "--force"), /say the key's id once more/, 2);
    expectOneLine(await wayseal("keys", "destroy", kek.id, "--force", "--confirm", "another"), /was not repeated/, 2);
    expect(await readable()).toEqual([VISITS, VISITS]);
    const gone = await wayseal("keys", "destroy", kek.id, "--force", "--confirm", kek.id);
    expect(gone.out).toContain("and with it 6 DEKs");
    expect((await readable())[0]).toBe(0);
    expectOneLine(await wayseal("keys", "destroy", kek.id, "--confirm", kek.id), /There is no KEK/);
  });

  it("are not replaced by a process that cannot unwrap them", async () => {
    const { env, folder } = current();
    env["WAYSEAL_KEYRING_INTERNAL"] = `file:${join(folder, "internal.key")}`;
    env["WAYSEAL_KEYRING_CONFIDENTIAL"] = `file:${join(folder, "confidential.key")}`;
    env["WAYSEAL_KEYRING_RESTRICTED"] = `file:${join(folder, "restricted.key")}`;
    for (const level of ["internal", "confidential", "restricted"]) {
      expect((await wayseal("keys", "separate", level)).err).toBe("");
    }
    env["WAYSEAL_MAX_LEVEL"] = "internal";
    const before = (await list()).sites[0]!.keks;
    expectOneLine(
      await wayseal("keys", "refresh", "--all"),
      /This process holds no key for confidential data and cannot replace its KEKs/,
    );
    expect((await list()).sites[0]!.keks).toEqual(before);
    // It takes a public half to make one.
    expect((await wayseal("keys", "rotate", "--kek", "--level", "restricted")).code).toBe(0);
  });
});
