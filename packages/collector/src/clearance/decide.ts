import { isFieldClass, LEVELS } from "@wayseal/protocol";
import type { Viewer } from "../viewer.js";
import type { FieldList } from "./access.js";
import { coversJurisdiction } from "./covers-jurisdiction.js";
import type { Right } from "./rights.js";

/** What a viewer gets of one field, and the rule that says so, in words for people. */
export interface Decision {
  readonly verdict: "show" | "mask" | "withhold";
  readonly rule: string;
  /** Whether it is shown by a reveal and would not be otherwise. */
  readonly revealed?: true;
}

/** One field, as far as deciding about it takes. */
export interface FieldAsked {
  /** What the viewer is about to do with it. */
  readonly verb: Right;
  readonly site: string;
  /** `public`, a sealed level, or `never`; any other is above all of them. */
  readonly level: string;
  /** A class that is not known is treated as the strictest. */
  readonly class: string;
  /** `form/field`, or `type.path` outside forms. */
  readonly field?: string;
  /** Where the visitor is; empty: not known. Absent where nobody in particular is asked about. */
  readonly jurisdiction?: string;
  /** Hex of the subject's 16 bytes; absent where nobody in particular is asked about. */
  readonly subject?: string;
  /** Whether the site asks for a second person before sensitive values are shown. */
  readonly twoPeople?: boolean;
  /** What the policy in force says of viewing: why it must not be seen, or null. */
  readonly denied?: string | null;
  /** What the policy in force says of viewing: why nobody sees more than a mask without a reveal, or null. */
  readonly masked?: string | null;
  /** Whether the policy in force has the class, where it is none of the built-in ones. */
  readonly own?: boolean;
  /** The classes that it extends, of which a deny list may name one. */
  readonly kinds?: readonly string[];
  /** Whether the rule is told to somebody else than the viewer: `their clearance` in place of `your clearance`. */
  readonly ofOther?: boolean;
}

type Rule = (viewer: Viewer, asked: FieldAsked) => Decision | null;

/** From this level on values are sensitive: what a site that asks for a second person keeps from everyone. */
const SENSITIVE = LEVELS.confidential;

/**
 * The rules in their order; the first that has something to say decides. What is denied comes before all that allows, so
 * no clearance, standing grant or reveal shows it.
 */
export const RULES = {
  never: (_, { level, class: name }) =>
    level === "never" ? withhold(`${describe(name)} is never stored: it was removed on the way in`) : null,

  right: ({ rights }, { verb, ofOther = false }) =>
    rights.includes(verb) ? null : withhold(`Withheld: ${ofOther ? "they" : "you"} do not hold the right ${verb}`),

  site: ({ sites }, { site, ofOther = false }) =>
    sites === "*" || sites.includes(site)
      ? null
      : withhold(`Withheld: this site is not ${ofOther ? "theirs" : "yours"}`),

  policy: (_, { denied = null }) => (denied === null ? null : withhold(denied)),

  deny: ({ deny }, asked) =>
    isListed(deny, asked) || asked.kinds?.some((kind) => deny.classes.includes(kind))
      ? withhold(`Withheld: ${called(deny, asked)} is on ${your(asked)} deny list`)
      : null,

  jurisdiction({ jurisdictions }, asked) {
    const { jurisdiction } = asked;
    if (jurisdiction === undefined || coversJurisdiction(jurisdictions, jurisdiction)) return null;
    const where = jurisdiction === "" ? "it is not known where the visitor is" : `the visitor is in ${jurisdiction}`;
    return withhold(`Withheld: ${where}, and ${your(asked)} jurisdictions do not cover that`);
  },

  public: (_, { level }) => (level === "public" ? { verdict: "show", rule: "This is public" } : null),

  allow: ({ allow }, asked) =>
    allow === null || isListed(allow, asked)
      ? null
      : withhold(`Withheld: ${words(asked.class)} is not on ${your(asked)} allow list`),

  clearance(viewer, asked) {
    if (above(viewer, asked) > 0 || isKept(asked) || isMasked(asked)) return null;
    const standing = viewer.standing && strength(asked) >= SENSITIVE;
    const by = standing
      ? `Shown by ${your(asked)} standing grant`
      : `${asked.ofOther === true ? "Their" : "Your"} clearance is ${viewer.clearance}`;
    return { verdict: "show", rule: `${by}; this is ${levelOf(asked)}` };
  },

  reveal: (viewer, asked) =>
    isGranted(viewer, asked)
      ? {
          verdict: "show",
          rule: `Revealed to ${asked.ofOther === true ? "them" : "you"} for a while; this is ${levelOf(asked)}`,
          revealed: true,
        }
      : null,

  twoPeople: (viewer, asked) =>
    above(viewer, asked) <= 0
      ? { verdict: "mask", rule: asked.masked ?? "Masked: this site asks for a second person's approval first" }
      : null,

  mask: (viewer, asked) =>
    above(viewer, asked) === 1
      ? {
          verdict: "mask",
          rule: `Masked: this is ${levelOf(asked)}, one level above ${your(asked)} clearance (${viewer.clearance})`,
        }
      : null,
} as const satisfies Readonly<Record<string, Rule>>;

