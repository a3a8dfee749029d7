import type { RequestAnswer, RequestList } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { Failure } from "../parts/failure.js";
import { Icon } from "../parts/icon.js";
import { Page } from "../parts/page.js";
import { Skeleton } from "../parts/skeleton.js";
import { NewRequest } from "../requests/new-request.js";
import { daysLeft, dayWords, kindWords, stateTone, stateWords } from "../requests/request-words.js";
import { formatRoute } from "../route/format-route.js";
import { navigate } from "../route/navigate.js";
import { useConsole } from "../state/console-context.js";
import { useAnswer } from "../state/use-answer.js";
import { useNow } from "../state/use-now.js";
import { Captured } from "../text/captured.js";

/** The queue of people's requests, the soonest due first. */
export function RequestsPage(): JSX.Element {
  const { site } = useConsole();
  const [closed, setClosed] = useState(false);
  const [adding, setAdding] = useState(false);
  const { data, error, refresh } = useAnswer(`requests ${site.id} ${closed}`, (signal) =>
    ask.requests(site.id, closed, signal),
  );
  const overdue = data?.requests.filter((request) => request.overdue).length ?? 0;
  return (
    <Page
      title="Requests"
      lead={<p>What people ask under data protection laws, the soonest due first. Dates are not legal advice.</p>}
      aside={
        <button type="button" class="button button-main" disabled={data === undefined} onClick={() => setAdding(true)}>
          New request
        </button>
      }
    >
      {error === undefined ? null : <Failure error={error} onRetry={refresh} stale={data !== undefined} />}
      <div class="toolbar">
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={closed}
            onChange={(event) => setClosed(event.currentTarget.checked)}
          />
          <span>Include closed requests</span>
        </label>
        {overdue === 0 ? null : (
          <p class="overdue-count">
            <Icon name="warn" /> {overdue} overdue
          </p>
        )}
      </div>
      {data === undefined ? (
        error === undefined ? (
          <div class="card">
            <Skeleton lines={4} />
          </div>
        ) : null
      ) : data.requests.length === 0 ? (
        <div class="card empty">
          <h2>{closed ? "No request has come in yet" : "No request waits"}</h2>
          <p>
            When somebody asks what you hold about them, or wants it erased, put right or used no more, add it here. The
            law that you choose sets the day by which to answer.
          </p>
        </div>
      ) : (
        <Queue list={data} site={site.id} />
      )}
      {adding && data !== undefined ? (
        <NewRequest
          site={site.id}
          jurisdictions={data.jurisdictions}
          onAdded={({ id }) => navigate({ page: "request", site: site.id, id })}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Page>
  );
}

function Queue({ list, site }: { readonly list: RequestList; readonly site: string }): JSX.Element {
  const now = useNow(60_000);
  const laws = new Map(list.jurisdictions.map(({ id, name }) => [id, name]));
  const people = new Map(list.handlers.map(({ id, name }) => [id, name]));
  return (
    <ul class="queue" aria-label="Requests">
      {list.requests.map((request) => (
        <li key={request.id}>
          <a
            class={request.overdue ? "queue-row queue-overdue" : "queue-row"}
            href={formatRoute({ page: "request", site, id: request.id })}
          >
            <span class="queue-what">
              <b>{kindWords(request.kind)}</b>
              <span>
                <Captured value={laws.get(request.jurisdiction) ?? request.jurisdiction} limit={60} />
              </span>
            </span>
            <span class={`badge ${stateTone(request)}`}>{stateWords(request.state)}</span>
            <Due request={request} now={now} />
            <span class="queue-who">
              {request.handler === null ? (
                "Nobody handles it"
              ) : (
                <Captured value={people.get(request.handler) ?? "Somebody who is gone"} limit={40} />
              )}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Due({ request, now }: { readonly request: RequestAnswer; readonly now: number }): JSX.Element {
  if (request.closed !== null) return <span class="queue-due">Was due {dayWords(request.due)}</span>;
  return (
    <span class="queue-due">
      {request.overdue ? <b class="overdue">Overdue: </b> : "Due "}
      <time dateTime={request.due}>{dayWords(request.due)}</time>
      <span class="queue-left">{daysLeft(request.due, now)}</span>
    </span>
  );
}
