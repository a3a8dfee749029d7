import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { governed } from "../../../test/governed.js";
import { PACK_FIXTURES } from "../../../test/pack-fixtures.js";
import { policyOf } from "../../../test/policy-of.js";
import { hello, value } from "../../../test/seal-stream.js";
import { packsFor } from "../packs-for.js";
import { readPacks } from "./read-packs.js";

const packs = readPacks();
const words = (text = "") => text.split(" ").filter(Boolean);

describe("country packs", () => {
  it("name their source, version and date, and say that they are no legal advice", () => {
    expect(packs.map(({ id }) => id)).toEqual(Object.keys(PACK_FIXTURES).sort());
    for (const { id, source, version, date, notice, rows } of packs) {
      expect(
        [source, version].every((text) => text.length > 3),
        id,
      ).toBe(true);
      expect(new Date(date).toISOString().slice(0, 10), id).toBe(date);
      expect(notice).toBe("not legal advice");
      expect(new Set(rows.map((row) => row.class)).size, id).toBe(rows.length);
      expect(
        rows.every(({ article }) => article.length > 3),
        id,
      ).toBe(true);
    }
  });

  it("begin with what their rows were compared with, when, and what was not", () => {
    for (const { id } of packs) {
      const text = readFileSync(new URL(`../../../packs/${id}.yaml`, import.meta.url), "utf8");
      const [comment] = /^(?:# .*\n)+/.exec(text) ?? [""];
      expect(comment, id).toMatch(/^# Compared on 20\d\d-\d\d-\d\d/);
      expect(comment, id).toContain("Not compared: ");
    }
  });

  it.each(Object.entries(PACK_FIXTURES))("%s has a fixture for every row, and no row too few", (id, fixture) => {
    const coarse = (fixture.coarse ?? []).map(([name]) => name);
    const { gone, confidential, restricted, hashed } = fixture;
    const all = [gone, confidential, restricted, hashed].flatMap(words).concat(coarse);
    expect(all.sort()).toEqual(
      packs
        .find((pack) => pack.id === id)!
        .rows.map((row) => row.class)
        .sort(),
    );
  });

  describe.each(Object.entries(PACK_FIXTURES))("%s, alone", (id, { place, sector, ...fixture }) => {
    const only = packs.filter((pack) => pack.id === id);
    const policy = policyOf(
      `jurisdictions: { sites: { shop: ${place} }${sector === undefined ? "" : `, sectors: { shop: ${sector} }`} }`,
      only,
    );
    const stored = (name: string, typed: string) => {
      const { sealed, notes } = governed({ ...value, field: "x", class: name, value: typed }, hello(), { policy });
      expect(notes).toHaveLength(1);
      return { sealed, note: notes[0]! };
    };
    const rows = new Map(only[0]!.rows.map((row) => [row.class, row]));

    it.each(words(fixture.gone))("stores nothing of %s", (name) => {
      const { sealed, note } = stored(name, "abc");
      expect(sealed).toEqual({});
      expect(note.level).toBe("never");
      // What the catalogue never takes needs no pack to say so; else the note names the pack and its article.
      if (rows.get(name)!.treatment !== "never")
        expect(note.rule).toBe(`class ${name}: ${id} ${rows.get(name)!.article}`);
    });

    it.each([
      ...words(fixture.confidential).map((name) => [name, "confidential"] as const),
      ...words(fixture.restricted).map((name) => [name, "restricted"] as const),
    ])("keeps %s at %s", (name, level) => {
      expect(stored(name, "abc").sealed).toEqual({ [level]: { value: "abc" } });
    });

    it.each(words(fixture.hashed))("keeps a keyed hash of %s", (name) => {
      const { sealed, note } = stored(name, "abc");
      expect(sealed).toEqual({ confidential: { value: `#${name}:abc` } });
      expect(note.form).toBe("hashed");
    });

    it.each(fixture.coarse ?? [])("makes %s coarser, at %s", (name, level, typed, coarser) => {
      const { sealed, note } = stored(name, typed);
      expect(sealed).toEqual({ [level]: { value: coarser } });
      expect(note.form).toBe("generalised");
    });
  });
});

describe("the packs that hold", () => {
  const held = (places: readonly string[], text = "") => {
    const { packs, union } = packsFor(policyOf(text), "shop", places);
    return [packs.map(({ pack }) => pack.id), union] as const;
  };
  const all = packs.flatMap(({ id, sector }) => (sector === undefined ? [id] : []));

  it.each([
    [["DE"], ["eu-gdpr", "pci-dss"]],
    [["GB"], ["pci-dss", "uk-gdpr"]],
    [["CA-QC"], ["ca-pipeda", "ca-qc-law-25", "pci-dss"]],
    [["CA-ON"], ["ca-pipeda", "pci-dss"]],
    // A country alone may be any of its regions.
    [["CA"], ["ca-pipeda", "ca-qc-law-25", "pci-dss"]],
    [["US-CA"], ["pci-dss", "us-ca-ccpa"]],
    [
      ["DE", "BR"],
      ["br-lgpd", "eu-gdpr", "pci-dss"],
    ],
  ])("for %j are %j", (places, ids) => expect(held(places)).toEqual([ids, null]));

  it.each([
    [["IN"], "IN"],
    [["US-NY"], "US-NY"],
    // California's is no pack for the rest of the country.
    [["US"], "US"],
    [["US-CA", "US"], "US"],
    [["DE", "IN"], "IN"],
    [[], ""],
  ])("for %j, which has none or is not known, are all of them", (places, union) => {
    expect(held(places)).toEqual([all, union]);
  });

  it("bind a sector where the site is of it, and PCI DSS always", () => {
    expect(held(["DE"], "jurisdictions: { sectors: { shop: health } }")[0]).toEqual(["eu-gdpr", "pci-dss", "us-hipaa"]);
    expect(held(["DE"], "jurisdictions: { sectors: { other: health } }")[0]).toEqual(["eu-gdpr", "pci-dss"]);
  });
});
