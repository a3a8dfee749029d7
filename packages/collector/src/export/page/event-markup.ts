import type { JourneyEvent, JourneyField } from "../../api.js";
import { type Markup, markup } from "./markup.js";
import { STATES, timeWords, typeWords } from "./words.js";

/** Columns that every event of a visit repeats; the profile tells them once. */
const REPEATED = new Set(["referrer", "language", "country", "source", "medium", "campaign", "consent", "generated"]);

/** One event as people read it. */
export function eventMarkup({ type, occurred, page, columns, fields, withheld = {} }: JourneyEvent): Markup {
  const told = Object.entries(columns).filter(([name]) => type === "hello" || !REPEATED.has(name));
  const where = page === "" ? markup`` : markup` on <bdi>${page}</bdi>`;
  const facts = told.map(
    ([name, value], index) => markup`${index === 0 ? "" : " · "}${name}: <bdi>${String(value)}</bdi>`,
  );
  return markup`<li class="event"><p><time datetime="${new Date(occurred).toISOString()}">${timeWords(occurred)}</time>
<b>${typeWords(type)}</b>${where}</p>
${facts.length === 0 ? markup`` : markup`<p class="soft">${facts}</p>`}
${Object.entries(withheld).map(([name, reason]) => markup`<p class="soft"><bdi>${name}</bdi>: <bdi>${reason}</bdi></p>`)}
${fields.length === 0 ? markup`` : fieldTable(fields)}
</li>
`;
}

/** Fields with their class, level and state. */
export function fieldTable(fields: readonly JourneyField[]): Markup {
  const rows = fields.map(
    (field) =>
      markup`<tr><td><bdi>${field.path}</bdi></td><td>${valueOf(field)}</td><td><bdi>${field.class.replaceAll("-", " ")}</bdi>, ${field.level}</td><td>${STATES[field.state]}</td></tr>
`,
  );
  return markup`<div class="scroll"><table>
<thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Kind</th><th scope="col">State</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function valueOf({ state, value, reason }: JourneyField): Markup {
  if (state !== "shown" && state !== "masked") return markup`<span class="soft">${reason}</span>`;
  return markup`<bdi>${typeof value === "string" ? value : JSON.stringify(value ?? null)}</bdi>`;
}
