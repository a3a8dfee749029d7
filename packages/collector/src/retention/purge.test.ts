import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ALL, by, newVisitor, NOW, RETENTION, type RetainedSite, retainedSite } from "../../test/retained-site.js";
import { createHolds } from "../holds/create-holds.js";
import { EventStoreError } from "../ports/event-store.js";

let site: RetainedSite;
beforeEach(async () => {
  site = await retainedSite();
});
afterEach(() => site.close());

const at = (text: string) => () => Date.parse(text);
describe("a purge", () => {
  it("destroys each level when its time has come, and nothing else", async () => {
    const months = ["2024-06-10", "2025-06-10", "2026-06-10", "2026-11-10"];
    const subjects: Buffer[] = [];
    for (const day of months) subjects.push(await site.visit(`${day}T10:00:00Z`));
    const other = await site.visit("2024-06-10T10:00:00Z", { site: "blog" });
    for (const subject of [...subjects, other]) expect(await site.readable(subject)).toEqual(ALL);

    const report = await site.purge({ site: "shop" });
    expect(await Promise.all(subjects.map((subject) => site.readable(subject)))).toEqual([
      [],
      ["internal"],
      ["confidential", "internal"],
      ALL,
    ]);
    expect(await site.readable(other)).toEqual(ALL);
    expect(report.keks.map(({ level, month, deks }) => [month, level, deks])).toEqual([
      ["2024-06", "internal", 1],
      ["2024-06", "confidential", 1],
      ["2024-06", "restricted", 1],
      ["2025-06", "confidential", 1],
      ["2025-06", "restricted", 1],
      ["2026-06", "restricted", 1],
    ]);
    expect(report).toMatchObject({ deks: 6, mappings: 1, indexes: 2, resealed: 0, kept: [] });
    expect(report.rows).toEqual([{ month: "2024-06", site: "shop", rows: 4 }]);
    expect(site.rows.filter((row) => row.subject.equals(subjects[0]!))).toEqual([]);
    expect(site.rows.filter((row) => row.subject.equals(other))).toHaveLength(4);

    const rest = await site.purge();
    expect(rest.rows).toEqual([{ month: "2024-06", site: "blog", rows: 4 }]);
    expect(await site.readable(other)).toEqual([]);
    expect(await site.purge()).toMatchObject({ keks: [], deks: 0, mappings: 0, indexes: 0, rows: [] });
  });

  it("keeps rows while a level of them, or their public columns, are kept", async () => {
    const subject = await site.visit("2024-06-10T10:00:00Z");
    const keep = await site.purge({}, { retention: { ...RETENTION, public: null } });
    expect(keep.rows).toEqual([]);
    expect(await site.readable(subject)).toEqual([]);
    expect(site.rows).toHaveLength(4);
    expect((await site.purge({}, { retention: { ...RETENTION, internal: null } })).rows).toEqual([]);
    expect((await site.purge()).rows).toHaveLength(1);
  });

  it("says beforehand exactly what would go, and changes nothing by that", async () => {
    const visitor = newVisitor();
    for (const day of ["2024-06-10", "2025-06-10", "2025-09-10", "2026-11-10"]) {
      await site.visit(`${day}T10:00:00Z`, { visitor });
      await site.visit(`${day}T10:00:00Z`);
      await site.visit(`${day}T10:00:00Z`, { site: "blog", email: "bob@gmail.com" });
    }
    const held = await site.visit("2024-06-11T10:00:00Z");
    await site.catalog.addHold({
      ...{ id: "h", site: "shop", subject: held, reason: "r", added: 0, by, released: null, releasedBy: null },
    });
    const released = await site.visit("2024-06-12T10:00:00Z", { site: "blog" });
    const blog = createHolds({ catalog: site.catalog, keyring: site.keyring, now: at(NOW) });
    const { id } = await blog.add({ site: "blog", subject: released, reason: "r", by });
    await blog.release(id, by);

    const before = createHash("sha256").update(site.pages()).digest("hex");
    const rows = site.rows.length;
    const planned = await site.purge({ dryRun: true });
    expect(createHash("sha256").update(site.pages()).digest("hex")).toBe(before);
    expect(site.rows).toHaveLength(rows);
    expect(planned.keks.length).toBeGreaterThan(10);
    expect(planned.keks.filter(({ month }) => month === "on-hold").length).toBe(3);
    expect(planned).toMatchObject({ resealed: 3, mappings: 3, dryRun: true });

    const done = await site.purge();
    expect({ ...done, dryRun: true }).toEqual(planned);
    expect(createHash("sha256").update(site.pages()).digest("hex")).not.toBe(before);
    expect(await site.readable(held)).toEqual(ALL);
    expect(await site.readable(released)).toEqual([]);
  });

  it("leaves nothing of the keys in the catalog's pages", async () => {
    const subject = await site.visit("2024-06-10T10:00:00Z");
    const keks = (await site.catalog.keks("shop")).map(({ wrapped }) => wrapped);
    const sealed = await site.sealedOf(subject);
    const bytes = [...keks, ...sealed];
    expect(bytes).toHaveLength(6);
    // The search finds what is there.
    for (const one of bytes) expect(site.pages().includes(one.subarray(-40))).toBe(true);
    await site.purge();
    for (const one of bytes) expect(site.pages().includes(one.subarray(-40))).toBe(false);
    expect((await site.catalog.destroyedKeys(10)).map(({ why }) => why)).toEqual(Array(3).fill("retention"));
  });

  it("forgets who came, where no key is left of them: a later visit is a new subject's", async () => {
    const [ann, bob] = [newVisitor(), newVisitor()];
    const old = await site.visit("2024-06-10T10:00:00Z", { visitor: ann });
    const known = await site.visit("2024-06-10T10:00:00Z", { visitor: bob, email: "bob@gmail.com" });
    expect(await site.visit("2026-11-10T10:00:00Z", { visitor: bob, email: "bob@gmail.com" })).toEqual(known);
    await site.purge();
    expect(await site.found()).toEqual([]);
    expect(await site.found("bob@gmail.com")).toEqual([known.toString("hex")]);
    expect(await site.visit("2026-11-11T10:00:00Z", { visitor: ann })).not.toEqual(old);
    expect(await site.visit("2026-11-11T10:00:00Z", { visitor: bob })).toEqual(known);
  });

  it("removes the blind index of a value that nobody can read any more, though its subject has other keys", async () => {
    await site.visit("2025-06-10T10:00:00Z");
    expect(await site.found()).toHaveLength(1);
    expect(await site.purge()).toMatchObject({ indexes: 1, mappings: 0 });
    expect(await site.found()).toEqual([]);
  });

  it("may be cut off between any two transactions and run again", async () => {
    const subjects = [];
    for (let n = 0; n < 6; n++) subjects.push(await site.visit("2024-06-10T10:00:00Z"));
    for (let cut = 0; cut < 12; cut++) {
      let left = cut;
      const fail = () => {
        if (left-- <= 0) throw new Error("cut off");
      };
      const catalog = {
        ...site.catalog,
        destroyExpired: async (...[name, expiry]: Parameters<typeof site.catalog.destroyExpired>) => {
          fail();
          return site.catalog.destroyExpired(name, expiry, 2);
        },
        destroyKek: async (...args: Parameters<typeof site.catalog.destroyKek>) => {
          fail();
          return site.catalog.destroyKek(...args);
        },
      };
      await site.purge({}, { catalog }).catch((error: unknown) => expect(String(error)).toContain("cut off"));
    }
    await site.purge();
    expect(await site.catalog.keks("shop")).toEqual([]);
    expect(await site.catalog.dekCounts()).toEqual(new Map());
    expect(site.rows).toEqual([]);
  });

  it("destroys keys though the event store is down, and takes the rows the next time", async () => {
    const subject = await site.visit("2024-06-10T10:00:00Z");
    const down = () => Promise.reject(new EventStoreError("unavailable", "down"));
    expect((await site.purge({}, { store: { expired: down, expire: down } })).rows).toBeNull();
    expect(await site.readable(subject)).toEqual([]);
    expect((await site.purge()).rows).toEqual([{ month: "2024-06", site: "shop", rows: 4 }]);
  });
});
