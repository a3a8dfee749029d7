import { guard, type Report } from "./guard.js";
import type { RedactedEvent, SealedRecord } from "./states.js";
import type { Stream } from "./stream.js";
import { backOff } from "./transport/back-off.js";

/** Redacted events that wait for one stream, in memory and nowhere else. */
const MAX_WAITING = 200;

export interface Sealer {
  /** @returns Seals now, or as soon as the stream is ready; into the stream of now, whatever has begun by then. Nothing after `stop`. */
  slot(): (event: RedactedEvent) => void;
  /** Begins another stream. What still waits for the one before is sealed into that one, under its own hello. */
  begin(open: () => Promise<Stream>): void;
  /** The stream that is being written, if it is ready. */
  readonly stream: Stream | null;
  /** Forgets everything, what waits included. */
  stop(): void;
}

interface Section {
  stream: Stream | null;
  unsealed: RedactedEvent[];
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * The sealing stage: keeps one stream open and seals into it, in order.
 *
 * @param sealed Takes each record, in the same turn in which it was sealed.
 * @param edit The last word on each event. It may throw, and then the event is dropped.
 */
export function createSealer(
  sealed: (record: SealedRecord) => void,
  edit: (event: RedactedEvent) => RedactedEvent,
  report: Report,
): Sealer {
  let current: Section | null = null;
  const opening = new Set<Section>();
  let stops = 0;

  // One event that cannot be sealed must not take those behind it along.
  const sealNow = guard((stream: Stream, event: RedactedEvent): void => sealed(stream.seal(edit(event))), report);

  const openSection = async (section: Section, open: () => Promise<Stream>, attempt: number): Promise<void> => {
    try {
      const stream = await open();
      if (!opening.delete(section)) return;
      section.stream = stream;
      for (const event of section.unsealed.splice(0)) sealNow(stream, event);
    } catch (fault) {
      report(fault);
      if (opening.has(section)) {
        section.timer = setTimeout(() => void openSection(section, open, attempt + 1), backOff(attempt));
      }
    }
  };

  const sealInto = ({ stream, unsealed }: Section, event: RedactedEvent): void => {
    if (stream) return sealNow(stream, event);
    // The newest is dropped: a journey's beginning says more than its middle.
    if (unsealed.length < MAX_WAITING) unsealed.push(event);
    else report(new Error("Too many events"));
  };

  return {
    get stream() {
      return current && current.stream;
    },
    slot() {
      const section = current;
      const run = stops;
      return (event) => {
        if (section && run === stops) sealInto(section, event);
      };
    },
    begin(open) {
      current = { stream: null, unsealed: [] };
      opening.add(current);
      void openSection(current, open, 0);
    },
    stop() {
      for (const section of opening) clearTimeout(section.timer);
      opening.clear();
      current = null;
      stops++;
    },
  };
}
