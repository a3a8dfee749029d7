import { aViewer } from "../../test/a-viewer.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hello, id, sealStream, value, view } from "../../test/seal-stream.js";
import { NOW } from "../../test/new-site.js";
import { SHAPELESS } from "../../test/quarantined-site.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { openSqliteCatalog } from "../catalog/index.js";
import { createDekReader, createFieldReader, makeSiteKeys, openReceiptKey, verifyReceipt } from "../keys/index.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import { createPipeline, type Pipeline } from "../pipeline/index.js";
import type { Catalog, RecipientKey } from "../ports/catalog.js";
import type { StoredEvent } from "../pipeline/states.js";
import { createErasures, type Erasures } from "./create-erasures.js";
import { receiptOf } from "./receipt-of.js";

const SOAK = process.env["WAYSEAL_LONG"] === "1" ? 2_000 : 150;
const by = { kind: "operator", id: "local" } as const;
const viewer = aViewer();
const keyring = rootKeyring(randomBytes(32), { name: "memory" });
let directory: string;
let catalog: Catalog;
let recipient: RecipientKey;
let pipeline: Pipeline;
let erasures: Erasures;
/** Runs before each commit of the pipeline: tests erase here. */
let beforeCommit: () => Promise<void>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ws-erase-"));
  const path = join(directory, "catalog.db");
  catalog = await openSqliteCatalog({ path, key: randomBytes(32), create: true, now: () => NOW });
  const keys = await makeSiteKeys(keyring, { site: "shop", now: NOW });
  recipient = keys.recipient;
  await catalog.addSite({ id: "shop", name: "Shop", origins: ["*"], created: NOW }, recipient, keys.signing);
  beforeCommit = async () => undefined;
  const deks = createDekReader({ keys: catalog, keyring });
  pipeline = createPipeline({
    catalog: {
      ...catalog,
      async commit(request) {
        await beforeCommit();
        return catalog.commit(request);
      },
    },
    keyring,
    now: () => NOW,
    openDek: (dek) => deks.open(dek),
  });
  erasures = createErasures({
    ...{ catalog, keyring, now: () => NOW, backupDays: 35 },
    audit: createAuditTrail({ catalog }),
  });
});
afterEach(async () => {
  await catalog.close();
  rmSync(directory, { recursive: true });
});

const send = (envelope: Uint8Array) => pipeline.receive(envelope, { received: NOW, origin: undefined });
/** What waits in the spool: every event that was let in and not erased. */
async function rows(): Promise<readonly StoredEvent[]> {
  for (let block = await catalog.next(100_000); block !== null; block = await catalog.next(100_000)) {
    await catalog.drained(block.id, NOW);
  }
  const blocks = await catalog.unsettled();
  return (await Promise.all(blocks.map(({ id }) => catalog.read(id)))).flatMap(({ rows }) => rows);
}
const hex = (subjects: readonly { readonly subject: Buffer }[]) =>
  new Set(subjects.map(({ subject }) => subject.toString("hex")));
/** Every e-mail address that can be read of these rows. */
async function readable(stored: readonly StoredEvent[]): Promise<unknown[]> {
  const fields = await createFieldReader({ keys: catalog, keyring }).read(viewer, stored);
  return fields.flat().flatMap((field) => (field.path === "value" && field.state === "shown" ? [field.value] : []));
}

