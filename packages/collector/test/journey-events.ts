import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PublicColumns, StoredEvent } from "../src/pipeline/states.js";
import type { EventStore } from "../src/ports/event-store.js";
import { openChdbStore } from "../src/store/open-chdb-store.js";
import { storedEvent } from "./stored-event.js";

export const DAY = 86_400_000;
export const start = Date.UTC(2026, 9, 30);
export const bytes = (seed: number) => Buffer.alloc(16, seed);
export const hex = (seed: number) => bytes(seed).toString("hex");

/** An event of a subject, so many milliseconds after the start. */
export const event = (
  subject: number,
  at: number,
  row: Partial<StoredEvent> & { more?: Partial<PublicColumns> } = {},
) => {
  const { more, ...rest } = row;
  return storedEvent({
    subject: bytes(subject),
    stream: bytes(subject),
    session: bytes(100 + subject),
    occurred: start + at,
    received: start + at + 500,
    columns: { page: "https://shop.example/", kind: "load", consent: "granted", generated: false, ...more },
    ...rest,
  });
};

/** A store of its own with two journeys of the site `shop`, and one event of another site. */
export async function journeyStore(): Promise<{
  readonly store: EventStore;
  readonly insert: (rows: readonly StoredEvent[]) => Promise<void>;
  readonly close: () => Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), "ws-query-"));
  const store = await openChdbStore({ dir, key: Buffer.alloc(32, 9) });
  let blocks = 0;
  const insert = (rows: readonly StoredEvent[]) => store.insert({ id: ++blocks, rows });
  await insert([
    // Subject 1: two sessions over two months of receipt, a form sent.
    event(1, 0, { seq: 0, type: "hello", more: { source: "news", country: "AT", language: "de-AT" } }),
    event(1, 10, { seq: 1, more: { page: "/shoes", country: "AT" } }),
    event(1, 20, { seq: 2, type: "form_view", more: { page: "/shoes", form: "order", fields: 3 } }),
    event(1, 30, {
      seq: 3,
      type: "field",
      more: { page: "/shoes", form: "order", field: "email", class: "email", filled: true, duration: 0, pasted: false },
      notes: [{ path: "value", class: "email", level: "confidential", rule: "class email" }],
      internal: Buffer.from([0, 1, 255]),
      confidential: Buffer.alloc(70, 7),
    }),
    event(1, 40, { seq: 4, type: "form_submit", more: { page: "/shoes", form: "order", duration: 20 } }),
    event(1, 3 * DAY, { seq: 0, stream: bytes(61), session: bytes(161), more: { page: "/thanks", country: "DE" } }),
    // Subject 2: abandoned, one of its events at the same millisecond as another of subject 1.
    event(2, 10, { seq: 0, more: { page: "/shoes", generated: true } }),
    event(2, 15, { seq: 1, type: "form_abandon", more: { form: "order", generated: true } }),
    // Another site has the same subject.
    event(1, 12, { site: "other", seq: 9, more: { page: "/secret" } }),
  ]);
  return {
    store,
    insert,
    close: async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
