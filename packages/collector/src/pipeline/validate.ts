import { validateEvent } from "@wayseal/protocol";
import { recordJson } from "../streams/record-json.js";
import type { OpenedEvent, RejectedRecord, ValidEvent } from "./states.js";

/** How long before its receipt an event may claim to have happened, milliseconds: an outbox keeps 30 days. */
const OLDEST = 40 * 24 * 3600 * 1000;
/** Largest skew that is told, milliseconds: 10,000 years, which every store can hold. */
const MAX_SKEW = 10_000 * 365.25 * 24 * 3600 * 1000;

/** Reads a record as an event of its type, and says when it happened by the collector's clock. Never throws. */
export function validate({ context, seq, plaintext, sent, received }: OpenedEvent): ValidEvent | RejectedRecord {
  const { stream, hello } = context;
  const json = recordJson(plaintext);
  if (json.reason !== null) return { stream, seq, reason: json.reason, authentic: true };
  const valid = validateEvent(json.value);
  if (valid.known === null) return { stream, seq, reason: "shape", authentic: true, detail: valid.fault };
  if ((valid.event.type === "hello") !== (seq === 0)) return { stream, seq, reason: "hello", authentic: true };
  // The sender's clock says all three, so however wrong it is, the differences are right (docs/protocol.md §5).
  const happened = received - (sent - (hello.clock + valid.event.at));
  return {
    state: "valid",
    context,
    seq,
    event: valid.event,
    known: valid.known,
    extra: valid.extra,
    received,
    occurred: Math.round(clamp(happened, received - OLDEST, received)),
    skew: Math.round(clamp(received - sent, -MAX_SKEW, MAX_SKEW)),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
