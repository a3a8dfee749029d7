import type { Term } from "./jurisdictions.js";

/**
 * The last day of a term. The day it begins on does not count. A month ends on the day of the same number, or on the last
 * of a shorter month (Regulation (EEC, Euratom) No 1182/71, Art. 3). Nothing is moved past a weekend: a day too soon harms
 * nobody.
 *
 * @param from `YYYY-MM-DD` @returns `YYYY-MM-DD`
 */
export function dueDay(from: string, term: Term): string {
  const [year = 0, month = 1, day = 1] = from.split("-").map(Number);
  if ("days" in term) return iso(new Date(Date.UTC(year, month - 1, day + term.days)));
  if ("months" in term) {
    const last = new Date(Date.UTC(year, month + term.months, 0)).getUTCDate();
    return iso(new Date(Date.UTC(year, month - 1 + term.months, Math.min(day, last))));
  }
  const date = new Date(Date.UTC(year, month - 1, day));
  for (let left = term.workingDays; left > 0;) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (date.getUTCDay() % 6 !== 0) left -= 1;
  }
  return iso(date);
}

/** @returns The UTC day of a time, `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return iso(new Date(time));
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}
