import { aViewer } from "../../test/a-viewer.js";
import { type Level, SEALED_LEVELS } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { newSite } from "../../test/new-site.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import type { JourneyField } from "../api.js";
import type { StoredEvent } from "../pipeline/states.js";
import { KeyringError } from "../ports/keyring.js";
import type { Viewer } from "../viewer.js";
import { createFieldReader } from "./field-reader.js";
import type { SealedRow } from "./sealed-row.js";

const viewer = (clearance: Level): Viewer => aViewer({ clearance });
const rowOf = (row: StoredEvent): SealedRow => ({ ...row, class: row.columns.class, filled: row.columns.filled });
const open = (fields: readonly JourneyField[]) => fields.filter(({ state }) => state === "shown" || state === "masked");

const event = {
  type: "track",
  at: 1,
  name: "order",
  properties: { coupon: "TEA10", email: "ann@gmail.com", iban: "DE89370400440532013000", cvc: "123" },
};

async function stored(
  streams: readonly (readonly object[])[] = [
    [hello(), event, event],
    [hello(), event],
  ],
) {
  const site = await newSite();
  for (const events of streams) await site.receive(sealStream(site.recipient, "shop", events).envelope());
  return { ...site, rows: site.catalog.rows.map(rowOf) };
}

describe("reading fields", () => {
  it("shows to a clearance, masks one level above, withholds the rest, and never shows what was removed", async () => {
    const { rows, fields } = await stored();
    const states = async (clearance: Level) => {
      const read = (await fields.read(viewer(clearance), [rows[1] as SealedRow]))[0] as JourneyField[];
      return read.map(({ path, state, value }) => [path.slice(11), state, value]);
    };
    expect(await states("public")).toEqual([
      ["coupon", "masked", "•••"],
      ["email", "withheld", undefined],
      ["iban", "withheld", undefined],
      ["cvc", "removed", undefined],
    ]);
    expect(await states("internal")).toEqual([
      ["coupon", "shown", "TEA10"],
      ["email", "masked", "a•••@gmail.com"],
      ["iban", "withheld", undefined],
      ["cvc", "removed", undefined],
    ]);
    expect(await states("confidential")).toEqual([
      ["coupon", "shown", "TEA10"],
      ["email", "shown", "ann@gmail.com"],
      ["iban", "masked", "DE•••"],
      ["cvc", "removed", undefined],
    ]);
    expect(await states("restricted")).toEqual([
      ["coupon", "shown", "TEA10"],
      ["email", "shown", "ann@gmail.com"],
      ["iban", "shown", "DE89370400440532013000"],
      ["cvc", "removed", undefined],
    ]);
  });

  it.each([
    ["US", undefined, "941••"],
    ["US-CA", undefined, "941••"],
    ["US-CA US-NY", undefined, "941••"],
    ["US-CA", "US", "941••"],
    // Whose law is declared says nothing of where somebody lives.
    ["US", "DE", "•••"],
    ["DE", "US", "941••"],
    ["US-CA CA-QC", undefined, "•••"],
    ["DE", undefined, "•••"],
    [undefined, undefined, "•••"],
  ])("masks a ZIP where the law is that of %s and the address is in %s as %s", async (country, located, masked) => {
    const { rows, fields } = await stored([
      [hello(), { type: "track", at: 1, name: "order", properties: { postalCode: "94105" } }],
    ]);
    const [read] = await fields.read(viewer("internal"), [{ ...(rows[1] as SealedRow), country, located }]);
    expect(read).toMatchObject([{ class: "postal-code", state: "masked", value: masked }]);
  });

  it("asks for no key above what it may show or mask", async () => {
    const { rows, catalog, keyring } = await stored();
    const levels: string[] = [];
    const watched = createFieldReader({
      keys: catalog,
      keyring: {
        unwrap: (wrapped, context) => {
          levels.push(context["level"] as string);
          return keyring.unwrap(wrapped, context);
        },
      },
    });
    await watched.read(viewer("public"), rows);
    expect(levels).toEqual(["internal"]);
    await watched.read(viewer("internal"), rows);
    expect(levels).toEqual(["internal", "confidential"]);
  });

  it("is held to a level by its root keys: what it cannot unwrap is unreadable, the rest is read", async () => {
    const { rows, catalog, keyring } = await stored();
    const held = createFieldReader({
      keys: catalog,
      keyring: {
        unwrap: (wrapped, context) =>
          context["level"] === "internal"
            ? keyring.unwrap(wrapped, context)
            : Promise.reject(new KeyringError("foreign", "not this level")),
      },
    });
    const read = (await held.read(viewer("restricted"), [rows[1] as SealedRow]))[0] as JourneyField[];
    expect(read.map(({ state }) => state)).toEqual(["shown", "unreadable", "unreadable", "removed"]);
    expect(JSON.stringify(read)).not.toContain("ann@");
  });

  it("reads nothing any more once a DEK or a KEK was destroyed, though it had read it before", async () => {
    const { rows, catalog, fields } = await stored();
    const [first] = catalog.deksById.values();
    const read = async () => (await fields.read(viewer("restricted"), rows)).map((row) => open(row).length);
    const before = await read();
    expect(Math.min(...before)).toBeGreaterThan(0);
    for (const [id, dek] of catalog.deksById)
      if (dek.subject.equals(first?.subject as Buffer)) catalog.deksById.delete(id);
    const erased = rows.map((row) => row.subject.equals(first?.subject as Buffer));
    expect(await read()).toEqual(before.map((count, i) => (erased[i] ? 0 : count)));
    const gone = (await fields.read(viewer("restricted"), [rows[1] as SealedRow]))[0] as JourneyField[];
    expect(gone[0]).toMatchObject({ state: "unreadable", reason: expect.stringContaining("destroyed") as string });
    catalog.kekList.length = 0;
    expect(await read()).toEqual(before.map(() => 0));
  });

  it("says of a filled field without a value that it was never taken", async () => {
    const { value: _, ...uncaptured } = value;
    const { rows, fields } = await stored([
      [
        hello(),
        uncaptured,
        { ...uncaptured, class: "payment-card" },
        { ...uncaptured, filled: false },
        value,
        { ...value, class: "password" },
      ],
    ]);
    const read = await fields.read(viewer("restricted"), rows);
    expect(read.slice(1).map((fields) => fields.map(({ class: name, level, state }) => [name, level, state]))).toEqual([
      [["email", "confidential", "uncaptured"]],
      [["payment-card", "never", "uncaptured"]],
      [],
      [["email", "confidential", "shown"]],
      [["password", "never", "removed"]],
    ]);
    expect(read[2]?.[0]?.reason).toBe("A payment card is never captured");
  });

  it("survives rows that a damaged store makes up", async () => {
    const { rows, fields } = await stored();
    const row = rows[1] as SealedRow;
    const odd: SealedRow[] = [
      { ...row, internal: Buffer.alloc(0) },
      { ...row, internal: Buffer.alloc(500, 1) },
      { ...row, internal: Buffer.alloc(44, 1) },
      { ...row, internal: null },
      { ...row, stream: Buffer.alloc(3) },
      { ...row, seq: -1 },
      { ...row, policy: 2 ** 40 },
      { ...row, site: "x".repeat(300) },
      { ...row, notes: [{ path: "constructor", class: "email", level: "internal", rule: "" }] },
      { ...row, notes: [{ path: "x", class: "email", level: "secret" as never, rule: "" }] },
    ];
    for (const read of await fields.read(viewer("restricted"), odd)) {
      expect(["unreadable", "withheld"]).toContain(read[0]?.state);
      expect(read[0]?.value).toBeUndefined();
    }
    expect(await fields.read(viewer("restricted"), [])).toEqual([]);
  });
});

