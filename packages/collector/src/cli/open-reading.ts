import { createDrain } from "../drain/index.js";
import { createRowRemoval } from "../erasure/create-row-removal.js";
import { createFieldReader, type FieldReader } from "../keys/index.js";
import { SILENT } from "../log/log.js";
import { type OpenData, openStore } from "../main.js";
import type { Policies } from "../policy/index.js";
import type { EventStore } from "../ports/event-store.js";
import type { Settings } from "../settings/settings.js";

const DRAIN_MS = 60_000;

/** What reads events: the event store with all that the spool held, and the fields' reader. */
export interface Reading {
  readonly store: EventStore;
  readonly fields: FieldReader;
  close(): Promise<void>;
}

/** Opens what reads events where no collector runs. Events that wait are drained first, and erased ones removed. */
export async function openReading(
  settings: Settings,
  { catalog, keyring, dataDir }: OpenData,
  policies: Policies,
): Promise<Reading> {
  const store = await openStore(settings, dataDir);
  const removal = createRowRemoval({ catalog, store, log: SILENT });
  await createDrain({ spool: catalog, store, between: () => removal.run() }).stop(DRAIN_MS);
  return {
    store,
    fields: createFieldReader({ keys: catalog, keyring, policies }),
    close: () => store.close(),
  };
}
