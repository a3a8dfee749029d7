import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { PAN } from "../../test/governed.js";
import { lookupStand, OPERATOR as by } from "../../test/lookup-stand.js";
import { NOW } from "../../test/new-site.js";
import { id, value } from "../../test/seal-stream.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { createErasures } from "../erasure/create-erasures.js";
import { createBlindIndexes } from "../keys/index.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import type { Catalog } from "../ports/catalog.js";
import { createLookups, type Lookups } from "./create-lookups.js";

const stand = lookupStand();
const { keyring, send, found } = stand;
let catalog: Catalog;
let lookups: Lookups;
beforeEach(() => void ({ catalog, lookups } = stand));

describe("finding a subject by a value", () => {
  it.each<[string, object, Record<string, unknown>, readonly [string, string][]]>([
    [
      "an e-mail field, however it is written",
      { ...value, value: " Ann@Gmail.COM " },
      {},
      [["email", "ann@gmail.com"]],
    ],
    [
      "a telephone field, of the visitor's country",
      { ...value, field: "tel", class: "phone", value: "030 901820" },
      { country: "DE" },
      [["phone", "+49 30 901820"]],
    ],
    [
      "identify: its id and its traits",
      { type: "identify", at: 2, user: "C-4711", traits: { email: "ann@gmail.com", phone: "+4930901820" } },
      {},
      [
        ["user-id", "C-4711"],
        ["email", "ann@gmail.com"],
        ["phone", "+49 30 901820"],
      ],
    ],
    [
      "identify: an id that is an e-mail address, as both",
      { type: "identify", at: 2, user: "ann@gmail.com" },
      {},
      [
        ["user-id", "ann@gmail.com"],
        ["email", "ANN@gmail.com"],
      ],
    ],
    [
      "track: properties by their names and content",
      { type: "track", at: 2, name: "sign up", properties: { customerId: 4711, contact: "ann@gmail.com" } },
      {},
      [
        ["user-id", "4711"],
        ["email", "ann@gmail.com"],
      ],
    ],
  ])("finds by %s", async (_, event, more, wanted) => {
    await send([value], {});
    await send([event], more);
    for (const [name, text] of wanted) {
      const others = name === "email" ? 1 : 0;
      expect(await found(name, text), `${name} ${text}`).toBe(1 + others);
    }
    expect(await found("email", "bob@gmail.com")).toBe(0);
  });

  it("has no index of what policy removed, nor of a part of a text", async () => {
    await send([
      { ...value, field: "password", class: "email", value: "hunter2@gmail.com" },
      { type: "track", at: 2, name: "note", properties: { card: PAN, cvv: "123" } },
      { type: "track", at: 2, name: "note", properties: { text: "write to ann@gmail.com" } },
    ]);
    expect(await found("email", "hunter2@gmail.com")).toBe(0);
    expect(await found("user-id", PAN)).toBe(0);
    expect(await found("email", "ann@gmail.com")).toBe(0);
    // Negative control: the same value in a field that policy lets through.
    await send([{ ...value, value: "hunter2@gmail.com" }]);
    expect(await found("email", "hunter2@gmail.com")).toBe(1);
  });

  it("finds each subject once, of its own site and class alone, until it is erased", async () => {
    const visitor = id();
    await send([value, value], { visitor });
    await send([value], { visitor });
    await send([value]);
    const { matches } = await lookups.find({ site: "shop", class: "email", value: "ann@gmail.com" }, by);
    expect(matches).toHaveLength(2);
    expect(matches[0]).toMatchObject({ first: NOW, month: "2026-11", events: null });
    expect((await lookups.find({ site: "blog", class: "email", value: "ann@gmail.com" }, by)).matches).toEqual([]);
    expect(await found("user-id", "ann@gmail.com")).toBe(0);
    const erasures = createErasures({ catalog, keyring, audit: createAuditTrail({ catalog }), now: () => NOW });
    const { receipt } = await erasures.erase({
      ...{ site: "shop", subject: Buffer.from(matches[0]!.subject, "hex"), by, lookup: "email" },
    });
    const says = JSON.parse(Buffer.from(receipt!.split(".")[1]!, "base64url").toString()) as object;
    expect(says).toMatchObject({ lookup: "email", catalog: { indexes: 1 } });
    const left = await lookups.find({ site: "shop", class: "email", value: "ann@gmail.com" }, by);
    expect(left.matches.map(({ subject }) => subject)).toEqual([matches[1]!.subject]);
  });
});