describe("ciphertexts that were moved", () => {
  /** Every way to put one row's column where another belongs. */
  it("between rows, subjects, levels, sites, numbers and policies open nowhere", async () => {
    const { rows, fields, catalog } = await stored();
    let [trials, opens, control] = [0, 0, 0];
    const count = async (row: SealedRow) => open((await fields.read(viewer("restricted"), [row]))[0] ?? []).length;
    const all = SEALED_LEVELS.map((level) => ({ path: "properties.coupon", class: "choice", level, rule: "" }));
    const tracks = rows.filter((row) => row.type === "track");
    for (const to of tracks) {
      control += await count(to);
      for (const from of tracks) {
        for (const source of SEALED_LEVELS) {
          for (const target of SEALED_LEVELS) {
            if (from === to && source === target) continue;
            const moved: SealedRow = {
              ...to,
              internal: null,
              confidential: null,
              restricted: null,
              [target]: from[source],
            };
            for (const notes of [to.notes, from.notes, all]) {
              opens += await count({ ...moved, notes });
              trials++;
            }
          }
        }
      }
      for (const change of [
        { seq: to.seq + 1 },
        { policy: 2 },
        { site: "shoq" },
        { stream: Buffer.alloc(16) },
        { subject: Buffer.alloc(16) },
        { subject: (tracks.find((other) => !other.subject.equals(to.subject)) as SealedRow).subject },
      ]) {
        opens += await count({ ...to, ...change });
        trials++;
      }
    }
    // A DEK that is moved to another subject, level or month, or under another's id, opens nothing either.
    const deks = [...catalog.deksById.values()];
    for (const dek of deks) {
      for (const other of deks) {
        if (other === dek) continue;
        catalog.deksById.set(dek.id, { ...dek, sealed: other.sealed });
        catalog.deksById.set("x", { ...other, id: dek.id });
        for (const row of tracks) {
          const level = SEALED_LEVELS.find((l) => row[l]?.subarray(1, 17).toString("base64url") === dek.id);
          if (level === undefined) continue;
          const read = (await fields.read(viewer("restricted"), [row]))[0] ?? [];
          opens += open(read).filter((field) => field.level === level).length;
          trials++;
        }
        catalog.deksById.set(dek.id, dek);
        catalog.deksById.delete("x");
      }
    }
    console.log(`moved ciphertexts: ${trials} trials, ${opens} opens; ${control} open where they belong`);
    expect(opens).toBe(0);
    expect(control).toBe(tracks.length * 3);
  });

  it("with any bit changed open nowhere", async () => {
    const { rows, fields } = await stored([[hello(), event]]);
    const row = rows[1] as SealedRow;
    const column = row.restricted as Buffer;
    const changed = Array.from({ length: column.length * 8 }, (_, bit) => {
      const bytes = Buffer.from(column);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      return { ...row, restricted: bytes };
    });
    const read = await fields.read(viewer("restricted"), changed);
    const opens = read.filter((row) => open(row).some((field) => field.level === "restricted")).length;
    console.log(`sealed columns: ${changed.length} bit flips, ${opens} opens`);
    expect(opens).toBe(0);
    expect(
      open((await fields.read(viewer("restricted"), [row]))[0] ?? []).some((field) => field.level === "restricted"),
    ).toBe(true);
  });
});
