import type { RequestAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { time } from "../format/time.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";
import { ArchiveLink } from "./archive-link.js";
import { Receipt } from "./receipt.js";
import { actionWords } from "./request-words.js";

/** Everything that was done about a request, oldest first. */
export function History(props: {
  readonly request: RequestAnswer;
  readonly people: ReadonlyMap<string, string>;
  readonly now: number;
  /** Whether receipts may be asked for. */
  readonly receipts: boolean;
}): JSX.Element {
  const { request, people, now, receipts } = props;
  return (
    <Card title="History" class="history">
      <ol>
        {request.steps.map(({ at, by, action, note, ref }, index) => (
          <li key={index}>
            <p class="history-line">
              <b>{actionWords(action)}</b>
              {action === "assigned" && ref !== null ? (
                <>
                  {" to "}
                  <Captured value={people.get(ref) ?? "somebody"} limit={60} />
                </>
              ) : null}
              <span class="history-by">
                <time dateTime={time.iso(at) ?? ""} title={time.exact(at)}>
                  {time.day(at, now)}
                </time>
                {" · "}
                <Captured value={by.name ?? (by.kind === "operator" ? "the operator" : `a ${by.kind}`)} limit={60} />
              </span>
            </p>
            {note === null ? null : (
              <p class="history-note">
                <Captured value={note} limit={500} />
              </p>
            )}
            {action === "exported" && ref !== null ? <ArchiveLink id={ref} /> : null}
            {action === "erased" && ref !== null && receipts ? <Receipt erasure={ref} /> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
