import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { quarantinedSite, SHAPELESS } from "../../test/quarantined-site.js";
import { hello, sealStream, text, value, view } from "../../test/seal-stream.js";
import { DAY } from "../../test/site-collector.js";
import { openQuarantine } from "../keys/quarantine-reader.js";
import type { Catalog } from "../ports/catalog.js";
import { QUARANTINE_LIMIT } from "../ports/quarantine.js";

type Site = Awaited<ReturnType<typeof quarantinedSite>>;
let site: Site;
beforeEach(async () => {
  site = await quarantinedSite();
});
afterEach(() => site.close());

const list = async (more = {}) => (await site.quarantine.list("shop", more)).records;
/** What waits, newest first; there is something. */
async function waiting() {
  const [first, ...rest] = await site.catalog.sealedRecords({ site: "shop" }, 5000);
  return [first!, ...rest] as const;
}

describe("what is refused after it was opened", () => {
  it("waits in quarantine, and its browser is told what it was told before", async () => {
    const sent = await site.send([SHAPELESS]);
    expect(sent.stored).toBe(2);
    expect(sent.rejected).toEqual([{ stream: expect.any(String) as string, seq: 2, reason: "unreadable" }]);
    expect(await list()).toEqual([
      {
        ...{ id: 1, site: "shop", reason: "shape", detail: "click.name must be a string", type: "click" },
        ...{ received: site.now(), expires: expect.any(Number) as number, bytes: expect.any(Number) as number },
      },
    ]);
    expect(site.told).toEqual([{ reason: "shape", outcome: "stored" }]);
  });

  it("is shown as its shape: public columns cleaned, of all else its kind", async () => {
    await site.send([{ ...SHAPELESS, target: "https://shop.example/ann@gmail.com", note: "call Ann" }]);
    expect((await site.quarantine.read("shop", 1)).content).toEqual({
      ...{ type: "click", at: 12, role: "button", name: "(number)", target: "https://shop.example/:email" },
      note: "(text)",
    });
    await expect(site.quarantine.read("shop", 2)).rejects.toMatchObject({ fault: "missing" });
    await expect(site.quarantine.read("other", 1)).rejects.toMatchObject({ fault: "missing" });
  });

  it("of a stream whose hello is refused waits whole, and of one without a token too", async () => {
    const bad = sealStream(site.recipient, "shop", [hello({ clock: "noon" }), view, value]);
    await site.pipeline.receive(bad.envelope(), { received: site.now(), origin: undefined });
    await site.askToken(true);
    await site.send([]);
    expect((await list()).map(({ reason, type }) => [reason, type])).toEqual([
      ["token", "page_view"],
      ["token", "hello"],
      ["hello", "field"],
      ["hello", "page_view"],
      ["shape", "hello"],
    ]);
  });

  it("leaves nothing where it is no JSON object, or nothing that opens", async () => {
    const odd = [text("not JSON"), text("[1,2]"), text('"hunter2"'), text("7"), Buffer.alloc(64, 0xff)];
    const stream = sealStream(site.recipient, "shop", [hello(), ...odd]);
    const { rejected } = await site.pipeline.receive(stream.envelope(), { received: site.now(), origin: undefined });
    expect(rejected).toHaveLength(odd.length);
    expect(await list()).toEqual([]);
  });

  it("waits once, however often it comes", async () => {
    const { stream } = await site.send([SHAPELESS]);
    for (let i = 0; i < 3; i++)
      await site.pipeline.receive(stream.envelope(), { received: site.now(), origin: undefined });
    expect(await list()).toHaveLength(1);
  });

  it("is bounded in records and in bytes, and what comes beyond is counted and not kept", async () => {
    const many = Array.from({ length: 490 }, () => SHAPELESS);
    for (let i = 0; i < 5; i++) await site.send(many);
    expect(await site.catalog.quarantineSums("shop")).toMatchObject([{ records: QUARANTINE_LIMIT.records }]);
    expect(site.told.filter(({ outcome }) => outcome === "full")).toHaveLength(5 * 490 - QUARANTINE_LIMIT.records);
    expect(await site.catalog.rejected("shop", 0, site.now() + DAY)).toEqual({ shape: 5 * 490 });
    await site.quarantine.drop({ site: "shop", all: true });
    const large = { ...SHAPELESS, note: "tea ".repeat(6000) };
    for (let i = 0; i < 40; i++) await site.send(Array.from({ length: 9 }, () => large));
    const { bytes, records } = (await site.catalog.quarantineSums("shop"))[0]!;
    expect(bytes).toBeLessThanOrEqual(QUARANTINE_LIMIT.bytes);
    expect(bytes).toBeGreaterThan(QUARANTINE_LIMIT.bytes - 32 * 1024);
    expect(records).toBeLessThan(360);
  });

  it("takes no query more of a request of which nothing is refused", async () => {
    const asked: string[] = [];
    const watched = new Proxy<Catalog>(site.catalog, {
      get: (catalog, name) => {
        const of = Reflect.get(catalog, name) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => (asked.push(String(name)), of.apply(catalog, args));
      },
    });
    const other = await quarantinedSite({ catalog: watched, keyring: site.keyring });
    const send = async (events: readonly object[]) => {
      asked.length = 0;
      const stream = sealStream(site.recipient, "shop", [hello(), view, ...events]);
      await other.pipeline.receive(stream.envelope(), { received: site.now(), origin: undefined });
      return [...asked];
    };
    await send([value]);
    const well = await send([value]);
    expect(well.filter((name) => name.toLowerCase().includes("quarantine"))).toEqual([]);
    expect(well.filter((name) => name === "commit")).toEqual(["commit"]);
    // Once a day and site its key is looked for and made; then it costs the commit that there is anyway.
    expect(await send([SHAPELESS])).toEqual(expect.arrayContaining(["quarantineKeks", "addQuarantineKek"]));
    expect((await send([SHAPELESS])).filter((name) => name.toLowerCase().includes("quarantine"))).toEqual([]);
    await other.close();
  });
});

