import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { JourneyEvent } from "../../api.js";
import type { ExportManifest, ExportProfile } from "../format.js";
import { eventMarkup } from "./event-markup.js";
import { pageFoot, pageHead } from "./page-frame.js";

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Events on one page: more make a browser slow. */
const PAGE_EVENTS = 2_000;

export interface PageFile {
  readonly name: string;
  readonly about: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** The pages for people, `index.html` and as many more as the events fill. */
export interface Pages {
  add(events: readonly JourneyEvent[]): Promise<void>;
  end(head: Omit<ExportManifest, "files">, profile: ExportProfile): Promise<readonly PageFile[]>;
}

/** What was written of events waits compressed, since the first page begins with what all of them sum up to. */
export function createPages(): Pages {
  const written: Buffer[] = [];
  let texts: string[] = [];

  async function close(): Promise<void> {
    written.push(await deflate(Buffer.from(texts.join(""))));
    texts = [];
  }

  return {
    async add(events) {
      for (const event of events) {
        texts.push(eventMarkup(event).text);
        if (texts.length === PAGE_EVENTS) await close();
      }
    },

    async end(head, profile) {
      if (texts.length > 0 || written.length === 0) await close();
      return written.map((events, index): PageFile => {
        const place = { number: index + 1, of: written.length };
        return {
          name: pageName(place.number),
          about:
            place.of === 1 ? "All of it for people to read" : `For people to read: page ${place.number} of ${place.of}`,
          content: (async function* () {
            yield Buffer.from(pageHead(head, profile, place).text);
            yield await inflate(events);
            yield Buffer.from(pageFoot(place).text);
          })(),
        };
      });
    },
  };
}

/** @param number From 1 on. */
export function pageName(number: number): string {
  return number === 1 ? "index.html" : `page-${number}.html`;
}
