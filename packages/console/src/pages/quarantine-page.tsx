import type { QuarantineList } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { act, ask } from "../api/ask.js";
import { number } from "../format/number.js";
import { rejectWords } from "../loss/reject-words.js";
import { Answered } from "../parts/answered.js";
import { DeedError } from "../parts/deed-error.js";
import { Failure } from "../parts/failure.js";
import { Page } from "../parts/page.js";
import { Pick } from "../parts/pick.js";
import { DropForm } from "../quarantine/drop-form.js";
import { RecordDialog } from "../quarantine/record-dialog.js";
import { RecordList } from "../quarantine/record-list.js";
import { replayWords } from "../quarantine/replay-words.js";
import { useConsole } from "../state/console-context.js";
import { useAnswer } from "../state/use-answer.js";
import { useDeed } from "../state/use-deed.js";
import { useOlder } from "../state/use-older.js";

/** What was refused and waits: why, its shape, and the way in after all or out for good. */
export function QuarantinePage(): JSX.Element {
  const { site } = useConsole();
  const [{ reason, round }, setAsked] = useState({ reason: "", round: 0 });
  const [open, setOpen] = useState<number>();
  const [dropping, setDropping] = useState(false);
  const [said, setSaid] = useState("");
  const deed = useDeed();
  const asked = { site: site.id, ...(reason === "" ? {} : { reason }) };
  // Each reading is one of its own: older pages of the last one would leave out what went between.
  const key = `quarantine ${site.id} ${reason} ${round}`;
  const answer = useAnswer(key, (signal) => ask.quarantine(asked, signal));
  const older = useOlder<QuarantineList>(key);
  const pages = answer.data === undefined ? [] : [answer.data, ...older.pages];
  const next = pages.at(-1)?.next ?? null;
  const again = (words: string) => {
    setSaid(words);
    setOpen(undefined);
    setDropping(false);
    setAsked({ reason, round: round + 1 });
  };
  const which = { site: site.id, ...(reason === "" ? { all: true as const } : { reason }) };
  const replay = () => void deed.run(async () => again(replayWords(await act.replayQuarantined(which))));
  const more = () => {
    if (next !== null) void older.read((signal) => ask.quarantine({ ...asked, before: next }, signal));
  };
  const waiting = answer.data?.reasons ?? [];
  // What was chosen stays to be seen, though the last of it has just gone.
  const reasons =
    reason === "" || waiting.some((one) => one.reason === reason) ? [] : [[reason, `${reason} (0)`] as const];
  const chosen = waiting.filter((one) => reason === "" || one.reason === reason);
  const count = chosen.reduce((sum, { records }) => sum + records, 0);

  return (
    <Page
      title="Quarantine"
      lead={
        <p>
          What was refused waits here for six to seven days, without what may never be kept, and then its key is
          destroyed.
        </p>
      }
      aside={
        <button type="button" class="button" onClick={() => again("")}>
          Read again
        </button>
      }
    >
      <p role="status" class={said === "" ? "sr-only" : "card held-said"}>
        {said}
      </p>
      <DeedError error={deed.error} />
      <Answered answer={answer} lines={6}>
        {({ room }) =>
          waiting.length === 0 ? (
            <div class="card empty">
              <h2>Nothing waits</h2>
              <p>
                Records that the collector opened and then refused would stand here, with the reason: those of a page
                that brought no token where the site asks for one, or of a script that is newer than the collector.
              </p>
            </div>
          ) : (
            <section class="held" aria-label="Records">
              <div class="toolbar held-toolbar">
                <Pick
                  label="Refused as"
                  value={reason}
                  all="anything"
                  options={[
                    ...waiting.map(({ reason, records }) => [reason, `${reason} (${number.whole(records)})`] as const),
                    ...reasons,
                  ]}
                  onPick={(reason) => setAsked({ reason, round: round + 1 })}
                />
                <span class="quiet">
                  {number.of(count, "record")} of at most {number.whole(room.records)}
                </span>
                <span class="held-buttons">
                  <button type="button" class="button button-main" disabled={deed.busy || count === 0} onClick={replay}>
                    {deed.busy ? "Taking in…" : reason === "" ? "Take all in again" : "Take these in again"}
                  </button>
                  <button
                    type="button"
                    class="button button-danger"
                    disabled={count === 0}
                    onClick={() => setDropping(true)}
                  >
                    {reason === "" ? "Drop all" : "Drop these"}
                  </button>
                </span>
              </div>
              {reason === "" ? null : <p class="quiet">{rejectWords(reason)}</p>}
              {count === 0 ? (
                <p class="card quiet">Nothing waits that was refused as {reason}.</p>
              ) : (
                <RecordList records={pages.flatMap(({ records }) => records)} onOpen={setOpen} />
              )}
              {older.error === undefined ? null : <Failure error={older.error} onRetry={more} />}
              {next === null ? null : (
                <button type="button" class="button more" disabled={older.loading} onClick={more}>
                  {older.loading ? "Reading…" : "Older records"}
                </button>
              )}
            </section>
          )
        }
      </Answered>
      {open === undefined ? null : (
        <RecordDialog key={open} site={site.id} id={open} onDone={again} onClose={() => setOpen(undefined)} />
      )}
      {dropping ? (
        <DropForm
          what={`${count === 1 ? "1 record" : `All ${number.whole(count)} records`}${reason === "" ? "" : ` refused as ${reason}`}`}
          which={which}
          onDone={again}
          onClose={() => setDropping(false)}
        />
      ) : null}
    </Page>
  );
}
