import type { JourneySummary } from "@wayseal/collector/api";
import { countryName } from "../format/country-name.js";
import { duration } from "../format/duration.js";
import { number } from "../format/number.js";
import { namePages } from "./name-pages.js";
import { pageName } from "./page-name.js";
import type { Words } from "./words.js";

/** @returns A journey in a sentence or two. */
export function summarise(journey: JourneySummary): Words {
  const words: (string | { captured: string })[] = [];
  if (journey.source !== "") words.push("From ", { captured: journey.source }, ", entered at ");
  else words.push("Entered at ");
  const naming = namePages([journey.entry, journey.exit]);
  words.push(pageOf(journey, journey.entry, naming));
  words.push(
    `, saw ${number.of(journey.pages, "page")}`,
    journey.sessions > 1 ? ` in ${number.of(journey.sessions, "visit")}` : "",
    journey.last > journey.first ? ` over ${duration(journey.last - journey.first)}` : "",
  );
  if (journey.exit !== journey.entry) words.push(" and was last at ", { captured: naming(journey.exit) });
  words.push(". ");
  const { submitted, abandoned } = journey;
  if (submitted > 0 && abandoned > 0) words.push(`Submitted ${number.of(submitted, "form")}, abandoned ${abandoned}.`);
  else if (submitted > 0) words.push(`Submitted ${number.of(submitted, "form")}.`);
  else if (abandoned > 0) words.push(`Abandoned ${number.of(abandoned, "form")}.`);
  return words.filter((word) => word !== "");
}

/** @returns The same for where there is little room: what came of it first. */
export function summariseShort(journey: JourneySummary): Words {
  const { submitted, abandoned } = journey;
  const outcome = [
    submitted > 0 ? `submitted ${number.of(submitted, "form")}` : "",
    abandoned > 0 ? `abandoned ${number.of(abandoned, "form")}` : "",
  ].filter((part) => part !== "");
  const seen = `saw ${number.of(journey.pages, "page")}`;
  const [first, ...rest] = [...outcome, seen].join(", ");
  return [`${(first ?? "").toUpperCase()}${rest.join("")}, last at `, pageOf(journey, journey.exit, pageName)];
}

/** A page's name, or that this viewer may not see it. */
function pageOf({ withheld }: JourneySummary, page: string, naming: (page: string) => string): Words[number] {
  return withheld?.["page"] === undefined ? { captured: naming(page) } : "a page withheld from you";
}

/** @returns Where a visitor says to be and in which language, or an empty string. */
export function whereabouts(journey: Pick<JourneySummary, "country" | "language">): string {
  return [journey.country === "" ? "" : countryName(journey.country), journey.language]
    .filter((part) => part !== "")
    .join(" · ");
}