/**
 * Decides what a viewer may see of a field. What is denied stays denied whatever else is said; then the clearance shows
 * what it reaches, and a reveal what it names; then one level above is masked; of the rest nothing is left. The one place
 * where this is decided.
 */
export function decide(viewer: Viewer, asked: FieldAsked): Decision {
  return decideBy(IN_ORDER, viewer, asked);
}

const IN_ORDER: readonly Rule[] = Object.values(RULES);

/** @param rules In their order. Tests take some out, to see that they would notice. */
export function decideBy(rules: readonly Rule[], viewer: Viewer, asked: FieldAsked): Decision {
  for (const rule of rules) {
    const decision = rule(viewer, asked);
    if (decision !== null) return decision;
  }
  return withhold(`Withheld: this is ${levelOf(asked)}, and ${your(asked)} clearance is ${viewer.clearance}`);
}

function your({ ofOther = false }: FieldAsked): string {
  return ofOther ? "their" : "your";
}

function withhold(rule: string): Decision {
  return { verdict: "withhold", rule };
}

function isKept(asked: FieldAsked): boolean {
  return asked.twoPeople === true && strength(asked) >= SENSITIVE;
}

function isMasked({ masked = null }: FieldAsked): boolean {
  return masked !== null;
}

/** A reveal is for looking at the one journey that it names, and shows nothing above whoever approved it. */
function isGranted({ grants }: Viewer, asked: FieldAsked): boolean {
  return (
    asked.verb === "read-journeys" &&
    grants.some(
      ({ site, subject, classes, level }) =>
        site === asked.site &&
        subject === asked.subject &&
        classes.includes(asked.class) &&
        strength(asked) <= LEVELS[level],
    )
  );
}

/** @returns Whether a list names the class, or the field part by part. */
function isListed({ classes, fields }: FieldList, { class: name, field }: FieldAsked): boolean {
  if (classes.includes(name)) return true;
  if (field === undefined) return false;
  const parts = field.split("/");
  return fields.some((pattern) => {
    const wanted = pattern.split("/");
    return wanted.length === parts.length && wanted.every((part, index) => part === "*" || part === parts[index]);
  });
}

/** @returns What a list that names it calls it. */
function called({ fields }: FieldList, asked: FieldAsked): string {
  const { class: name, field = "" } = asked;
  return isListed({ classes: [], fields }, asked) ? field : words(name);
}

/** How far above the viewer's clearance it is: 0 and less is within. */
function above({ clearance }: Viewer, asked: FieldAsked): number {
  return strength(asked) - LEVELS[clearance];
}

function levelOf(asked: FieldAsked): string {
  return isKnown(asked) ? asked.level : "restricted";
}

function isKnown({ class: name, own = false }: FieldAsked): boolean {
  return own || isFieldClass(name);
}

/** @returns The level's number; a level that is not known is above all that are, so nobody is cleared for it. */
function strength(asked: FieldAsked): number {
  const level = Object.hasOwn(LEVELS, asked.level) ? LEVELS[asked.level as keyof typeof LEVELS] : Infinity;
  return isKnown(asked) ? level : Math.max(level, LEVELS.restricted);
}

/** @returns The class as the beginning of a sentence: `A card security code`. */
export function describe(name: string): string {
  const said = name === "unknown" ? "value of unknown class" : name.replaceAll("-", " ");
  return `${/^[aeio]/.test(said) ? "An" : "A"} ${said}`;
}

/** @returns The class within a sentence. */
function words(name: string): string {
  return `the ${name === "unknown" ? "value of unknown class" : name.replaceAll("-", " ")}`;
}
