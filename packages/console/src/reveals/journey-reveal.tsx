import type { Journey, RevealAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { act, ask } from "../api/ask.js";
import { RequestError } from "../api/request.js";
import { DeedError } from "../parts/deed-error.js";
import { useConsole } from "../state/console-context.js";
import { may } from "../state/may.js";
import { useAnswer } from "../state/use-answer.js";
import { useDeed } from "../state/use-deed.js";
import { useNow } from "../state/use-now.js";
import { AskForm } from "./ask-form.js";
import { RevealBanner } from "./reveal-banner.js";

const ENDED = new RequestError("refused", "This reveal has ended: ask again if you must see more.");

/** Asks for a reveal of this journey, and makes use of one that lives. */
export function JourneyReveal(props: {
  readonly journey: Journey;
  /** Id of the reveal that the journey is read with. */
  readonly using: string | undefined;
  /** Why the journey could not be read. */
  readonly error: RequestError | undefined;
  /** Whether the last one ended while it was used, or before it could be. */
  readonly ended: boolean;
  readonly onUse: (id: string | undefined, ended?: boolean) => void;
}): JSX.Element | null {
  const { journey, using, error, ended, onUse } = props;
  const { session } = useConsole();
  const now = useNow(1_000);
  const [asking, setAsking] = useState(false);
  const [looks, setLooks] = useState(0);
  const deed = useDeed();
  const mayAsk = may(session, "ask-reveals");
  const { data, refresh } = useAnswer(
    `reveals of ${journey.site} ${mayAsk}`,
    async (signal) => (mayAsk ? (await ask.reveals(journey.site, signal)).reveals : []),
    // Whoever waits for an approval sees it come, and each look how many are left.
    Math.floor(now / 5_000) + looks,
  );
  const mine = (data ?? []).filter(({ subject, by }) => subject === journey.subject && by.id === session.person.id);
  const live = mine.find((one) => one.may.includes("use") && (one.expires ?? 0) > now && one.used < one.reads);
  const shownBy = mine.find(({ id }) => id === using);
  const waiting = mine.some(({ state }) => state === "asked");
  const current: RevealAnswer | undefined = using === undefined ? live : (shownBy ?? live);
  const over = using !== undefined && data !== undefined && (current === undefined || isOver(current, now));

  /** It ended before this page heard of it. */
  const late = using !== undefined && error?.code === "reveal-ended";

  // What was shown goes with the grant that showed it, and it is said why.
  useEffect(() => {
    if (over || late) onUse(undefined, true);
  }, [over, late, onUse]);

  if (!mayAsk) return null;
  return (
    <>
      {current === undefined || over ? null : (
        <RevealBanner
          reveal={current}
          now={now}
          shown={using !== undefined}
          busy={deed.busy}
          onShow={() => {
            onUse(current.id);
            setLooks(looks + 1);
          }}
          onHide={() => onUse(undefined)}
          onEnd={() =>
            void deed.run(async () => {
              await act.revokeReveal(current.id);
              onUse(undefined);
              refresh();
            })
          }
        />
      )}
      <DeedError error={deed.error ?? (ended ? ENDED : undefined)} />
      {current !== undefined && !over ? null : (
        <p class="reveal-ask">
          {waiting ? (
            <span role="status">You have asked to see more of this visitor. Somebody else must approve.</span>
          ) : (
            <button type="button" class="button" onClick={() => setAsking(true)}>
              Ask to see more
            </button>
          )}
        </p>
      )}
      {asking ? (
        <AskForm
          site={journey.site}
          subject={journey.subject}
          events={journey.events}
          purposes={session.purposes}
          onAsked={() => {
            setAsking(false);
            onUse(undefined);
            refresh();
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

function isOver({ state, expires }: RevealAnswer, now: number): boolean {
  return (state !== "active" && state !== "ended") || expires === null || expires <= now;
}
