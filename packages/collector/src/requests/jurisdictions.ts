import type { RequestKind } from "../ports/requests.js";

/** A span of time as a law counts it. Working days are Monday to Friday: public holidays are not known here. */
export type Term = { readonly months: number } | { readonly days: number } | { readonly workingDays: number };

export interface Deadline {
  readonly term: Term;
  /** By how much longer it may take, once, if the person is told why before the first term ends; null: not at all. */
  readonly extension: Term | null;
  readonly source: string;
}

export interface Jurisdiction {
  readonly id: string;
  readonly name: string;
  readonly kinds: Readonly<Partial<Record<RequestKind, Deadline>>>;
  /** When receipt must have been confirmed. */
  readonly confirm: { readonly term: Term; readonly source: string } | null;
  /** Day on which this row was held against its source. */
  readonly checked: string;
  readonly url: string;
}

const CHECKED = "2026-11-25";

const all = (deadline: Deadline): Jurisdiction["kinds"] => ({
  access: deadline,
  erasure: deadline,
  rectification: deadline,
  objection: deadline,
});

/**
 * Days by which requests are to be answered. This is not legal advice: laws change, have exceptions, and may ask for an
 * answer sooner ("without undue delay"). Each row names where it comes from.
 */
export const JURISDICTIONS: readonly Jurisdiction[] = [
  {
    id: "gdpr",
    name: "European Union: GDPR",
    kinds: all({ term: { months: 1 }, extension: { months: 2 }, source: "Regulation (EU) 2016/679, Art. 12(3)" }),
    confirm: null,
    checked: CHECKED,
    url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
  },
  {
    id: "uk-gdpr",
    name: "United Kingdom: UK GDPR",
    kinds: all({ term: { months: 1 }, extension: { months: 2 }, source: "UK GDPR, Art. 12(3)" }),
    confirm: null,
    checked: CHECKED,
    url: "https://www.legislation.gov.uk/eur/2016/679/article/12",
  },
  {
    id: "ccpa",
    name: "California: CCPA",
    kinds: {
      ...all({
        term: { days: 45 },
        extension: { days: 45 },
        source: "Cal. Civ. Code § 1798.130(a)(2)(A); 11 CCR § 7021(b)",
      }),
      // Opting out of sale and sharing.
      objection: { term: { workingDays: 15 }, extension: null, source: "11 CCR § 7026(f)" },
    },
    confirm: { term: { workingDays: 10 }, source: "11 CCR § 7021(a)" },
    checked: CHECKED,
    url: "https://cppa.ca.gov/regulations/",
  },
  {
    id: "lgpd",
    name: "Brazil: LGPD",
    kinds: all({ term: { days: 15 }, extension: null, source: "Lei nº 13.709/2018, Art. 19, II (access)" }),
    confirm: null,
    checked: CHECKED,
    url: "https://www.planalto.gov.br/ccivil_03/_ato2015-2018/2018/lei/l13709.htm",
  },
  {
    id: "pipeda",
    name: "Canada: PIPEDA",
    kinds: all({ term: { days: 30 }, extension: { days: 30 }, source: "S.C. 2000, c. 5, s. 8(3) and (4)" }),
    confirm: null,
    checked: CHECKED,
    url: "https://laws-lois.justice.gc.ca/eng/acts/p-8.6/",
  },
  {
    id: "quebec",
    name: "Quebec: Law 25",
    kinds: all({ term: { days: 30 }, extension: null, source: "CQLR c. P-39.1, s. 32" }),
    confirm: null,
    checked: CHECKED,
    url: "https://www.legisquebec.gouv.qc.ca/en/document/cs/p-39.1",
  },
  {
    id: "pipl",
    name: "China: PIPL",
    // The law says "promptly"; the shorter of what guides it says is taken, since GB/T 35273-2020, 8.7, gives 30 days.
    kinds: all({
      term: { workingDays: 15 },
      extension: null,
      source:
        "PIPL Art. 50 (promptly); 15 working days by the 2019 rules on apps, Art. 6; GB/T 35273-2020, 8.7: 30 days",
    }),
    confirm: null,
    checked: CHECKED,
    url: "https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm",
  },
  {
    id: "hipaa",
    name: "United States: HIPAA",
    kinds: {
      access: { term: { days: 30 }, extension: { days: 30 }, source: "45 CFR § 164.524(b)(2)" },
      rectification: { term: { days: 60 }, extension: { days: 30 }, source: "45 CFR § 164.526(b)(2)" },
    },
    confirm: null,
    checked: CHECKED,
    url: "https://www.ecfr.gov/current/title-45/section-164.524",
  },
  {
    id: "other",
    name: "Elsewhere",
    kinds: all({ term: { days: 30 }, extension: { days: 30 }, source: "No law: a month, as most ask for" }),
    confirm: null,
    checked: CHECKED,
    url: "",
  },
];

export function jurisdictionOf(id: string): Jurisdiction | null {
  return JURISDICTIONS.find((one) => one.id === id) ?? null;
}
