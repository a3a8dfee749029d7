import { PAD_BYTES, validateEvent } from "@wayseal/protocol";
import type { HeldRecord, OpenedEvent, RejectedRecord, StreamContext } from "./states.js";

/**
 * Makes of a record that waited in quarantine what it was before it was refused, save what was cut.
 *
 * @param contexts Those of the streams so far, by id: records of one stream share one.
 */
export function reopen(
  { stream, seq, received, content }: HeldRecord,
  site: string,
  contexts: Map<string, StreamContext>,
): OpenedEvent | RejectedRecord {
  const { kid, country, sent, hello, event, token } = content;
  const key = stream.toString("latin1");
  let context = contexts.get(key);
  if (context === undefined) {
    const valid = validateEvent(hello);
    if (valid.known === null) return { stream, seq, reason: seq === 0 ? "shape" : "hello", detail: valid.fault };
    if (!valid.known || valid.event.type !== "hello") return { stream, seq, reason: "hello" };
    context = {
      ...{ stream, site, kid, hello: { ...valid.event, ...(token !== undefined && { token }) } },
      ...(country !== null && { country }),
    };
    contexts.set(key, context);
  }
  const text = Buffer.from(JSON.stringify(event ?? hello));
  const plaintext = Buffer.alloc(Math.ceil(text.length / PAD_BYTES) * PAD_BYTES, 0x20);
  text.copy(plaintext);
  return { state: "opened", context, seq, plaintext, sent, received };
}
