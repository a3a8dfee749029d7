import type { RejectReason } from "@wayseal/protocol";
import type { CommitOutcome } from "../ports/catalog.js";
import type { Policy } from "../policy/index.js";
import { admit } from "./admit.js";
import type { CommitInput } from "./commit.js";
import { refuse } from "./refuse.js";
import { reopen } from "./reopen.js";
import type { OpenSite } from "./sites.js";
import type { GovernedEvent, HeldRecord, RejectedRecord, StreamContext, ValidEvent } from "./states.js";
import { validate } from "./validate.js";

/** What became of a record that was tried again: taken in, there already, or refused as before or for another reason. */
export type Replayed = "stored" | "duplicate" | { readonly reason: RejectReason; readonly detail: string | null };

export interface ReplayStages {
  readonly now: () => number;
  readonly policy: Policy;
  readonly govern: (valid: ValidEvent) => GovernedEvent | Promise<GovernedEvent>;
  readonly keep: (
    events: readonly GovernedEvent[],
    request: Omit<CommitInput, "events">,
  ) => Promise<readonly CommitOutcome[]>;
}

/**
 * The way in for records that wait in quarantine: reopen → admit → validate → refuse → policy → encrypt → commit, by the rules of now.
 * What the site's token refused must be let in by it now; what came further before is not asked again, its token was cut.
 *
 * @returns What became of each, aligned, and the stored ones by type.
 */
export async function replay(
  held: readonly HeldRecord[],
  { site, ingestKeys }: OpenSite,
  { now, policy, govern, keep }: ReplayStages,
): Promise<{ readonly replayed: readonly Replayed[]; readonly types: Readonly<Record<string, number>> }> {
  const contexts = new Map<string, StreamContext>();
  const replayed: Replayed[] = [];
  const types: Record<string, number> = {};
  const governed: { readonly event: GovernedEvent; readonly place: number }[] = [];
  for (const [place, record] of held.entries()) {
    const refused = ({ reason, detail }: Pick<RejectedRecord, "reason" | "detail">) =>
      (replayed[place] = { reason, detail: detail ?? null });
    const opened = reopen(record, site.id, contexts);
    if ("reason" in opened) refused(opened);
    else if (record.reason === "token" && !admit({ site, ingestKeys, ...opened })) refused({ reason: "token" });
    else {
      const valid = refuse(validate(opened), opened, policy);
      if ("reason" in valid) refused(valid);
      else governed.push({ event: await govern(valid), place });
    }
  }
  if (governed.length === 0) return { replayed, types };
  const streams = [...contexts.values()].map(({ stream, kid, hello }) => ({
    ...{ stream, site: site.id, kid, previous: [], generated: hello.generated === true },
  }));
  const outcomes = await keep(
    governed.map(({ event }) => event),
    { site: site.id, received: now(), streams, rejected: {}, fromQuarantine: true },
  );
  governed.forEach(({ event, place }, i) => {
    const outcome = outcomes[i];
    if (outcome === "retired") replayed[place] = { reason: "key", detail: null };
    else replayed[place] = outcome === "stored" ? "stored" : "duplicate";
    if (outcome === "stored") types[event.type] = (types[event.type] ?? 0) + 1;
  });
  return { replayed, types };
}
