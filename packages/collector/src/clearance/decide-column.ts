import type { Policy } from "../policy/compile-policy.js";
import { classAsked } from "../policy/class-asked.js";
import { saidTo } from "../policy/viewing-rule.js";
import { viewProperty } from "../policy/view-property.js";
import type { Viewer } from "../viewer.js";
import { decide, type Decision } from "./decide.js";
import { isColumn, PUBLIC_COLUMNS } from "./public-columns.js";
import type { Right } from "./rights.js";

/** One public column or property, as far as deciding about it takes. */
export interface ColumnAsked {
  readonly verb: Right;
  readonly site: string;
  /** A public column's name, or `properties.plan`. */
  readonly column: string;
  /** Whose event it is of; absent where many are asked about at once: in a list, a count or a filter. */
  readonly of?: {
    readonly type: string;
    /** Hex. */
    readonly subject: string;
    /** Where the visitor is, all of several with spaces between; empty: not known. */
    readonly jurisdiction: string;
  };
  /** Whether the rule is told to somebody else than the viewer. */
  readonly ofOther?: boolean;
}

/** What a column tells besides itself: a list that names the one withholds the other. */
const TELLS: Readonly<Record<string, string>> = { jurisdiction: "country" };

/**
 * Decides whether a viewer may see a public column, and ask by it: shown or withheld, for there is no mask of a column. It
 * asks `decide`, and says what a column is to it: public, of a class only where it has one, named `column/page` by lists. A
 * property is what the policy in force says of it too: it may have been made public by an earlier one.
 */
export function decideColumn(policy: Policy, viewer: Viewer, asked: ColumnAsked): Decision {
  const property = /^properties\.(.+)$/s.exec(asked.column)?.[1];
  if (property !== undefined) return ofProperty(policy, viewer, asked, property);
  const { column, verb, site, of } = asked;
  if (!isColumn(column)) return { verdict: "withhold", rule: "Withheld: there is no such column" };
  const name = PUBLIC_COLUMNS[column];
  const denied = name === null ? null : classAsked(policy, site, name, null).denied;
  const by = (field: string) =>
    decide(viewer, {
      ...{ verb, site, level: "public", class: name ?? "", field: `column/${field}`, denied },
      ...(of !== undefined && { subject: of.subject, jurisdiction: of.jurisdiction }),
    });
  const other = TELLS[column];
  const first = by(column);
  return other === undefined || first.verdict !== "show" ? first : by(other);
}

function ofProperty(
  policy: Policy,
  viewer: Viewer,
  { column, verb, site, of, ofOther = false }: ColumnAsked,
  property: string,
): Decision {
  const places = of?.jurisdiction.split(" ").filter(Boolean) ?? [];
  const { class: name, ...viewing } = viewProperty(policy, { site, property, places });
  const { denied, masked } = saidTo(viewing, viewer.clearance, ofOther ? "their" : "your");
  const decision = decide(viewer, {
    ...{ verb, site, level: "public", class: name, field: `${of?.type ?? "track"}.${column}`, ofOther },
    ...{ own: policy.classes.has(name), kinds: policy.classes.get(name)?.kinds ?? [], denied },
    ...(of !== undefined && { subject: of.subject, jurisdiction: of.jurisdiction }),
  });
  return decision.verdict === "show" && masked !== null ? { verdict: "withhold", rule: masked } : decision;
}
