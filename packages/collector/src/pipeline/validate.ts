import { type RejectReason, validateEvent } from "@wayseal/protocol";
import { recordJson } from "../streams/record-json.js";
import { refusedContent } from "../streams/refused-content.js";
import type { OpenedEvent, RejectedRecord, ValidEvent } from "./states.js";

/** How long before its receipt an event may claim to have happened, milliseconds: an outbox keeps 30 days. */
const OLDEST = 40 * 24 * 3600 * 1000;
/** Largest skew that is told, milliseconds: 10,000 years, which every store can hold. */
const MAX_SKEW = 10_000 * 365.25 * 24 * 3600 * 1000;

/** Reads a record as an event of its type, and says when it happened by the collector's clock. Never throws. */
export function validate(opened: OpenedEvent): ValidEvent | RejectedRecord {
  const { context, seq, plaintext, sent, received } = opened;
  const { hello } = context;
  const json = recordJson(plaintext);
  const refuse = (reason: RejectReason, detail?: string): RejectedRecord => {
    const content = refusedContent(opened);
    return {
      ...{ stream: context.stream, seq, reason, authentic: true },
      ...(detail !== undefined && { detail }),
      ...(content !== null && { content }),
    };
  };
  if (json.reason !== null) return refuse(json.reason);
  const valid = validateEvent(json.value);
  if (valid.known === null) return refuse("shape", valid.fault);
  if ((valid.event.type === "hello") !== (seq === 0)) return refuse("hello");
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
