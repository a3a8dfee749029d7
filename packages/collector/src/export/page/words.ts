import type { FieldState } from "../format.js";

const TYPES: Readonly<Record<string, string>> = {
  hello: "Visit began",
  page_view: "Page viewed",
  page_leave: "Page left",
  click: "Click",
  form_view: "Form seen",
  form_start: "Form begun",
  form_submit: "Form sent",
  form_abandon: "Form left unsent",
  form_error: "Form error",
  field: "Field",
  track: "Action",
  identify: "Identified",
  reset: "Identity reset",
  consent: "Consent",
  error: "Error on the page",
  vital: "Page speed",
};

/** @returns What a type of event is called for people; an unknown one by its own name. */
export function typeWords(type: string): string {
  return Object.hasOwn(TYPES, type) ? (TYPES[type] ?? type) : type;
}

export const STATES: Readonly<Record<FieldState, string>> = {
  shown: "in full",
  masked: "masked",
  withheld: "withheld",
  removed: "never stored",
  unreadable: "unreadable",
  uncaptured: "never taken",
};

/** @returns `30 Oct 2026, 14:03:07 UTC` */
export function timeWords(time: string | number | null): string {
  if (time === null) return "never";
  const [, day = "", month = "", year = "", clock = ""] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${Number(day)} ${month} ${year}, ${clock} UTC`;
}
