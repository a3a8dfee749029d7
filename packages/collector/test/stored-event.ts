import type { StoredEvent } from "../src/pipeline/states.js";

/** A row for tests: a page view at noon, save what is said otherwise. */
export function storedEvent(row: Partial<StoredEvent> = {}): StoredEvent {
  return {
    site: "shop",
    stream: Buffer.alloc(16, 1),
    seq: 0,
    subject: Buffer.alloc(16, 2),
    session: Buffer.alloc(16, 3),
    type: "page_view",
    received: Date.UTC(2026, 10, 1, 12),
    occurred: Date.UTC(2026, 10, 1, 11, 59, 58, 321),
    skew: 12,
    columns: { page: "https://shop.example/", kind: "load", consent: "granted", generated: false },
    notes: [],
    internal: null,
    confidential: null,
    restricted: null,
    policy: 1,
    ...row,
  };
}