describe("erasing a subject", () => {
  it("makes all that was sealed unreadable at once, to those who had read it before too", async () => {
    await send(sealStream(recipient, "shop", [hello(), view, value]).envelope());
    const before = await rows();
    const reader = createFieldReader({ keys: catalog, keyring });
    expect(await readable(before)).toEqual(["ann@gmail.com"]);
    await reader.read(viewer, before);
    await erasures.erase({ site: "shop", subject: before[0]!.subject, by });
    expect(await readable(before)).toEqual([]);
    const again = (await reader.read(viewer, before)).flat();
    expect(again.filter(({ path }) => path === "value")).toMatchObject([{ state: "unreadable" }]);
    expect(await rows()).toEqual([]);
  });

  it("gives later visits a new subject, and takes replays for what they are", async () => {
    const visitor = id();
    const stream = sealStream(recipient, "shop", [hello({ visitor }), view]);
    await send(stream.envelope());
    const [{ subject }] = (await rows()) as [StoredEvent];
    await erasures.erase({ site: "shop", subject, by });
    expect(await send(stream.envelope())).toMatchObject({ stored: 0, duplicates: 2, rejected: [] });
    expect(await rows()).toEqual([]);
    expect(await send(sealStream(recipient, "shop", [hello({ visitor }), value]).envelope())).toMatchObject({
      stored: 2,
    });
    const later = await rows();
    expect(hex(later).size).toBe(1);
    expect(hex(later).has(subject.toString("hex"))).toBe(false);
    expect(await readable(later)).toEqual(["ann@gmail.com"]);
  });

  it.each([
    ["its keys are cached", true],
    ["it is new and its first two requests are under way", false],
  ])("lets nothing in that was encrypted before it, where %s", async (_, known) => {
    const visitor = id();
    const first = sealStream(recipient, "shop", [hello({ visitor }), value]);
    const late = sealStream(recipient, "shop", [hello({ visitor }), value]);
    let erased: Buffer | null = null;
    let commits = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    if (known) await send(first.envelope());
    beforeCommit = async () => {
      commits++;
      if (!known && commits === 1) return;
      if (!known && commits === 2) return held;
      if (erased !== null) return;
      [{ subject: erased }] = (await rows()) as [StoredEvent];
      await erasures.erase({ site: "shop", subject: erased, by });
    };
    if (known) expect(await send(late.envelope())).toMatchObject({ stored: 2, rejected: [] });
    else {
      // Both propose the same new subject; the second reaches its commit when the first is stored and erased.
      const both = [send(first.envelope()), send(late.envelope())];
      await both[0];
      const subject = (await rows())[0]!.subject;
      await erasures.erase({ site: "shop", subject, by });
      erased = subject;
      release();
      expect(await both[1]).toMatchObject({ stored: 2, rejected: [] });
    }
    const left = await rows();
    expect(left).toHaveLength(2);
    expect(hex(left).has(erased!.toString("hex"))).toBe(false);
    expect(await catalog.usableDek("shop", erased!, "confidential", "2026-11")).toBeNull();
    expect(await readable(left)).toEqual(["ann@gmail.com"]);
  });

  it(`holds while ${SOAK} envelopes arrive and subjects are erased between them`, { timeout: 120_000 }, async () => {
    const visitors = Array.from({ length: 5 }, id);
    const gone = new Set<string>();
    let sent = 0;
    const feed = async () => {
      while (sent < SOAK) {
        const visitor = visitors[sent++ % visitors.length]!;
        const got = await send(sealStream(recipient, "shop", [hello({ visitor }), value]).envelope());
        expect(got).toMatchObject({ stored: 2, rejected: [] });
      }
    };
    const eraser = async () => {
      while (sent < SOAK) {
        const living = (await rows()).find(({ subject }) => !gone.has(subject.toString("hex")));
        if (living !== undefined) {
          await erasures.erase({ site: "shop", subject: living.subject, by });
          gone.add(living.subject.toString("hex"));
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all([feed(), feed(), feed(), feed(), eraser()]);
    const left = await rows();
    console.log(`${gone.size} subjects erased during ${SOAK} envelopes, ${left.length} events left`);
    expect(gone.size).toBeGreaterThan(5);
    for (const subject of hex(left)) expect(gone.has(subject), subject).toBe(false);
    for (const subject of gone) {
      const bytes = Buffer.from(subject, "hex");
      expect(await catalog.usableDek("shop", bytes, "confidential", "2026-11")).toBeNull();
    }
    // Those who live can be read, all of them.
    expect(await readable(left)).toHaveLength(left.filter(({ type }) => type === "field").length);
  });

  it("answers with a receipt that says what was destroyed", async () => {
    await send(sealStream(recipient, "shop", [hello(), value, SHAPELESS]).envelope());
    // What waits of somebody else stays, and is not counted.
    await send(sealStream(recipient, "shop", [hello({ visitor: id() }), SHAPELESS]).envelope());
    const [{ subject }] = (await rows()) as [StoredEvent];
    const answer = await erasures.erase({ site: "shop", subject, by, lookup: "email" });
    const { publicKey } = await erasures.key();
    const says = verifyReceipt(answer.receipt!, publicKey);
    expect(says).toMatchObject({
      kind: "erasure",
      id: answer.id,
      state: "keys-destroyed",
      site: "shop",
      subject: subject.toString("hex"),
      erased: new Date(NOW).toISOString(),
      by,
      lookup: "email",
      catalog: { mappings: 1, indexes: expect.any(Number) as number, spooled: 2, quarantined: 1 },
      rows: { count: null, removed: null, overwritten: null },
      backups: { days: 35, expire: null },
    });
    expect((says["keys"] as unknown[]).length).toBe(answer.keys);
    await catalog.counted(answer.id, 2);
    await catalog.finished("removed", [answer.id], NOW + 1_000);
    await catalog.finished("overwritten", [answer.id], NOW + 2_000);
    const last = await erasures.read(answer.id);
    expect(verifyReceipt(last!.receipt!, publicKey)).toMatchObject({
      state: "complete",
      rows: { count: 2, removed: new Date(NOW + 1_000).toISOString() },
      backups: { days: 35, expire: new Date(NOW + 2_000 + 35 * 86_400_000).toISOString() },
    });
  });

  it("says of an erasure from before quarantine was counted what it said then, and that verifies still", async () => {
    await send(sealStream(recipient, "shop", [hello(), value, SHAPELESS]).envelope());
    const [{ subject }] = (await rows()) as [StoredEvent];
    const { id: erasure } = await erasures.erase({ site: "shop", subject, by });
    const record = (await catalog.erasure(erasure))!;
    const key = await openReceiptKey({ catalog, keyring, now: () => NOW });
    const { catalog: counted, ...rest } = receiptOf(record, 35);
    const { quarantined, ...before } = counted;
    expect(quarantined).toBe(1);
    const old = await key.sign({ ...rest, catalog: before });
    expect(verifyReceipt(old, key.publicKey)).toMatchObject({ catalog: before });
    // Members in another order would be another text of another signature.
    const now = receiptOf({ ...record, quarantined: null }, 35);
    expect(now).toEqual({ ...rest, catalog: before });
    expect(JSON.stringify(now.catalog)).toBe(JSON.stringify(before));
  });

  it("refuses a subject that it does not know", async () => {
    await expect(erasures.erase({ site: "shop", subject: randomBytes(16), by })).rejects.toMatchObject({
      fault: "missing",
    });
  });
});
