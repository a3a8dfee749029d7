import type { AuditEntryShown } from "@wayseal/collector/api";
import type { ComponentChildren, JSX } from "preact";
import { ask } from "../api/ask.js";
import { time } from "../format/time.js";
import { Answered } from "../parts/answered.js";
import { Dialog } from "../parts/dialog.js";
import { useAnswer } from "../state/use-answer.js";
import { Captured } from "../text/captured.js";
import { actionWords, actorWords } from "./action-words.js";
import { type AuditFilter, NO_FILTER } from "./audit-filter.js";

/** One entry whole: who, what, whom, by which policy, and its place in the chain. */
export function EntryDialog(props: {
  readonly seq: number;
  readonly onFilter: (filter: AuditFilter) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { seq, onFilter, onClose } = props;
  const answer = useAnswer(`audit entry ${seq}`, (signal) => ask.auditEntry(seq, signal));
  return (
    <Dialog title={`Entry ${seq}`} onClose={onClose}>
      <Answered answer={answer} lines={6}>
        {(shown) => <Whole shown={shown} onFilter={onFilter} />}
      </Answered>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function Whole(props: {
  readonly shown: AuditEntryShown;
  readonly onFilter: (filter: AuditFilter) => void;
}): JSX.Element {
  const { entry, body, previous, signed, names } = props.shown;
  const { at, actor, kind, action, site, subject, classes, policy, purpose, detail = {} } = entry;
  const named = (value: string | number | boolean) => {
    const name = Object.hasOwn(names, String(value)) ? names[String(value)] : undefined;
    return name === undefined ? String(value) : `${name} (${String(value)})`;
  };
  return (
    <>
      <dl class="facts">
        <Fact name="When">{time.exact(at)}</Fact>
        <Fact name="Who">
          <Captured value={actorWords(entry, names)} limit={80} />
          <span class="facts-source">
            {kind} <Captured value={actor} limit={64} />
          </span>
          <Only words="Only by them" onClick={() => props.onFilter({ ...NO_FILTER, actor })} />
        </Fact>
        <Fact name="What">
          {actionWords(action)}
          <span class="facts-source">
            <code>{action}</code>
          </span>
        </Fact>
        {site === undefined ? null : (
          <Fact name="Site">
            <Captured value={site} limit={64} />
          </Fact>
        )}
        {subject === undefined ? null : (
          <Fact name="Visitor">
            <code>{subject.slice(0, 32)}</code>
            <Only words="Only of this visitor" onClick={() => props.onFilter({ ...NO_FILTER, subject })} />
          </Fact>
        )}
        {classes === undefined ? null : (
          <Fact name="Classes">
            <Captured value={classes.join(", ")} limit={400} expand />
          </Fact>
        )}
        {policy === undefined ? null : <Fact name="Policy">version {policy}</Fact>}
        {purpose === undefined ? null : (
          <Fact name="Purpose">
            <Captured value={purpose} limit={64} />
          </Fact>
        )}
        {Object.entries(detail).map(([name, value]) => (
          <Fact key={name} name={name.slice(0, 40)}>
            <Captured value={named(value)} limit={256} expand />
          </Fact>
        ))}
        <Fact name="Hash">
          <code>{entry.hash.slice(0, 64)}</code>
        </Fact>
        <Fact name="Hash before">
          {previous === null ? "not there: the entry before was removed" : <code>{previous.slice(0, 64)}</code>}
        </Fact>
        <Fact name="Signed">
          {signed === null ? (
            "not yet"
          ) : (
            <>
              by the checkpoint at entry {signed.seq}, {time.exact(signed.at)}
              <span class="facts-source">
                key <code>{signed.kid.slice(0, 64)}</code>
              </span>
            </>
          )}
        </Fact>
      </dl>
      <details>
        <summary>What the hash is of</summary>
        <pre class="snippet trail-body">
          <Captured value={body} limit={4000} />
        </pre>
      </details>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>
        <Captured value={name} limit={40} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function Only({ words, onClick }: { readonly words: string; readonly onClick: () => void }): JSX.Element {
  return (
    <button type="button" class="text-button" onClick={onClick}>
      {words}
    </button>
  );
}
