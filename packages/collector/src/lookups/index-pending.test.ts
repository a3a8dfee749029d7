import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEALED_LEVELS } from "@wayseal/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOW } from "../../test/new-site.js";
import { hello, id, sealStream, value } from "../../test/seal-stream.js";
import { openSqliteCatalog } from "../catalog/index.js";
import { createBlindIndexes, makeSiteKeys } from "../keys/index.js";
import { createPendingSealer, openPendingIndex } from "../keys/pending-index.js";
import { levelKeyring } from "../keyring/level-keyring.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import { separateLevel } from "../keyring/separate-level.js";
import { createPipeline, type Pipeline } from "../pipeline/index.js";
import type { Catalog, RecipientKey } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { createLookups, type Lookups } from "./create-lookups.js";
import { indexPending } from "./index-pending.js";

const by = { kind: "operator", id: "local" } as const;
const keyring = rootKeyring(randomBytes(32), { name: "memory" });
let directory: string;
let catalog: Catalog;
let recipient: RecipientKey;
let pipeline: Pipeline;
let lookups: Lookups;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ws-index-"));
  catalog = await openSqliteCatalog({ path: join(directory, "catalog.db"), key: randomBytes(32), create: true });
  const keys = await makeSiteKeys(keyring, { site: "shop", now: NOW });
  recipient = keys.recipient;
  await catalog.addSite({ id: "shop", name: "shop", origins: ["*"], created: NOW }, recipient, keys.signing);
});
afterEach(async () => {
  await catalog.close();
  rmSync(directory, { recursive: true });
});

const send = async (events: readonly object[], more: Record<string, unknown> = {}) => {
  const sealed = sealStream(recipient, "shop", [hello(more), ...events]);
  const got = await pipeline.receive(sealed.envelope(), { received: NOW, origin: undefined });
  expect(got.rejected).toEqual([]);
};
const found = async (name: string, text: string) =>
  (await lookups.find({ site: "shop", class: name, value: text }, by)).matches.length;

describe("in a process that may not index", () => {
  let writer: Keyring;
  let reader: Keyring;
  let ownKeys: Keyring;
  beforeEach(async () => {
    const own = (ownKeys = rootKeyring(randomBytes(32), { name: "memory" }));
    for (const level of SEALED_LEVELS) await separateLevel(level, { base: keyring, own, catalog, now: NOW });
    writer = levelKeyring({ base: keyring, own: {}, max: "public", catalog });
    const all = Object.fromEntries(SEALED_LEVELS.map((level) => [level, own]));
    reader = levelKeyring({ base: keyring, own: all, max: "restricted", catalog });
    pipeline = createPipeline({ catalog, keyring: writer, now: () => NOW, maxLevel: "public" });
    const indexes = createBlindIndexes({ catalog, keyring: reader });
    lookups = createLookups({ catalog, keyring: reader, indexes });
  });
  const waiting = () => catalog.pendingIndexes(0, 100);

  it("a value waits sealed, of whatever length, and whoever holds the level finds by it at once", async () => {
    await send([{ ...value, value: "a@b.example" }]);
    await send([{ ...value, value: `${"ann".repeat(20)}@a-long-domain.example` }]);
    const rows = await waiting();
    expect(rows.map(({ sealed }) => sealed.length)).toEqual([185, 185]);
    expect(await catalog.otherKeyUses()).not.toContainEqual(expect.objectContaining({ purpose: "blind-index" }));
    expect(await found("email", "a@b.example")).toBe(1);
    expect(await waiting()).toEqual([]);
    expect(await found("email", "a@b.example")).toBe(1);
  });

  it("nothing of it opens there, no key of an index is made there, and no guess can be tested there", async () => {
    await send([value]);
    const [row] = await waiting();
    const guess = (keyring: Keyring) => createBlindIndexes({ catalog, keyring }).of("shop", "email", "ann@gmail.com");
    await expect(openPendingIndex(writer, row!)).rejects.toMatchObject({ fault: "not-held" });
    await expect(guess(writer)).rejects.toMatchObject({ fault: "not-held" });
    expect((await catalog.ownKeys()).filter(({ purpose }) => purpose === "blind-index")).toEqual([]);
    // Negative control: the process that holds the level does all three.
    expect(await openPendingIndex(reader, row!)).toEqual({ class: "email", value: "ann@gmail.com" });
    const indexes = createBlindIndexes({ catalog, keyring: reader });
    expect(await indexPending({ catalog, keyring: reader, indexes })).toEqual({
      indexed: 1,
      unreadable: 0,
      notHeld: 0,
    });
    expect(await catalog.lookUp("shop", "email", await guess(reader))).toHaveLength(1);
    // With the key made, who only writes still cannot take it.
    await expect(guess(writer)).rejects.toMatchObject({ fault: "not-held" });
  });

  it("a value of a subject waits once, however many events have it; another's waits too", async () => {
    const visitor = id();
    await send([value, value], { visitor });
    await send([value], { visitor });
    expect(await waiting()).toHaveLength(1);
    await send([value]);
    await send([{ ...value, value: "eve@gmail.com" }], { visitor });
    expect(await waiting()).toHaveLength(3);
    expect(await found("email", "ann@gmail.com")).toBe(2);
  });

  it("what is moved to another subject, or altered, does not open, stays, and holds nothing else up", async () => {
    await send([value]);
    await send([{ ...value, value: "eve@gmail.com" }]);
    const [first, second] = await waiting();
    expect(await openPendingIndex(reader, { ...second!, subject: first!.subject })).toBeNull();
    const altered = { ...first!, sealed: Buffer.from(first!.sealed).fill(0, 100, 101) };
    const half = { ...catalog, pendingIndexes: () => Promise.resolve([altered, second!]) };
    const indexes = createBlindIndexes({ catalog, keyring: reader });
    expect(await indexPending({ catalog: half, keyring: reader, indexes })).toEqual({
      indexed: 1,
      unreadable: 1,
      notHeld: 0,
    });
    expect(await waiting()).toEqual([first]);
  });

  it("a value of a level above lookups waits under that level: who may look up and no more does not see it", async () => {
    const subject = randomBytes(16);
    const place = { site: "shop", subject, month: "2026-11" };
    const restricted = { class: "email", value: "eve@gmail.com", level: "restricted" } as const;
    const [entry] = await createPendingSealer({ keyring: writer }).seal(place, [restricted], new Map());
    const row = { ...{ id: 1, site: "shop", subject, first: NOW, month: "2026-11" }, ...entry! };
    await send([value]);
    const [other] = await waiting();
    const half = { ...catalog, pendingIndexes: () => Promise.resolve([row, other!]) };
    const cleared = levelKeyring({ base: keyring, own: { confidential: ownKeys }, max: "confidential", catalog });
    await expect(openPendingIndex(cleared, row)).rejects.toMatchObject({ fault: "not-held" });
    const indexes = createBlindIndexes({ catalog, keyring: cleared });
    const step = await indexPending({ catalog: half, keyring: cleared, indexes });
    expect(step).toEqual({ indexed: 1, unreadable: 0, notHeld: 1 });
    // Negative controls: who holds it does; moved down to a level below it opens for nobody.
    expect(await openPendingIndex(reader, row)).toMatchObject({ value: "eve@gmail.com" });
    expect(await openPendingIndex(reader, { ...row, level: "confidential" })).toBeNull();
  });
});
