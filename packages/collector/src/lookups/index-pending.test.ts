import { randomBytes } from "node:crypto";
import { SEALED_LEVELS } from "@wayseal/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { lookupStand } from "../../test/lookup-stand.js";
import { NOW } from "../../test/new-site.js";
import { id, value } from "../../test/seal-stream.js";
import { createBlindIndexes } from "../keys/index.js";
import { createPendingSealer, openPendingIndex } from "../keys/pending-index.js";
import { levelKeyring } from "../keyring/level-keyring.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import { separateLevel } from "../keyring/separate-level.js";
import { createPipeline } from "../pipeline/index.js";
import type { Catalog } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { createLookups } from "./create-lookups.js";
import { indexPending } from "./index-pending.js";

const stand = lookupStand();
const { keyring, send, found } = stand;
let catalog: Catalog;
beforeEach(() => void ({ catalog } = stand));

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
    stand.pipeline = createPipeline({ catalog, keyring: writer, now: () => NOW, maxLevel: "public" });
    const indexes = createBlindIndexes({ catalog, keyring: reader });
    stand.lookups = createLookups({ catalog, keyring: reader, indexes });
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

  it("goes with the keys of what it was taken from, at its level alone, and waits again when it comes again", async () => {
    const visitor = id();
    await send([value], { visitor });
    const destroy = async (level: string) => {
      const kek = (await catalog.keks()).find((kek) => kek.level === level && kek.state === "current")!;
      expect(await catalog.destroyKek(kek.id, { at: NOW, why: "leaked", withDeks: true })).toBe(true);
    };
    // Control: keys of another level open nothing of it.
    await destroy("internal");
    expect(await waiting()).toHaveLength(1);
    await destroy("confidential");
    expect(await waiting()).toEqual([]);
    await send([value], { visitor });
    expect(await waiting()).toHaveLength(1);
    expect(await found("email", "ann@gmail.com")).toBe(1);
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
    const place = { site: "shop", subject, month: "2026-11", deks: {} };
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
