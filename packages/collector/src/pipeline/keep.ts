import type { BlindIndexes } from "../keys/blind-indexes.js";
import type { PendingSealer } from "../keys/pending-index.js";
import type { Pseudonyms } from "../keys/pseudonyms.js";
import type { SubjectKeys } from "../keys/subject-keys.js";
import { CatalogError, type CommitOutcome, type EventCatalog } from "../ports/catalog.js";
import { commit, type CommitInput } from "./commit.js";
import { encrypt } from "./encrypt.js";
import type { GovernedEvent } from "./states.js";

export interface KeepParts {
  readonly catalog: Pick<EventCatalog, "commit">;
  readonly pseudonyms: () => Promise<Pseudonyms>;
  readonly subjects: SubjectKeys;
  readonly indexes: BlindIndexes;
  /** As in EncryptParts. */
  readonly pending?: PendingSealer | undefined;
}

/** How often events are encrypted again after their keys turned out to be gone. Each time the keys are new. */
const ATTEMPTS = 4;

/**
 * The last stages in one: encrypts events and commits them, and once more those whose keys turned out to be gone.
 *
 * @returns What became of each, and after them of each record that was to be set aside.
 * @throws {CatalogError | KeyringError}
 */
export async function keep(
  events: readonly GovernedEvent[],
  request: Omit<CommitInput, "events">,
  { catalog, pseudonyms, subjects, indexes, pending: waits }: KeepParts,
): Promise<readonly CommitOutcome[]> {
  const last: CommitOutcome[] = [];
  let pending = events.map((event, place) => ({ event, place }));
  let input = request;
  for (let attempt = 1; ; attempt++) {
    const governed = pending.map(({ event }) => event);
    const encrypted = await encrypt(governed, {
      ...{ pseudonyms: await pseudonyms(), subjects, indexes, pending: waits },
    });
    const outcomes = await commit({ ...input, events: encrypted }, catalog);
    if (attempt === 1) outcomes.slice(events.length).forEach((outcome, i) => (last[events.length + i] = outcome));
    pending = pending.filter(({ place }, i) => {
      const outcome = outcomes[i] as CommitOutcome;
      if (outcome === "stored") waits?.stored((encrypted[i] as (typeof encrypted)[0]).event.pending ?? []);
      if (outcome === "stale") subjects.forget((encrypted[i] as (typeof encrypted)[0]).subject);
      else last[place] = outcome;
      return outcome === "stale";
    });
    if (pending.length === 0) return last;
    if (attempt === ATTEMPTS) {
      throw new CatalogError("overloaded", "Keys were destroyed as fast as they were made; send again later");
    }
    // Counted, and set aside, once.
    input = { ...request, rejected: {}, setAside: [] };
  }
}
