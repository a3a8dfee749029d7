import { type Verdict, strictest } from "./verdict.js";

/** A section of the platform's state, by field. Platforms give one object, or one for each of its segments. */
export type GppSection = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[] | null;

export interface GppRules {
  /** Fields of US sections that must not say that the visitor opted out. */
  readonly optOuts: readonly string[];
  /** Purposes that Canada's section must say are expressly consented to. */
  readonly purposes: readonly number[];
  readonly vendors: readonly number[];
}

/** API prefixes by section id. @see https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform Sections */
export const GPP_SECTIONS: Readonly<Record<number, string>> = {
  2: "tcfeuv2",
  5: "tcfcav1",
  6: "uspv1",
  7: "usnat",
  ...Object.fromEntries(
    "ca va co ut ct fl mt or tx de ia ne nh nj tn mn md in ky ri".split(" ").map((state, at) => [8 + at, `us${state}`]),
  ),
};

/** Values of a US section's opt-out fields; 0 says that it does not apply. */
const DID_NOT_OPT_OUT = 2;
/** Of a consent field, such as one for a known child: no consent. */
const NO_CONSENT = 1;
/** Of a notice field: the visitor was not told. */
const NO_NOTICE = 2;

/** Judges one section that is in force. What is missing, unknown or of another form is refused. */
export function judgeGpp(prefix: string, section: GppSection, rules: GppRules): Verdict {
  if (!section) return "none";
  const fields = Object.assign({}, ...[section].flat()) as Record<string, unknown>;
  if (prefix === "tcfcav1") return judgeCanada(fields, rules);
  // US Privacy, the section before the states had their own: one letter a question.
  if (prefix === "uspv1") return fields["Notice"] === "Y" && fields["OptOutSale"] === "N" ? "granted" : "none";
  return prefix.startsWith("us") ? judgeUs(fields, rules.optOuts) : "none";
}

function judgeUs(fields: Record<string, unknown>, optOuts: readonly string[]): Verdict {
  // Global Privacy Control, as the platform saw it: a boolean, or a bit.
  if (fields["Gpc"]) return "none";
  for (const name of ["KnownChildSensitiveDataConsents", "PersonalDataConsents"]) {
    if ([fields[name]].flat().includes(NO_CONSENT)) return "none";
  }
  const given = optOuts.filter((name) => fields[name] !== undefined && fields[name] !== 0);
  return strictest(
    // Nothing that applies says nothing, so that an empty list is a refusal.
    given.map((name) =>
      fields[name] === DID_NOT_OPT_OUT && fields[`${name}Notice`] !== NO_NOTICE ? "granted" : "none",
    ),
  );
}

function judgeCanada(fields: Record<string, unknown>, { purposes, vendors }: GppRules): Verdict {
  const consents = fields["PurposesExpressConsent"];
  const allowed = fields["VendorExpressConsent"];
  return Array.isArray(consents) &&
    // Purpose 1 is the first bit.
    purposes.every((purpose) => consents[purpose - 1] === true) &&
    vendors.every((vendor) => Array.isArray(allowed) && allowed.includes(vendor))
    ? "granted"
    : "none";
}
