import type { Envelope } from "@wayseal/protocol";
import { refusedContent } from "../streams/refused-content.js";
import type { OpenedEvent, RejectedRecord, StreamContext } from "./states.js";

/** Records of a stream that its site does not take in; what they say is kept for quarantine. */
export function withoutToken(
  { records }: Envelope,
  { stream }: StreamContext,
  opened: readonly OpenedEvent[],
): readonly RejectedRecord[] {
  const contents = new Map(opened.map((record) => [record.seq, refusedContent(record)]));
  return records.map(({ seq }): RejectedRecord => {
    const content = contents.get(seq) ?? null;
    return { stream, seq, reason: "token", ...(content !== null && { content }) };
  });
}
