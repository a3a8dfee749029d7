import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { readableValues } from "../../test/readable-values.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { value, view } from "../../test/seal-stream.js";
import type { AnswerOf } from "../admin/operations.js";

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

const readable = () => readableValues(current());

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
    // Where somebody watches it says how far it is. Control: where nobody does, it says nothing of that.
    const watched = await current().watched("keys", "refresh", "--all");
    expect(watched.err).toMatch(/^KEK 1 of \d+ \(shop, \w+, \d{4}-\d\d\): 0 of \d+ DEKs sealed anew…\n/);
    const alone = await wayseal("keys", "refresh", "--all");
    expect([watched.code, alone.code, alone.err]).toEqual([0, 0, ""]);
    expect(alone.out).toContain("sealed anew.");
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

    // A machine to which the other root keys were never brought: doctor asks for no setting, and finds nothing wrong.
    for (const name of ["WAYSEAL_MAX_LEVEL", "WAYSEAL_KEYRING_CONFIDENTIAL", "WAYSEAL_KEYRING_RESTRICTED"])
      delete env[name];
    const doctor = await wayseal("doctor");
    expect([doctor.code, doctor.out]).toEqual([
      0,
      expect.stringMatching(/^ok {4}Root keys of levels above internal are not here/m),
    ]);
    // The control: all else asks for it. And what keeps it from only writing is told where that is all that is left.
    expectOneLine(
      await wayseal("keys", "list"),
      /confidential has a root key of its own .*, or start with a lower --max-level/,
    );
    delete env["WAYSEAL_KEYRING_INTERNAL"];
    expect((await wayseal("doctor")).out).toMatch(
      /^fail .*set WAYSEAL_KEYRING_INTERNAL.* To only write: .*signing key of shop/m,
    );
  });
});