describe("the key of a blind index", () => {
  it("is not in the catalog but wrapped: who has the catalog and another root key finds nobody", async () => {
    await send([value]);
    const stranger = rootKeyring(randomBytes(32), { name: "memory" });
    const theirs = createLookups({
      catalog,
      keyring: stranger,
      indexes: createBlindIndexes({ catalog, keyring: stranger }),
    });
    const asked = { site: "shop", class: "email", value: "ann@gmail.com" };
    await expect(theirs.find(asked, by)).rejects.toMatchObject({ name: "KeyringError", fault: "foreign" });
    // Negative control: with the right one the same call finds.
    const ours = createLookups({ catalog, keyring, indexes: createBlindIndexes({ catalog, keyring }) });
    expect((await ours.find(asked, by)).matches).toHaveLength(1);
  });

  it("differs by site and by class, and stays over a restart", async () => {
    const first = createBlindIndexes({ catalog, keyring });
    const again = createBlindIndexes({ catalog, keyring });
    const macs = await Promise.all([
      first.of("shop", "email", "x"),
      first.of("blog", "email", "x"),
      first.of("shop", "phone", "x"),
    ]);
    expect(new Set(macs.map((mac) => mac.toString("hex"))).size).toBe(3);
    expect(await again.of("shop", "email", "x")).toEqual(macs[0]);
    expect((await catalog.ownKeys()).filter(({ purpose }) => purpose === "blind-index")).toHaveLength(3);
  });
});

describe("who may look up", () => {
  const asked = { site: "shop", class: "email", value: "ann@gmail.com" };

  it.each(["public", "internal"] as const)(
    "no process that opens nothing above %s, though it writes",
    async (maxLevel) => {
      await send([value]);
      const indexes = createBlindIndexes({ catalog, keyring });
      const held = createLookups({ catalog, keyring, indexes, maxLevel });
      await expect(held.find(asked, by)).rejects.toMatchObject({ name: "LookupError", fault: "not-held" });
      const cleared = createLookups({ catalog, keyring, indexes, maxLevel: "confidential" });
      expect((await cleared.find(asked, by)).matches).toHaveLength(1);
    },
  );

  it("one viewer so often a minute, and each by themselves", async () => {
    let time = NOW;
    const indexes = createBlindIndexes({ catalog, keyring });
    const limited = createLookups({ catalog, keyring, indexes, perMinute: 3, now: () => time });
    const as = (who: string) => limited.find(asked, { kind: "person", id: who });
    for (let n = 0; n < 3; n++) await as("ann");
    await expect(as("ann")).rejects.toMatchObject({ fault: "slow-down", retryAfter: 60 });
    await as("bob");
    time += 60_000;
    await as("ann");
  });

  it("is logged without the value and its HMAC", async () => {
    const lines: string[] = [];
    const log = {
      info: (fields: object, message: string) => void lines.push(JSON.stringify(fields) + message),
      warn: () => undefined,
      error: () => undefined,
    };
    const indexes = createBlindIndexes({ catalog, keyring });
    await createLookups({ catalog, keyring, indexes, log }).find(asked, { kind: "person", id: "p1" });
    expect(lines).toEqual([
      '{"site":"shop","class":"email","by":{"kind":"person","id":"p1"},"found":0}somebody was looked up',
    ]);
  });

  it("does not repeat a value that is none", async () => {
    await expect(lookups.find({ ...asked, value: "secret words" }, by)).rejects.toThrow(
      "That is not an e-mail address",
    );
    await expect(lookups.find({ ...asked, class: "iban" }, by)).rejects.toThrow("Look up one of email, phone, user-id");
  });
});
