import type { AuditList } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { time } from "../format/time.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";
import { actionWords, actorWords } from "./action-words.js";

type Entry = AuditList["entries"][number];
type Names = AuditList["names"];

/** Entries, newest first; each opens whole. */
export function EntryList(props: {
  readonly entries: readonly Entry[];
  readonly names: Names;
  readonly onOpen: (seq: number) => void;
}): JSX.Element {
  const now = useNow(60_000);
  return (
    <ol class="queue" aria-label="Entries">
      {props.entries.map((entry) => (
        <li key={entry.seq}>
          <button
            type="button"
            class={failed(entry) ? "trail-row trail-failed" : "trail-row"}
            aria-haspopup="dialog"
            onClick={() => props.onOpen(entry.seq)}
          >
            <time class="trail-when" dateTime={time.iso(entry.at)} title={time.exact(entry.at)}>
              {time.day(entry.at, now)}
            </time>
            <b class="trail-who">
              <Captured value={actorWords(entry, props.names)} limit={60} />
            </b>
            <span class="trail-what">
              {actionWords(entry.action)}
              {failed(entry) ? <span class="badge tone-bad">failed</span> : null}
            </span>
            <span class="trail-whom">
              <Whom entry={entry} names={props.names} />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function failed({ detail }: Entry): boolean {
  return detail?.["outcome"] === "failed";
}

/** Whom or what it was about, in a few words. */
function Whom({ entry, names }: { readonly entry: Entry; readonly names: Names }): JSX.Element {
  const { subject, site, classes, detail } = entry;
  const person = String(detail?.["person"] ?? detail?.["token"] ?? "");
  const parts = [
    ...(subject === undefined ? [] : [`visitor ${subject.slice(0, 8)}`]),
    ...(person === "" ? [] : [Object.hasOwn(names, person) ? (names[person] ?? person) : person.slice(0, 8)]),
    ...(classes === undefined || classes.length === 0 ? [] : [classes.join(", ")]),
    ...(site === undefined ? [] : [`at ${site}`]),
  ];
  return <Captured value={parts.length === 0 ? "–" : parts.join(" · ")} limit={160} />;
}
