import type { RequestAnswer } from "@wayseal/collector/api";

/** What an answer's words are called for people. An unknown word stands for itself. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ["access", "Access"],
  ["erasure", "Erasure"],
  ["rectification", "Rectification"],
  ["objection", "Objection"],
]);
const STATES: ReadonlyMap<string, string> = new Map([
  ["received", "Received"],
  ["identity-checked", "Identity checked"],
  ["in-work", "In work"],
  ["done", "Done"],
  ["refused", "Refused"],
]);
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["received", "Received"],
  ["confirmed", "Receipt confirmed"],
  ["identity-checked", "Identity checked"],
  ["started", "Work begun"],
  ["assigned", "Assigned"],
  ["linked", "Linked to a visitor"],
  ["extended", "Extended"],
  ["noted", "Note"],
  ["exported", "Exported"],
  ["erased", "Erased"],
  ["done", "Done"],
  ["refused", "Refused"],
]);

export const kindWords = (kind: string): string => KINDS.get(kind) ?? kind.slice(0, 40);
export const stateWords = (state: string): string => STATES.get(state) ?? state.slice(0, 40);
export const actionWords = (action: string): string => ACTIONS.get(action) ?? action.slice(0, 40);

/** How its state is coloured: by a badge's class. */
export function stateTone({ state, overdue }: Pick<RequestAnswer, "state" | "overdue">): string {
  if (overdue) return "tone-bad";
  if (state === "done") return "tone-good";
  return state === "refused" ? "tone-gone" : "tone-warn";
}

const DAY_MS = 86_400_000;
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** @returns `25 Dec 2026`, or the text as it is where it is no day. */
export function dayWords(text: string): string {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? text.slice(0, 20) : day.format(at);
}

/** @returns `in 30 days`, `today`, `3 days ago` */
export function daysLeft(text: string, now: number): string {
  const at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at)) return "";
  const days = Math.round((at - Math.floor(now / DAY_MS) * DAY_MS) / DAY_MS);
  if (days === 0) return "today";
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? "day" : "days"}`;
  return days > 0 ? `in ${count}` : `${count} ago`;
}
