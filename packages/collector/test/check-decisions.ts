import { readFileSync } from "node:fs";
import { FIELD_CLASSES } from "@wayseal/protocol";
import type { FieldList } from "../src/clearance/access.js";
import { composeAccess } from "../src/clearance/compose-access.js";
import type { Decision, FieldAsked } from "../src/clearance/decide.js";
import type { Right } from "../src/clearance/rights.js";
import type { RoleName } from "../src/clearance/roles.js";
import { type Grant, type Viewer, viewerOf } from "../src/viewer.js";

interface Table {
  readonly roles: Readonly<Record<RoleName, { clearance: string; may: Right[]; sees: string }>>;
  readonly verbs: readonly Right[];
  readonly withTwoPeople: Readonly<Record<string, string>>;
  readonly jurisdictions: Readonly<Record<string, readonly string[]>>;
}
/** What each role sees, written by hand from issue and documentation. */
export const TABLE = JSON.parse(
  readFileSync(new URL("../src/clearance/decide.table.json", import.meta.url), "utf8"),
) as Table;

export type Decide = (viewer: Viewer, asked: FieldAsked) => Decision;

const ME = "11".repeat(16);
const FIELD = "order/contact";
const SEALED = ["internal", "confidential", "restricted"];
const LEVELS = ["public", ...SEALED, "never", "secret"];
const WHERE = ["", "DE", "NO", "US", "US-CA"];
const FEW_VERBS = ["read-journeys", "export"] as const;
const ROLE_NAMES = Object.keys(TABLE.roles) as RoleName[];
const PLACES = Object.keys(TABLE.jurisdictions);
const VERDICTS = ["withhold", "mask", "show"] as const;
const NONE: FieldList = { classes: [], fields: [] };

/** A class of which nobody here has heard, one of a policy's own, and the whole catalogue. */
const UNHEARD = "of-tomorrow";
const OWN = "loyalty-number";
export const CLASSES = ["email", UNHEARD, OWN, ...Object.keys(FIELD_CLASSES).filter((name) => name !== "email")];

/** Lists of a viewer, and whether they let a value of the class `name` in `FIELD` be seen. */
function listsOf(name: string, another: string) {
  const list = (classes: string[], fields: string[] = []): FieldList => ({ classes, fields });
  return [
    { allow: null, deny: NONE, lets: true },
    { allow: null, deny: list([name]), lets: false },
    { allow: null, deny: list([another]), lets: true },
    { allow: null, deny: list([], [FIELD]), lets: false },
    { allow: null, deny: list([], ["order/*"]), lets: false },
    { allow: null, deny: list([], ["order/contacts", "order"]), lets: true },
    { allow: list([name]), deny: NONE, lets: true },
    { allow: list([another]), deny: NONE, lets: false },
    { allow: NONE, deny: NONE, lets: false },
    { allow: list([], [FIELD]), deny: list([name]), lets: false },
  ];
}

/** Reveals that a viewer makes use of, and up to which of the sealed levels, from 1, they show one of the class `name`. */
function grantsOf(name: string, another: string) {
  const grant = (more: Partial<Grant>): Grant => ({
    ...{ id: "g", site: "shop", subject: ME, classes: [name], level: "restricted", expires: 1, purpose: "support" },
    ...more,
  });
  return [
    { grants: [], shows: 0 },
    { grants: [grant({})], shows: 3 },
    { grants: [grant({ level: "confidential" })], shows: 2 },
    { grants: [grant({ classes: [another, `${name}s`] })], shows: 0 },
    { grants: [grant({ subject: "22".repeat(16) })], shows: 0 },
    { grants: [grant({ site: "blog" })], shows: 0 },
  ];
}

type Lists = ReturnType<typeof listsOf>[number];
type Granted = ReturnType<typeof grantsOf>[number];
type Asked = FieldAsked & { readonly jurisdiction: string };

/** The verdict by the table, 0 to 2: the least of what each limit leaves, and no order of rules at all. */
function expected(role: RoleName, held: string, lists: Lists, granted: Granted, asked: Asked): number {
  const { may, sees } = TABLE.roles[role];
  const { level } = asked;
  if (level === "never" || asked.denied !== null || asked.site !== "shop") return 0;
  if (!may.includes(asked.verb) || !TABLE.jurisdictions[held]!.includes(asked.jurisdiction)) return 0;
  // What is public passes allow lists, and no deny list.
  if (!lists.lets && (level !== "public" || lists.deny !== NONE)) return 0;
  const strictest = asked.class !== UNHEARD || level === "secret" ? level : "restricted";
  const place = SEALED.indexOf(strictest);
  if (asked.verb === "read-journeys" && place !== -1 && place < granted.shows) return 2;
  if (level === "public") return 2;
  const grid = asked.twoPeople === true ? TABLE.withTwoPeople[sees]! : sees;
  const seen = place === -1 ? 0 : "wms".indexOf(grid[place]!);
  // What the policy masks for everybody nobody sees without a reveal.
  return asked.masked === null ? seen : Math.min(seen, 1);
}

