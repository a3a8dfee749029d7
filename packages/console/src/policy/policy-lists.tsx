import type { PolicyAnswer, PolicyEntry, PolicyLists as Lists } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { LevelMark } from "../journey/field-chip.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";
import { daysWords } from "./policy-words.js";

const LISTS = [
  ["capture", "Capture", "What the browser may take. Deny wins, and what it names is never stored."],
  ["storage", "Storage", "What is stored of what arrives. Where there is an allow list, all else is removed."],
  ["viewing", "Viewing", "What is shown of what is stored, whenever it was stored."],
] as const;
const PARTS = ["site", "form", "field", "property", "class"] as const;
const LEVELS = ["public", "internal", "confidential", "restricted"] as const;

/** The allow and deny lists of the file, what becomes public, and how long each level is kept. */
export function PolicyLists({ policy }: { readonly policy: PolicyAnswer }): JSX.Element {
  return (
    <>
      {LISTS.map(([list, title, about]) => (
        <Card key={list} title={title}>
          <p class="quiet">{about}</p>
          <Entries title={title} lists={policy.lists[list]} />
        </Card>
      ))}
      <Card title="Refused events">
        {policy.refuse.length === 0 ? (
          <p class="quiet">None: of every event at least its facts are stored.</p>
        ) : (
          <>
            <p class="quiet">Not taken in at all. What is refused waits in quarantine for a week.</p>
            <ul class="plain-list">
              {policy.refuse.map(({ name, names: { event, form, site } }) => (
                <li key={name}>
                  <code>
                    <Captured value={event?.join(", ") ?? "any event"} limit={60} />
                  </code>{" "}
                  {form === undefined ? null : (
                    <>
                      of the form <Captured value={form.join(", ")} limit={60} />{" "}
                    </>
                  )}
                  at <Captured value={site?.join(", ") ?? "any site"} limit={60} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Card>
      <Card title="Public properties">
        {policy.public.length === 0 ? (
          <p class="quiet">None: every custom property is sealed.</p>
        ) : (
          <ul class="plain-list">
            {policy.public.map(({ site, event, property }) => (
              <li key={`${site} ${event} ${property}`}>
                <code>
                  <Captured value={property} limit={60} />
                </code>{" "}
                of <Captured value={event === "*" ? "any event" : event} limit={60} /> at{" "}
                <Captured value={site === "*" ? "any site" : site} limit={60} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title="Retention">
        <dl class="facts">
          {LEVELS.map((level) => (
            <div key={level}>
              <dt>
                <LevelMark level={level} />
              </dt>
              <dd>
                {daysWords(policy.retention[level])}
                <span class="facts-source">
                  {policy.retained.includes(level) ? "says the policy's file" : "says the collector's setting"}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </>
  );
}

function Entries({ title, lists }: { readonly title: string; readonly lists: Lists }): JSX.Element {
  const { allow, deny } = lists;
  const rows = [
    ...deny.map((entry) => ({ entry, side: "deny" as const })),
    ...(allow ?? []).map((entry) => ({ entry, side: "allow" as const })),
  ];
  return (
    <>
      {rows.length === 0 ? null : (
        <div class="table-scroll" tabIndex={0} role="region" aria-label={`${title}, table`}>
          <table class="figures entries">
            <caption class="sr-only">{title}: what is allowed and denied</caption>
            <thead>
              <tr>
                <th scope="col">Entry</th>
                <th scope="col">Says</th>
                {PARTS.map((part) => (
                  <th key={part} scope="col">
                    {part[0]?.toUpperCase()}
                    {part.slice(1)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ entry, side }) => (
                <Row key={entry.name} entry={entry} side={side} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="quiet">
        {deny.length === 0 ? "Nothing is denied. " : null}
        {allow === null ? "There is no allow list: what is not denied is allowed." : null}
        {allow?.length === 0 ? "The allow list is empty: nothing is allowed." : null}
      </p>
    </>
  );
}

function Row({ entry, side }: { readonly entry: PolicyEntry; readonly side: "allow" | "deny" }): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <code>
          <Captured value={entry.name} limit={40} />
        </code>
      </th>
      <td>
        <span class={`badge ${side === "deny" ? "tone-bad" : "tone-good"}`}>{side}</span>
        {entry.clearance === null ? null : (
          <>
            {" "}
            from <LevelMark level={entry.clearance} />
          </>
        )}
      </td>
      {PARTS.map((part) => (
        <td key={part}>
          {entry.names[part] === undefined ? (
            <span class="quiet">any</span>
          ) : (
            <Captured value={entry.names[part].join(", ")} limit={120} expand />
          )}
        </td>
      ))}
    </tr>
  );
}
