import type { ExportAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { API_BASE, RequestError } from "../api/request.js";
import { number } from "../format/number.js";
import { Icon } from "../parts/icon.js";

const LOOK_AGAIN_MS = 700;

/** An export's progress, then the way to its archive, while there is one for this person. */
export function ArchiveLink({ id }: { readonly id: string }): JSX.Element | null {
  const [answer, setAnswer] = useState<ExportAnswer | "gone">();
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const answer = await ask.export(id, controller.signal);
        setAnswer(answer);
        if (answer.state === "running") timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
      } catch (error) {
        if (controller.signal.aborted) return;
        if (error instanceof RequestError && error.fault === "missing") setAnswer("gone");
        else timer = setTimeout(() => void look(), 5 * LOOK_AGAIN_MS);
      }
    };
    void look();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [id]);
  if (answer === undefined) return null;
  if (answer === "gone") return <p class="quiet">Its archive is not here any more, or was made by somebody else.</p>;
  switch (answer.state) {
    case "running":
      return (
        <p role="status" class="quiet">
          Exporting: {number.whole(answer.events)} of {number.whole(answer.total)} events
        </p>
      );
    case "failed":
      return (
        <p role="alert" class="gate-error">
          <Icon name="warn" /> {(answer.reason ?? "It could not be made.").slice(0, 200)}
        </p>
      );
    case "ready":
      return (
        <p class="archive">
          <a class="button" href={new URL(`exports/${encodeURIComponent(id)}/archive`, API_BASE).href} download="">
            Download the archive
          </a>
          <span class="quiet">
            {number.whole(answer.events)} events{answer.complete === true ? ", complete" : ", some masked or withheld"}.
            For an hour, and for you alone.
          </span>
        </p>
      );
  }
}
