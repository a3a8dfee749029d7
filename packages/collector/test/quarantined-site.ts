import { createDekReader } from "../src/keys/dek-reader.js";
import { createPipeline, type PipelineOptions } from "../src/pipeline/index.js";
import { builtInPolicy, type Policy } from "../src/policy/index.js";
import type { CommitOutcome } from "../src/ports/catalog.js";
import { createQuarantine } from "../src/quarantine/create-quarantine.js";
import { expireQuarantine } from "../src/quarantine/expire-quarantine.js";
import { hello, id, sealStream, view } from "./seal-stream.js";
import { siteCollector } from "./site-collector.js";

/** A site over a real catalog with its quarantine, on a clock that tests move. */
export async function quarantinedSite(more: Partial<PipelineOptions> = {}) {
  const site = await siteCollector();
  const { catalog, keyring, clock, recipient } = site;
  const now = () => clock.at;
  const told: { reason: string; outcome: CommitOutcome }[] = [];
  let policy = builtInPolicy();
  const policies = { current: () => Promise.resolve(policy) };
  const deks = createDekReader({ keys: catalog, keyring });
  const pipeline = createPipeline({
    ...{ catalog, keyring, now, policies, openDek: (dek) => deks.open(dek) },
    onSetAside: (reason, outcome) => void told.push({ reason, outcome }),
    ...more,
  });
  const quarantine = createQuarantine({ catalog, keyring, pipeline, policies, now });
  return {
    ...site,
    pipeline,
    quarantine,
    told,
    now,
    /** Puts another policy in force. */
    govern: (next: Policy) => void (policy = next),
    expire: () => expireQuarantine({ catalog, now }),
    /** A visit of a page and then these events. @returns What its browser was told. */
    async send(events: readonly object[], visitor = id(), about: object = {}) {
      const stream = sealStream(recipient, "shop", [hello({ visitor, ...about }), view, ...events]);
      const answer = await pipeline.receive(stream.envelope(), { received: now(), origin: undefined });
      return { visitor, stream, ...answer };
    },
    /** Has the site ask for a token that no page brings. */
    async askToken(required: boolean) {
      await catalog.setRequiresToken("shop", required);
      clock.at += 2000;
    },
    /** Sealed bytes of all that waits. */
    sealed: async () => (await catalog.sealedRecords({ site: "shop" }, 5000)).map(({ sealed }) => sealed),
    /** Events that wait to be drained, as they are. */
    spooled: async () => (await catalog.next(1000))?.rows ?? [],
  };
}

/** An event without a field that it must have. */
export const SHAPELESS = { type: "click", at: 12, role: "button", name: 7, target: "https://shop.example/cart" };
