/** What entries are asked for; an empty text asks for all. */
export interface AuditFilter {
  readonly actor: string;
  readonly action: string;
  readonly site: string;
  readonly subject: string;
  /** Days, `YYYY-MM-DD`, of the reader's own time zone. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTER: AuditFilter = { actor: "", action: "", site: "", subject: "", from: "", to: "" };

const SUBJECT = /^[0-9a-f]{32}$/;

/** @returns Whether a text is a whole pseudonym, so that it can be asked for. */
export function isSubject(text: string): boolean {
  return SUBJECT.test(text);
}

/** @returns A filter as the collector is asked by it; what is not whole yet is left out. */
export function askedBy({ actor, action, site, subject, from, to }: AuditFilter): Readonly<Record<string, string>> {
  const start = dayStart(from, 0);
  const end = dayStart(to, 1);
  const pairs = [
    ...[["actor", actor] as const, ["action", action] as const, ["site", site] as const],
    ["subject", isSubject(subject) ? subject : ""] as const,
    ["from", start === null ? "" : String(start)] as const,
    // A last day before the first one asks for nothing that there can be.
    ["to", end === null || (start !== null && end <= start) ? "" : String(end)] as const,
  ];
  return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
}

/** @returns When a day begins, milliseconds since 1970, or the one so many days after it; null: it is none. */
function dayStart(day: string, after: number): number | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const at = new Date(year, month - 1, date + after).getTime();
  return Number.isFinite(at) && at >= 0 ? at : null;
}
