import { readIngestToken, type VerifyingKey } from "../keys/ingest-token.js";
import type { Site } from "../ports/catalog.js";
import type { StreamContext } from "./states.js";

/** How far a merchant's clock may be off, milliseconds. */
const LEEWAY = 5 * 60_000;

export interface AdmitInput {
  readonly site: Site;
  /** The site's ingest keys, by kid. */
  readonly ingestKeys: ReadonlyMap<string, VerifyingKey>;
  readonly context: StreamContext;
  /** The sender's clock when it sent, milliseconds; not authenticated. */
  readonly sent: number;
  /** The collector's clock at receipt, milliseconds. */
  readonly received: number;
}

/**
 * Says whether a site takes a stream, where it asks for an ingest token: the token that hello brings must have been good
 * when the stream began. Not when it arrives: a page may stay open, and an outbox may wait for days, for longer than a token
 * lasts. So whoever keeps a token can add to the time that it was good for, and to no other.
 */
export function admit({ site, ingestKeys, context, sent, received }: AdmitInput): boolean {
  if (site.requiresToken !== true) return true;
  const { token, clock } = context.hello;
  const span = token === undefined ? null : readIngestToken(token, site.id, ingestKeys);
  if (span === null) return false;
  // As `validate` reckons it: by the collector's clock, and never after the receipt.
  const began = Math.min(received - (sent - clock), received);
  return began >= span.from - LEEWAY && began <= span.until + LEEWAY;
}
