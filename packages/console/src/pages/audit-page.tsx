import type { AuditList } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { type AuditFilter, askedBy, NO_FILTER } from "../audit/audit-filter.js";
import { AuditFilters } from "../audit/audit-filters.js";
import { EntryDialog } from "../audit/entry-dialog.js";
import { EntryList } from "../audit/entry-list.js";
import { LogState } from "../audit/log-state.js";
import { Answered } from "../parts/answered.js";
import { Failure } from "../parts/failure.js";
import { Page } from "../parts/page.js";
import { useAnswer } from "../state/use-answer.js";
import { useOlder } from "../state/use-older.js";

const LIMIT = 50;

/** Who did what, to whom and when; how the log stands; and whether it was tampered with. */
export function AuditPage(): JSX.Element {
  const [{ filter, round }, setAsked] = useState({ filter: NO_FILTER, round: 0 });
  const [open, setOpen] = useState<number>();
  const asked = askedBy(filter);
  // Each reading is one of its own: older pages of the last one would leave out what came between.
  const key = `audit ${round} ${JSON.stringify(asked)}`;
  const setFilter = (filter: AuditFilter) => setAsked({ filter, round: round + 1 });
  const status = useAnswer("audit status", (signal) => ask.auditStatus(signal));
  const answer = useAnswer(key, (signal) => ask.audit({ ...asked, limit: LIMIT }, signal));
  const older = useOlder<AuditList>(key);
  const pages = answer.data === undefined ? [] : [answer.data, ...older.pages];
  const next = pages.at(-1)?.next ?? null;
  const readAgain = () => {
    status.refresh();
    setFilter(filter);
  };
  const actions = useLast(answer.data?.actions);
  const more = () => {
    if (next !== null) void older.read((signal) => ask.audit({ ...asked, limit: LIMIT, before: next }, signal));
  };
  return (
    <Page
      title="Audit"
      lead={<p>Who did what, to whom, and when, written down before it was answered. It holds nobody's values.</p>}
      aside={
        <button type="button" class="button" onClick={readAgain}>
          Read again
        </button>
      }
    >
      <div class="audit">
        <Answered answer={status} lines={3}>
          {(status) => <LogState status={status} onSigned={readAgain} />}
        </Answered>
        <section class="trail" aria-label="Entries">
          <AuditFilters
            filter={filter}
            actors={status.data?.actors ?? []}
            actions={actions ?? []}
            onChange={setFilter}
          />
          <Answered answer={answer} lines={8}>
            {() => {
              const entries = pages.flatMap(({ entries }) => entries);
              if (entries.length === 0) return <p class="card quiet">Nothing is written down that is like that.</p>;
              const names = Object.assign({}, ...pages.map(({ names }) => names)) as AuditList["names"];
              return <EntryList entries={entries} names={names} onOpen={setOpen} />;
            }}
          </Answered>
          {older.error === undefined ? null : <Failure error={older.error} onRetry={more} />}
          {next === null ? null : (
            <button type="button" class="button more" disabled={older.loading} onClick={more}>
              {older.loading ? "Reading…" : "Older entries"}
            </button>
          )}
        </section>
      </div>
      {open === undefined ? null : (
        <EntryDialog
          key={open}
          seq={open}
          onFilter={(filter) => {
            setOpen(undefined);
            setFilter(filter);
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

/** @returns What was there last, while another answer is on its way. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && last === undefined) setLast(value);
  return value ?? last;
}
