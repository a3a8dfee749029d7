import { type JsonValue, SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import type { JourneyField } from "../api.js";
import { decide, type Decision, describe } from "../clearance/decide.js";
import { decideColumn } from "../clearance/decide-column.js";
import { mask } from "../clearance/mask.js";
import type { Right } from "../clearance/rights.js";
import type { FieldNote } from "../pipeline/states.js";
import { builtInPolicy, levelOfClass, type Policies, type Policy, saidTo, viewingRule } from "../policy/index.js";
import type { KeyCatalog, SiteCatalog } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import type { Viewer } from "../viewer.js";
import { createDekReader, type ReadableDek } from "./dek-reader.js";
import { columnDek, openColumn } from "./sealed-column.js";
import type { SealedRow } from "./sealed-row.js";

/** Reads the fields of stored events, each to what its viewer may see. */
export interface FieldReader {
  /** @returns The policy in force: one question decides by one, though another is applied meanwhile. */
  policy(): Promise<Policy>;
  /**
   * @param verb What the viewer reads them for. @default "read-journeys"
   * @param policy What decides. @default the one in force
   * @returns The fields of each row, in the rows' order. A field that cannot be read says why; nothing throws for it.
   * @throws {CatalogError} If the keys cannot be asked for.
   */
  read(viewer: Viewer, rows: readonly SealedRow[], verb?: Right, policy?: Policy): Promise<JourneyField[][]>;
  /** @returns For each row what decides on its public columns, and on its public properties: `properties.plan`. */
  columns(viewer: Viewer, rows: readonly SealedRow[], verb: Right, policy?: Policy): Promise<DecideColumn[]>;
  /** @returns What decides on a column where many are asked about at once: in a list, a count or a filter. */
  columnsOf(viewer: Viewer, site: string, verb: Right): Promise<DecideColumn>;
}

/** What a viewer gets of a column: shown or withheld, and the rule. */
export type DecideColumn = (column: string) => Decision;

export interface FieldReaderOptions {
  readonly keys: Pick<KeyCatalog, "deks" | "kek"> & Pick<SiteCatalog, "sites">;
  readonly keyring: Pick<Keyring, "unwrap">;
  /** What may be seen of what is stored. @default the built-in policy */
  readonly policies?: Pick<Policies, "current">;
  /** Unwrapped DEKs held at once; 10,000. */
  readonly limit?: number;
}

/** Values of one level of one row, or why there are none. */
type Opened =
  | { readonly values: Readonly<Record<string, JsonValue>> }
  | { readonly state: "unreadable" | "withheld"; readonly reason: string };

/**
 * Decrypts no more than a viewer may see: it decides first, and opens only the levels of what is shown or masked. The
 * others are not asked for, so a fault in what follows could not show them.
 */
export function createFieldReader({ keys, keyring, policies, limit }: FieldReaderOptions): FieldReader {
  const reader = createDekReader({ keys, keyring, ...(limit === undefined ? {} : { limit }) });
  const inForce = async () => (await policies?.current()) ?? builtInPolicy();
  return {
    policy: inForce,

    async read(viewer, rows, verb = "read-journeys", given) {
      const policy = given ?? (await inForce());
      const twoPeople = new Map((await keys.sites()).map(({ id, twoPeople = false }) => [id, twoPeople]));
      const decided = rows.map((row) => {
        const fields = row.notes.map((note) => ({
          note,
          // A site that is not known is treated as one that asks for two.
          decision: decide(viewer, {
            ...{ ...askedOf(row, note), ...byPolicy(policy, viewer, row, note) },
            ...{ verb, twoPeople: twoPeople.get(row.site) ?? true },
          }),
        }));
        const needed = new Set(
          fields.filter(({ decision }) => decision.verdict !== "withhold").map(({ note }) => note.level),
        );
        return { row, fields, levels: SEALED_LEVELS.filter((level) => needed.has(level)) };
      });
      const ids = new Set<string>();
      for (const { row, levels } of decided) {
        for (const level of levels) {
          const id = row[level] === null ? null : columnDek(row[level]);
          if (id !== null) ids.add(id);
        }
      }
      const deks = await reader.read([...ids]);
      try {
        return decided.map(({ row, fields, levels }) => {
          const opened = new Map(levels.map((level) => [level as string, openLevel(row, level, deks)]));
          return [
            ...fields.map(({ note, decision }) => fieldOf(row, note, decision, opened)),
            ...uncaptured(policy, row),
          ];
        });
      } finally {
        for (const dek of deks.values()) if ("key" in dek) dek.key.drop();
      }
    },

    async columns(viewer, rows, verb, given) {
      const policy = given ?? (await inForce());
      return rows.map(({ site, subject, type, country = "" }) => {
        const of = { type, subject: subject.toString("hex"), jurisdiction: country };
        return (column) => decideColumn(policy, viewer, { verb, site, column, of });
      });
    },

    async columnsOf(viewer, site, verb) {
      const policy = await inForce();
      return (column) => decideColumn(policy, viewer, { verb, site, column });
    },
  };
}

/** What the decision on one field of a row takes. */
function askedOf(
  { site, subject, type, form = "", field = "", country = "" }: SealedRow,
  { path, class: name, level }: FieldNote,
) {
  return {
    ...{ site, level, class: name, jurisdiction: country, subject: subject.toString("hex") },
    field: type === "field" && path === "value" ? `${form}/${field}` : `${type}.${path}`,
  };
}

/** What the policy in force says of seeing one field of a row. */
function byPolicy(
  policy: Policy,
  { clearance }: Viewer,
  { site, type, form, field, country = "" }: SealedRow,
  { path, class: name }: FieldNote,
) {
  const property = /^(?:properties|traits)\.(.+)$/.exec(path)?.[1];
  const place = { site, ...(type === "field" && path === "value" && { form, field }), ...(property && { property }) };
  const viewing = viewingRule(policy, { ...place, class: name, places: country.split(" ").filter(Boolean) });
  const { kinds } = policy.classes.get(name) ?? {};
  return { ...saidTo(viewing, clearance), own: kinds !== undefined, kinds: kinds ?? [] };
}

function openLevel(row: SealedRow, level: SealedLevel, deks: ReadonlyMap<string, ReadableDek>): Opened {
  const column = row[level];
  if (column === null) return unreadable("it is missing from the store");
  const id = columnDek(column);
  if (id === null) return unreadable("what is stored is not a sealed column of this version");
  const found = deks.get(id) ?? { fault: "gone" };
  if ("fault" in found) {
    switch (found.fault) {
      case "gone":
        return unreadable("its key was destroyed, because the person was erased or the month was purged");
      case "not-held":
        return { state: "withheld", reason: `This process holds no key for ${level} data` };
      case "closed":
        return unreadable("this collector cannot use its key");
    }
  }
  const { dek, key } = found;
  const altered = unreadable("what is stored was altered or belongs elsewhere");
  // The DEK's own identity was authenticated when it was unwrapped.
  if (dek.site !== row.site || dek.level !== level || !dek.subject.equals(row.subject)) return altered;
  const { site, stream, seq, policy } = row;
  const plaintext = openColumn(column, { site, stream, seq, level, policy }, key);
  if (plaintext === null) return altered;
  return { values: JSON.parse(plaintext.toString("utf8")) as Record<string, JsonValue> };
}

function unreadable(why: string): { readonly state: "unreadable"; readonly reason: string } {
  return { state: "unreadable", reason: `Unreadable: ${why}` };
}

function fieldOf(
  { located, country }: SealedRow,
  { path, class: name, level }: FieldNote,
  { verdict, rule, revealed }: Decision,
  opened: ReadonlyMap<string, Opened>,
): JourneyField {
  const field = { path, class: name, level };
  if (verdict === "withhold") return { ...field, state: level === "never" ? "removed" : "withheld", reason: rule };
  const values = opened.get(level) ?? unreadable("its level is not known");
  if ("reason" in values) return { ...field, ...values };
  if (!Object.hasOwn(values.values, path)) {
    return { ...field, ...unreadable("it is missing from the sealed values") };
  }
  const value = values.values[path];
  return verdict === "show"
    ? { ...field, state: "shown", value, reason: rule, ...(revealed === true && { revealed }) }
    : // Whose law a site declares says nothing of where somebody lives.
      { ...field, state: "masked", value: mask(name, value, { country: located ?? country }), reason: rule };
}

/** A field that was filled and has no value: the browser never took it. */
function uncaptured(policy: Policy, { site, type, filled, class: name = "unknown", notes }: SealedRow): JourneyField[] {
  if (type !== "field" || filled !== true || notes.some((note) => note.path === "value")) return [];
  const level = levelOfClass(policy, site, name);
  const reason =
    level === "never"
      ? `${describe(name)} is never captured`
      : "Not captured: the site does not allow this field's value to be taken";
  return [{ path: "value", class: name, level, state: "uncaptured", reason }];
}
