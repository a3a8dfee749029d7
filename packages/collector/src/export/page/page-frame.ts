import type { ExportManifest, ExportProfile, FieldState } from "../format.js";
import { fieldTable } from "./event-markup.js";
import { Markup, markup } from "./markup.js";
import { PAGE_STYLE } from "./page-style.js";
import { STATES, timeWords, typeWords } from "./words.js";

export interface PagePlace {
  /** From 1 on. */
  readonly number: number;
  readonly of: number;
}

type Head = Omit<ExportManifest, "files">;
const NONE = markup``;

/** Everything of a page before its events: no script may run in it, and nothing is loaded. */
export function pageHead(head: Head, profile: ExportProfile, { number, of }: PagePlace): Markup {
  const title = `What ${head.site.name} holds about a visitor`;
  const first = markup`<p class="soft">Page ${number} of ${of}. It begins on the <a href="index.html">first page</a>.</p>`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${new Markup(PAGE_STYLE)}</style></head>
<body><main><h1><bdi>${title}</bdi></h1>
${number === 1 ? overview(head, profile) : first}
<h2>${of === 1 ? "Events" : `Events, page ${number} of ${of}`}</h2>
<ol>
`;
}

export function pageFoot({ number, of }: PagePlace): Markup {
  const link = (to: number, words: string) =>
    to < 1 || to > of ? NONE : markup`<a href="${to === 1 ? "index.html" : `page-${to}.html`}">${words}</a>`;
  const links = markup`<nav aria-label="Pages">${link(number - 1, "Earlier events")} ${link(number + 1, "Later events")}</nav>`;
  return markup`</ol>
${of === 1 ? NONE : links}
</main></body></html>
`;
}

function overview(head: Head, profile: ExportProfile): Markup {
  const { counts, period, subject, clearance, made, complete, site } = head;
  const types = Object.entries(counts.types).map(
    ([type, number]) => markup`<tr><td><bdi>${typeWords(type)}</bdi></td><td>${number}</td></tr>`,
  );
  const consent = profile.consent.map(
    ({ at, state }) => markup`<li><time datetime="${at}">${timeWords(at)}</time><bdi>${state}</bdi></li>`,
  );
  return markup`<p class="soft">Made on ${timeWords(made)} from the records of <bdi>${site.name}</bdi> (${site.id}).</p>
${complete ? NONE : markup`<p class="note">${missing(head)}</p>`}
<dl>
<dt>Visitor</dt><dd>${subject}</dd>
<dt>First seen</dt><dd>${timeWords(period.first)}</dd>
<dt>Last seen</dt><dd>${timeWords(period.last)}</dd>
<dt>Events</dt><dd>${counts.events} in ${counts.sessions} ${counts.sessions === 1 ? "session" : "sessions"}</dd>
<dt>Browsers</dt><dd>${profile.browsers}</dd>
${row("Countries", profile.countries)}${row("Languages", profile.languages)}${row("Came from", profile.sources)}
<dt>Read with clearance</dt><dd>${clearance}</dd>
</dl>
${consent.length === 0 ? NONE : markup`<h2>Consent</h2><ol>${consent}</ol>`}
${profile.identities.length === 0 ? NONE : markup`<h2>Identities</h2>${fieldTable(profile.identities)}`}
<h2>What is in it</h2>
<div class="scroll"><table><thead><tr><th scope="col">Event</th><th scope="col">Number</th></tr></thead>
<tbody>${types}</tbody></table></div>
<p class="soft">The same stands in <code>events.jsonl</code> and <code>profile.json</code> for programs;
<code>manifest.json</code> lists every file with its hash.</p>`;
}

function row(name: string, values: readonly string[]): Markup {
  return values.length === 0 ? NONE : markup`<dt>${name}</dt><dd><bdi>${values.join(", ")}</bdi></dd>`;
}

/** What does not stand in the archive in full, in a sentence. */
function missing({ counts }: Head): string {
  const parts = (["masked", "withheld", "unreadable"] as const satisfies readonly FieldState[])
    .filter((state) => counts.fields[state] > 0)
    .map((state) => `${counts.fields[state]} ${STATES[state]}`);
  const fields = parts.length === 0 ? "" : `Of the fields, ${parts.join(", ")}; each says why. `;
  const waiting = counts.waiting === 0 ? "" : `${counts.waiting} events had arrived and could not be read yet. `;
  return `${fields}${waiting}Everything else stands here in full.`;
}
