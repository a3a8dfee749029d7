import type { TrendsAnswer } from "@wayseal/collector/api";

export interface FormOutcome {
  readonly form: string;
  readonly submitted: number;
  readonly abandoned: number;
}

/** Joins two breakdowns by form, busiest first. A Map, since a form may be called `__proto__`. */
export function formOutcomes(submitted: TrendsAnswer["series"], abandoned: TrendsAnswer["series"]): FormOutcome[] {
  const forms = new Map<string, { submitted: number; abandoned: number }>();
  const of = (name: string) => {
    const known = forms.get(name) ?? { submitted: 0, abandoned: 0 };
    forms.set(name, known);
    return known;
  };
  for (const { name, total } of submitted) of(name).submitted += total;
  for (const { name, total } of abandoned) of(name).abandoned += total;
  return [...forms]
    .map(([form, counts]) => ({ form, ...counts }))
    .filter((one) => one.submitted + one.abandoned > 0)
    .sort((a, b) => b.submitted + b.abandoned - (a.submitted + a.abandoned));
}
