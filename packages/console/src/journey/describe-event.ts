import type { JourneyEvent } from "@wayseal/collector/api";
import { duration } from "../format/duration.js";
import { number } from "../format/number.js";
import { typeName } from "../format/type-name.js";
import type { IconName } from "../parts/icon.js";
import { column } from "./column.js";
import { pageName } from "./page-name.js";
import type { Words } from "./words.js";

export interface Described {
  readonly icon: IconName;
  readonly tone: "plain" | "good" | "bad" | "quiet";
  readonly words: Words;
}

type Describe = (event: JourneyEvent) => Described;

/** A Map, since a type may be called `constructor`. */
const KNOWN: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ["hello", hello],
  ["page_view", pageView],
  ["page_leave", pageLeave],
  ["click", click],
  ["frustration", frustration],
  [
    "form_view",
    (event) => of("form", "plain", ["Saw the form ", form(event), counted(event, "fields", " with # field")]),
  ],
  ["form_start", (event) => of("start", "plain", ["Began the form ", form(event), " at ", quote(event, "field")])],
  ["form_submit", (event) => of("done", "good", ["Submitted the form ", form(event), lasting(event, " after ")])],
  ["form_abandon", abandon],
  ["form_error", (event) => of("warn", "bad", ["Error in ", quote(event, "field"), ": ", quote(event, "kind")])],
  ["field", (event) => of("field", "plain", ["Left the field ", quote(event, "field"), lasting(event, " after ")])],
  ["track", (event) => of("tag", "plain", ["Recorded ", quote(event, "name")])],
  ["identify", () => of("person", "plain", ["Was identified"])],
  ["reset", () => of("reset", "plain", ["Identity was reset"])],
  ["consent", (event) => of("consent", "plain", ["Consent: ", quote(event, "kind")])],
  ["error", failure],
  ["vital", vital],
]);

/** @returns An event in words. An unknown type of a newer sender is named as it is. */
export function describeEvent(event: JourneyEvent): Described {
  const describe = KNOWN.get(event.type);
  if (describe !== undefined) return describe(event);
  return of("spark", "plain", ["Newer kind of event: ", { captured: typeName(event.type) }]);
}

function hello(event: JourneyEvent): Described {
  const words: (Words[number] | null)[] = ["Began a stream"];
  const referrer = column.text(event, "referrer");
  if (referrer !== "") words.push(", coming from ", { captured: referrer });
  const campaign = column.text(event, "campaign");
  if (campaign !== "") words.push(", campaign ", { captured: campaign });
  const consent = column.text(event, "consent");
  if (consent !== "") words.push(consent === "granted" ? ", with consent" : ", without consent");
  return of("stream", "quiet", words);
}

function pageView(event: JourneyEvent): Described {
  const kind = column.text(event, "kind");
  const verb = kind === "restore" ? "Came back to " : kind === "navigate" ? "Moved on to " : "Opened ";
  return of("page", "plain", [verb, { captured: pageName(event.page) }]);
}

function pageLeave(event: JourneyEvent): Described {
  const engaged = column.number(event, "duration");
  const scroll = column.number(event, "scroll");
  return of("leave", "quiet", [
    "Left the page",
    engaged === undefined ? null : ` after ${duration(engaged)} in use`,
    scroll === undefined ? null : `, scrolled to ${number.whole(scroll)}%`,
  ]);
}

function click(event: JourneyEvent): Described {
  const kind = column.text(event, "kind");
  const target = column.text(event, "target");
  return of("click", "plain", [
    kind === "download" ? "Downloaded by a " : kind === "outbound" ? "Left for another site by a " : "Clicked a ",
    role(event),
    target === "" ? null : " leading to ",
    target === "" ? null : { captured: pageName(target) },
  ]);
}

function frustration(event: JourneyEvent): Described {
  const words =
    column.text(event, "kind") === "rage"
      ? ["Clicked again and again on a ", role(event)]
      : ["Nothing came of a click on a ", role(event)];
  return of("warn", "bad", words);
}

function role(event: JourneyEvent): Words[number] {
  const text = column.text(event, "role");
  return text === "" ? "part of the page" : { captured: text };
}

function abandon(event: JourneyEvent): Described {
  const field = column.text(event, "field");
  return of("cross", "bad", [
    "Abandoned the form ",
    form(event),
    lasting(event, " after "),
    field === "" ? null : ", last at ",
    field === "" ? null : { captured: field },
  ]);
}

function failure(event: JourneyEvent): Described {
  const kind = column.text(event, "kind");
  if (kind === "resource") return of("warn", "bad", ["Something could not be loaded"]);
  return of("warn", "bad", [kind === "rejection" ? "A promise failed" : "A script failed"]);
}

function vital(event: JourneyEvent): Described {
  const measure = column.number(event, "measure");
  const rating = column.text(event, "kind");
  return of("speed", "quiet", [
    "Page speed ",
    quote(event, "name"),
    measure === undefined ? null : `: ${Math.round(measure * 1000) / 1000}`,
    rating === "" ? null : ", ",
    rating === "" ? null : { captured: rating },
  ]);
}

function of(icon: IconName, tone: Described["tone"], words: readonly (Words[number] | null)[]): Described {
  return { icon, tone, words: words.filter((word) => word !== null && word !== "") as Words };
}

function quote(event: JourneyEvent, name: string): Words[number] {
  const text = column.text(event, name);
  return text === "" ? "(unnamed)" : { captured: text };
}

function form(event: JourneyEvent): Words[number] {
  return quote(event, "form");
}

function lasting(event: JourneyEvent, before: string): string | null {
  const value = column.number(event, "duration");
  return value === undefined ? null : `${before}${duration(value)}`;
}

function counted(event: JourneyEvent, name: string, words: string): string | null {
  const value = column.number(event, name);
  return value === undefined ? null : `${words.replace("#", number.whole(value))}${value === 1 ? "" : "s"}`;
}
