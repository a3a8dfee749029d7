import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ALL, by, dekIds, newVisitor, NOW, type RetainedSite, retainedSite } from "../../test/retained-site.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { createErasures } from "../erasure/create-erasures.js";
import { createHolds } from "./create-holds.js";
import { createDekReader } from "../keys/index.js";
import { refreshKek } from "../keys/refresh-kek.js";
import type { Dek } from "../ports/catalog.js";
import { KeyringError, type Keyring } from "../ports/keyring.js";

let site: RetainedSite;
beforeEach(async () => {
  site = await retainedSite();
});
afterEach(() => site.close());

const at = (text: string) => () => Date.parse(text);
const hold = (subject: Buffer, keyring = site.keyring) =>
  createHolds({ catalog: site.catalog, keyring, now: at(NOW) }).add({ site: "shop", subject, reason: "File 7", by });
/** A process that was not given the keys of a level. */
const without = (level: string): Keyring => ({
  ...site.keyring,
  unwrap: async (wrapped, context) => {
    if (context["level"] === level) throw new KeyringError("not-held", "not this process's");
    return site.keyring.unwrap(wrapped, context);
  },
});

describe("a legal hold", () => {
  const held = async () => {
    const visitor = newVisitor();
    const subject = await site.visit("2024-06-10T10:00:00Z", { visitor });
    const other = await site.visit("2024-06-10T10:00:00Z", { email: "bob@gmail.com" });
    return { visitor, subject, other };
  };

  it("keeps its subject readable when the KEK of its month goes, its rows, mapping and blind indexes too", async () => {
    const { visitor, subject, other } = await held();
    expect(await hold(subject)).toMatchObject({ resealed: 3, waiting: 0, reason: "File 7", by, released: null });
    const report = await site.purge();
    expect(report.keks.map(({ month }) => month)).toEqual(["2024-06", "2024-06", "2024-06"]);
    expect((await site.catalog.keks("shop")).map(({ month }) => month)).toEqual(Array(3).fill("on-hold"));
    expect(await site.readable(subject)).toEqual(ALL);
    expect(site.rows.filter((row) => row.subject.equals(subject))).toHaveLength(4);
    expect(await site.found()).toEqual([subject.toString("hex")]);
    expect(await site.visit("2026-11-10T10:00:00Z", { visitor })).toEqual(subject);
    // Negative control: nobody holds this one.
    expect(await site.readable(other)).toEqual([]);
    expect(site.rows.filter((row) => row.subject.equals(other))).toEqual([]);
  });

  it("keeps what its subject does in later months too", async () => {
    const { visitor, subject } = await held();
    await hold(subject);
    await site.visit("2024-07-10T10:00:00Z", { visitor });
    await site.visit("2026-11-10T10:00:00Z", { visitor });
    expect(await site.purge()).toMatchObject({ resealed: 3, kept: [] });
    expect(await site.readable(subject, "2024-06")).toEqual(ALL);
    expect(await site.readable(subject, "2024-07")).toEqual(ALL);
    expect((await site.catalog.keks("shop")).filter(({ month }) => month < "2026")).toEqual([]);
    // Years later, when the rest has expired.
    await site.purge({}, {}, "2030-01-01T00:00:00Z");
    expect(await site.readable(subject, "2026-11")).toEqual(ALL);
  });

  it("counts though it is placed while a purge runs", async () => {
    const { subject, other } = await held();
    let placed = false;
    const catalog = {
      ...site.catalog,
      destroyExpired: async (...args: Parameters<typeof site.catalog.destroyExpired>) => {
        if (!placed && args[0] === "shop") {
          placed = true;
          const record = {
            id: "h",
            site: "shop",
            subject,
            reason: "r",
            added: 0,
            by,
            released: null,
            releasedBy: null,
          };
          await site.catalog.addHold(record);
        }
        return site.catalog.destroyExpired(...args);
      },
    };
    const report = await site.purge({}, { catalog });
    expect(report.keks).toEqual([]);
    expect(await site.readable(subject)).toEqual(ALL);
    expect(await site.readable(other)).toEqual([]);
    expect(await site.purge()).toMatchObject({ resealed: 3 });
    expect(await site.readable(subject)).toEqual(ALL);
  });

  it("keeps the KEK of a month where a process may not open what is held under it, and says so", async () => {
    const { subject, other } = await held();
    const limited = without("restricted");
    expect(await hold(subject, limited)).toMatchObject({ resealed: 2, waiting: 1 });
    const planned = await site.purge({ dryRun: true }, { keyring: limited });
    const report = await site.purge({}, { keyring: limited });
    expect({ ...report, dryRun: true }).toEqual(planned);
    expect(report.kept).toMatchObject([{ level: "restricted", month: "2024-06", held: 1, deks: 1 }]);
    expect(await site.readable(subject)).toEqual(ALL);
    expect(await site.readable(other)).toEqual([]);
    expect(await site.purge()).toMatchObject({
      resealed: 1,
      kept: [],
      keks: [{ level: "restricted", month: "2024-06" }],
    });
    expect(await site.readable(subject)).toEqual(ALL);
  });

  it("refuses an erasure in one line that names it, until it is released", async () => {
    const { subject } = await held();
    const erasures = createErasures({ ...site, audit: createAuditTrail(site), now: at(NOW) });
    const { id } = await hold(subject);
    const again = await hold(subject);
    const erase = () => erasures.erase({ site: "shop", subject, by });
    await expect(erase()).rejects.toMatchObject({ fault: "held" });
    await expect(erase()).rejects.toThrow(
      /^The subject is under legal hold [\w-]{22} since 2026-11-25: nothing was erased$/,
    );
    expect(await site.readable(subject)).toEqual(ALL);
    const holds = createHolds({ catalog: site.catalog, keyring: site.keyring, now: at(NOW) });
    await holds.release(id, by);
    await expect(erase()).rejects.toMatchObject({ fault: "held" });
    await holds.release(again.id, by);
    expect((await erase()).keys).toBe(3);
    expect(await site.readable(subject)).toEqual([]);
  });

  it("falls to the next purge once released, and stays on record", async () => {
    const { subject } = await held();
    const { id } = await hold(subject);
    await site.purge();
    const sealed = await site.sealedOf(subject);
    const holds = createHolds({ catalog: site.catalog, keyring: site.keyring, now: at("2027-01-02T00:00:00Z") });
    const released = await holds.release(id, { kind: "operator", id: "local" });
    expect(released).toMatchObject({
      ...{ id, by, released: Date.parse("2027-01-02T00:00:00Z"), releasedBy: { kind: "operator", id: "local" } },
    });
    expect(await holds.release(id, by)).toEqual(released);
    expect(await holds.list("shop", "active")).toEqual([]);
    expect(await holds.list("shop", "all")).toEqual([released]);
    expect(await holds.release("none", by)).toBeNull();
    expect(await site.readable(subject)).toEqual(ALL);
    const report = await site.purge();
    expect(report).toMatchObject({ deks: 3, mappings: 1, indexes: 1, rows: [{ month: "2024-06", rows: 4 }] });
    expect(report.keks.map(({ month }) => month)).toEqual(Array(3).fill("on-hold"));
    expect(await site.readable(subject)).toEqual([]);
    for (const one of sealed) expect(site.pages().includes(one.subarray(-40))).toBe(false);
  });

  it("opens what is under it as any DEK: moved to another subject or KEK it opens nothing", async () => {
    const { subject, other } = await held();
    await hold(subject);
    // Each time by a reader that remembers nothing.
    const open = (dek: Dek) => createDekReader({ keys: site.catalog, keyring: site.keyring }).open(dek);
    const [dek] = await site.catalog.deks(dekIds(site.rows.find((row) => row.subject.equals(subject))!));
    expect(dek?.month).toBe("2024-06");
    expect(await open(dek!)).not.toBeNull();
    expect(await open({ ...dek!, subject: other })).toBeNull();
    const month = (await site.catalog.keks("shop")).find(
      ({ month, level }) => month === "2024-06" && level === dek!.level,
    );
    expect(await open({ ...dek!, kek: month!.id })).toBeNull();
  });

  it("stays readable when its hold KEK is replaced by another", async () => {
    const { subject } = await held();
    await hold(subject);
    await site.purge();
    const before = await site.catalog.keks("shop");
    for (const { id } of before) {
      const parts = { catalog: site.catalog, keyring: site.keyring, now: at(NOW) };
      while (!(await refreshKek(id, parts)).done);
    }
    const after = await site.catalog.keks("shop");
    expect(after.map(({ month }) => month)).toEqual(Array(3).fill("on-hold"));
    expect(after.some(({ id }) => before.some((kek) => kek.id === id))).toBe(false);
    expect(await site.readable(subject)).toEqual(ALL);
  });

  it("needs a subject that is known", async () => {
    await expect(hold(Buffer.alloc(16))).rejects.toMatchObject({ fault: "missing" });
  });
});