/** What is asked of one class: the product of what is given. */
function questions(
  name: string,
  levels: readonly string[],
  verbs: readonly Right[],
  wheres: readonly string[],
  more: readonly Partial<FieldAsked>[],
): Asked[] {
  return levels.flatMap((level) =>
    verbs.flatMap((verb) =>
      wheres.flatMap((jurisdiction) =>
        more.map(({ site = "shop", twoPeople = false, denied = null, masked = null }) => ({
          // One literal, so that all have one shape: millions are read.
          class: name,
          own: name === OWN,
          field: FIELD,
          subject: ME,
          level,
          verb,
          jurisdiction,
          site,
          twoPeople,
          denied,
          masked,
        })),
      ),
    ),
  );
}

const PLAIN: readonly Partial<FieldAsked>[] = [{}];
const SITUATIONS: readonly Partial<FieldAsked>[] = [
  ...[{}, { twoPeople: true }],
  { denied: "The policy says no" },
  { masked: "The policy says mask" },
  { masked: "The policy says mask", twoPeople: true },
  ...[{ site: "blog" }, { site: "sho" }, { site: "shop2" }],
];

/** Viewers of every role at each of the places, with each of the lists and each of the grants. */
function viewersOf(places: readonly string[], lists: readonly Lists[], grants: readonly Granted[]) {
  return ROLE_NAMES.flatMap((role) =>
    places.flatMap((held) =>
      lists.flatMap((one) => {
        const jurisdictions = held === "*" ? "*" : held.split(",");
        const limits = { jurisdictions, allow: one.allow, deny: one.deny } as const;
        const access = composeAccess({ roles: [role], sites: ["shop"], ...limits }, undefined, () => true);
        const viewer = viewerOf({ id: "v", kind: "person" }, access);
        return grants.map((granted) => ({ role, held, one, granted, viewer: { ...viewer, grants: granted.grants } }));
      }),
    ),
  );
}

interface Part {
  readonly classes?: readonly string[];
  readonly levels?: readonly string[];
  readonly whole?: boolean;
}

/**
 * Asks of every class of the catalogue:
 * - every role × level × place of the viewer × place of the visitor × grant × verb;
 * - every role × level × grant × list × situation (a second person, what the policy says, other sites) × two verbs,
 *   in one place; for the first three classes in four.
 *
 * With `whole`, all of it times all of it, which takes minutes.
 *
 * @returns How many were asked; the first that is decided otherwise than the table says; what is told of why, of the
 *   first class.
 */
export function checkDecisions(
  decide: Decide,
  { classes = CLASSES, levels = LEVELS, whole = false }: Part = {},
): { readonly tried: number; readonly wrong: string | null; readonly rules: ReadonlySet<string> } {
  const rules = new Set<string>();
  let tried = 0;
  for (const name of classes) {
    const number = CLASSES.indexOf(name);
    const first = number < 3;
    const another = CLASSES[(number + 3) % CLASSES.length]!;
    const [lists, grants] = [listsOf(name, another), grantsOf(name, another)];
    const everywhere = questions(name, levels, TABLE.verbs, WHERE, whole ? SITUATIONS : PLAIN);
    const situated = whole ? [] : questions(name, levels, FEW_VERBS, first ? ["", "DE"] : ["DE"], SITUATIONS);
    const parts = [
      { viewers: viewersOf(PLACES, whole ? lists : lists.slice(0, 1), grants), asked: everywhere },
      { viewers: whole ? [] : viewersOf(first ? ["*", "DE"] : ["*"], lists, grants), asked: situated },
    ];
    for (const { viewers, asked } of parts) {
      // To write down why of each takes longer than to decide it.
      const told = number === 0 && asked === situated;
      for (const { role, held, one, granted, viewer } of viewers) {
        for (const question of asked) {
          const { verdict, rule } = decide(viewer, question);
          tried++;
          if (told) rules.add(rule);
          const due = VERDICTS[expected(role, held, one, granted, question)];
          if (verdict !== due) {
            return { tried, rules, wrong: `${verdict}, not ${due}: ${JSON.stringify({ viewer, question })}` };
          }
        }
      }
    }
  }
  return { tried, rules, wrong: null };
}
