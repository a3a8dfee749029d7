import type { RequestAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { ask } from "../api/ask.js";
import { time } from "../format/time.js";
import { Answered } from "../parts/answered.js";
import { Card } from "../parts/card.js";
import { Page } from "../parts/page.js";
import { Actions } from "../requests/actions.js";
import { History } from "../requests/history.js";
import { daysLeft, dayWords, kindWords, stateTone, stateWords } from "../requests/request-words.js";
import { formatRoute } from "../route/format-route.js";
import { useConsole } from "../state/console-context.js";
import { may } from "../state/may.js";
import { useAnswer } from "../state/use-answer.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";

/** One request: its dates, what can be done, and what was done. */
export function RequestPage({ id }: { readonly id: string }): JSX.Element {
  const { site, session } = useConsole();
  const now = useNow(30_000);
  const answer = useAnswer(`request ${id}`, (signal) => ask.request(id, signal));
  const { data, refresh } = answer;
  const list = useAnswer(`requests ${site.id}`, (signal) => ask.requests(site.id, false, signal));
  const handlers = list.data?.handlers ?? [];
  const people = useMemo(() => new Map(handlers.map(({ id, name }) => [id, name])), [handlers]);
  const law = list.data?.jurisdictions.find((one) => one.id === data?.jurisdiction)?.name ?? data?.jurisdiction ?? "";
  const erases = may(session, "erase");
  return (
    <Page
      title={data === undefined ? "Request" : `${kindWords(data.kind)} request`}
      lead={
        <a class="back-link" href={formatRoute({ page: "requests", site: site.id })}>
          ← All requests
        </a>
      }
    >
      <Answered answer={answer} lines={5}>
        {(request) => (
          <div class="request">
            <Facts request={request} law={law} now={now} />
            <Actions
              request={request}
              handlers={handlers}
              erases={erases}
              exports={may(session, "export")}
              onChanged={refresh}
            />
            <History request={request} people={people} now={now} receipts={erases} />
          </div>
        )}
      </Answered>
    </Page>
  );
}

function Facts(props: { readonly request: RequestAnswer; readonly law: string; readonly now: number }): JSX.Element {
  const { request, law, now } = props;
  const { due, confirmBy, confirmed, subject, site, contact, received, closed } = request;
  return (
    <Card
      title="The request"
      class="request-facts"
      aside={<span class={`badge ${stateTone(request)}`}>{stateWords(request.state)}</span>}
    >
      <dl class="facts">
        <div>
          <dt>Due</dt>
          <dd>
            {request.overdue ? <b class="overdue">Overdue: </b> : null}
            <time dateTime={due}>{dayWords(due)}</time>
            {closed === null ? <span class="quiet"> {daysLeft(due, now)}</span> : null}
            {request.extended === null ? null : <span class="quiet"> (extended)</span>}
          </dd>
        </div>
        {confirmBy === null ? null : (
          <div>
            <dt>Confirm receipt</dt>
            <dd>
              {confirmed === null ? (
                <>
                  by <time dateTime={confirmBy}>{dayWords(confirmBy)}</time>
                </>
              ) : (
                `done ${time.day(confirmed, now)}`
              )}
            </dd>
          </div>
        )}
        <div>
          <dt>Received</dt>
          <dd>{time.day(received, now)}</dd>
        </div>
        <div>
          <dt>Law</dt>
          <dd>
            <Captured value={law} limit={60} />
            <span class="facts-source">
              <Captured value={request.source} limit={160} />. Not legal advice.
            </span>
          </dd>
        </div>
        <div>
          <dt>Visitor</dt>
          <dd>
            {subject === null ? (
              "Not linked yet"
            ) : (
              <a href={formatRoute({ page: "journey", site, subject })}>
                <code>{subject.slice(0, 6)}</code>
                <span class="sr-only">, their journey</span>
              </a>
            )}
          </dd>
        </div>
        <div>
          <dt>Contact</dt>
          <dd>
            {contact === null ? (
              <span class="quiet">{closed === null ? "None is kept" : "Destroyed when it was closed"}</span>
            ) : (
              <Captured value={contact} limit={200} />
            )}
          </dd>
        </div>
      </dl>
    </Card>
  );
}