describe("after seven days", () => {
  it("the key is destroyed, and no byte of what waited can be read, not even from a copy", async () => {
    await site.send([SHAPELESS]);
    const [before] = await site.catalog.quarantineKeks("shop");
    const [{ sealed: copy, stream, seq }] = await waiting();
    const wrapped = before!.wrapped;
    expect(site.db.pages().includes(wrapped)).toBe(true);
    site.clock.at += 5 * DAY;
    expect(await site.expire()).toEqual({ keks: 0, records: 0 });
    expect(await list()).toHaveLength(1);
    site.clock.at += 2 * DAY;
    expect(await list()).toEqual([]);
    expect(await site.quarantine.replay({ site: "shop", all: true })).toMatchObject({ stored: 0, refused: [] });
    expect(await site.expire()).toEqual({ keks: 1, records: 1 });
    expect(await site.catalog.quarantineKeks()).toEqual([]);
    expect(await site.sealed()).toEqual([]);
    const pages = site.db.pages();
    expect(pages.includes(wrapped)).toBe(false);
    expect(pages.includes(copy)).toBe(false);
    // Negative control: whoever had kept the key would open the copy, as that record and as no other.
    const reader = await openQuarantine(before!, site.keyring);
    expect(reader.open(copy, { stream, seq })).toHaveProperty("plaintext");
    expect(reader.open(copy, { stream, seq: seq + 1 })).toEqual({ fault: "closed" });
    const overwritten = { ...before!, wrapped: Buffer.alloc(wrapped.length) };
    expect((await openQuarantine(overwritten, site.keyring)).open(copy, { stream, seq })).toEqual({ fault: "closed" });
  });

  it("no record is older than that while expiry runs every hour", async () => {
    const start = site.now();
    await site.send([SHAPELESS]);
    let hours = 0;
    while ((await site.sealed()).length > 0) {
      site.clock.at += DAY / 24;
      hours++;
      await site.expire();
    }
    expect(site.now() - start).toBeLessThanOrEqual(7 * DAY);
    expect(hours).toBeGreaterThan(6 * 24 - 1);
  });
});

describe("the erasure of a subject", () => {
  it("destroys what waits of it, and of no other", async () => {
    const ann = await site.send([value, SHAPELESS]);
    const bob = await site.send([value, SHAPELESS]);
    const rows = await site.spooled();
    const subjectOf = (stream: string) => rows.find((row) => row.stream.toString("base64url") === stream)!.subject;
    const [annStream, bobStream] = [ann, bob].map(({ rejected }) => rejected[0]!.stream);
    const [, copy] = await site.sealed();
    const by = { kind: "person", id: "x" } as const;
    const order = { id: "e", site: "shop", subject: subjectOf(annStream!), at: site.now(), by, lookup: null };
    await site.catalog.erase(order);
    await site.catalog.scrub();
    const left = await site.catalog.quarantined({ site: "shop" }, 10);
    expect(left.map(({ stream }) => stream.toString("base64url"))).toEqual([bobStream]);
    expect(site.db.pages().includes(copy!)).toBe(false);
  });

  it("negative control: where the visitor is not known, it is not found by the subject, and the test above fails", async () => {
    const { rejected } = await site.send([value, SHAPELESS]);
    site.db.run("update quarantine set visitor = null");
    const [row] = (await site.spooled()).filter(({ stream }) => stream.toString("base64url") === rejected[0]!.stream);
    const by = { kind: "person", id: "x" } as const;
    await site.catalog.erase({ id: "e", site: "shop", subject: row!.subject, at: site.now(), by, lookup: null });
    expect(await site.sealed()).toHaveLength(1);
  });
});
