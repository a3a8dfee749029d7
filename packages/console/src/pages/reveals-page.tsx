import type { RevealAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { Answered } from "../parts/answered.js";
import { Page } from "../parts/page.js";
import { RevealCard } from "../reveals/reveal-card.js";
import { useConsole } from "../state/console-context.js";
import { may } from "../state/may.js";
import { useAnswer } from "../state/use-answer.js";
import { useDeed } from "../state/use-deed.js";
import { useNow } from "../state/use-now.js";

/** What people ask to see, what is open to them now, and what came of the rest. */
export function RevealsPage(): JSX.Element {
  const { site, session } = useConsole();
  const now = useNow(1_000);
  const answer = useAnswer(`reveals ${site.id}`, (signal) => ask.reveals(site.id, signal), Math.floor(now / 5_000));
  const { data, refresh } = answer;
  const deed = useDeed();
  const [at, setAt] = useState<string>();
  // What failed because somebody was quicker is shown as it is by now, and that it failed.
  const step = (id: string, take: () => Promise<unknown>) => {
    setAt(id);
    void deed.run(async () => void (await take())).then(refresh);
  };
  const approves = may(session, "approve-reveals");
  const of = (test: (reveal: RevealAnswer) => boolean) => (data?.reveals ?? []).filter(test);
  const waiting = of(({ state }) => state === "asked");
  const active = of(({ state, expires }) => state === "active" && (expires ?? 0) > now);
  const past = of((one) => !waiting.includes(one) && !active.includes(one));
  const part = (title: string, reveals: readonly RevealAnswer[], none: string) => (
    <section class="reveals" aria-label={title}>
      <h2>{title}</h2>
      {reveals.length === 0 ? <p class="quiet">{none}</p> : null}
      {reveals.map((reveal) => (
        <RevealCard
          key={reveal.id}
          reveal={reveal}
          now={now}
          busy={deed.busy}
          error={at === reveal.id ? deed.error : undefined}
          onStep={(take) => step(reveal.id, take)}
          onChanged={refresh}
        />
      ))}
    </section>
  );
  return (
    <Page
      title="Reveals"
      lead={
        <p>
          {approves
            ? "What people ask to see of single visitors. You decide on what others ask, and end what is open."
            : "What you asked to see of single visitors. Ask on a visitor's journey; somebody else approves."}
        </p>
      }
    >
      <Answered answer={answer}>
        {() => (
          <>
            {part("Waiting", waiting, "Nothing waits for approval.")}
            {part("Active", active, "Nothing is revealed now.")}
            {part("Past", past, "Nothing came before.")}
          </>
        )}
      </Answered>
    </Page>
  );
}
