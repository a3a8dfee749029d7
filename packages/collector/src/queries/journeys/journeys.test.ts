import { aViewer } from "../../../test/a-viewer.js";
import { columnReader } from "../../../test/column-reader.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytes, DAY, event, hex, journeyStore, start } from "../../../test/journey-events.js";
import type { JourneyEvent, JourneyField, JourneySummary } from "../../api.js";
import type { SealedRow } from "../../keys/sealed-row.js";
import type { EventStore } from "../../ports/event-store.js";
import type { Viewer } from "../../viewer.js";
import { listJourneys, readJourney } from "../index.js";

const viewer = aViewer({ clearance: "confidential", sites: ["shop"] });
const reader = columnReader();
let opened: Awaited<ReturnType<typeof journeyStore>>;
let store: EventStore;
beforeAll(async () => {
  opened = await journeyStore();
  store = opened.store;
}, 60_000);
afterAll(() => opened.close());

describe("listJourneys", () => {
  const all = { site: "shop", from: start, to: start + 10 * DAY };

  it("sums each journey up, the latest first", async () => {
    const { journeys, next } = await listJourneys(viewer, all, { store, fields: reader });
    expect(next).toBeNull();
    expect(journeys).toEqual<JourneySummary[]>([
      {
        subject: hex(1),
        first: start,
        last: start + 3 * DAY,
        events: 6,
        sessions: 2,
        pages: 2,
        entry: "/shoes",
        exit: "/thanks",
        submitted: 1,
        abandoned: 0,
        country: "DE",
        language: "de-AT",
        source: "news",
        generated: false,
      },
      {
        subject: hex(2),
        first: start + 10,
        last: start + 15,
        events: 2,
        sessions: 1,
        pages: 1,
        entry: "/shoes",
        exit: "/shoes",
        submitted: 0,
        abandoned: 1,
        country: "",
        language: "",
        source: "",
        generated: true,
      },
    ]);
  });

  it("counts what happened in the time asked about, its end excluded", async () => {
    const ask = (from: number, to: number) =>
      listJourneys(viewer, { site: "shop", from: start + from, to: start + to }, { store, fields: reader });
    expect((await ask(11, 15)).journeys).toEqual([]);
    expect((await ask(11, 16)).journeys).toMatchObject([{ subject: hex(2), events: 1 }]);
    expect((await ask(0, DAY)).journeys).toMatchObject([
      { subject: hex(1), events: 5, last: start + 40 },
      { subject: hex(2), events: 2 },
    ]);
  });

  it("asks about the last 30 days where nothing is said", async () => {
    const at = async (now: number) =>
      (await listJourneys(viewer, { site: "shop" }, { store, fields: reader, now: () => now })).journeys;
    expect((await at(start + 15)).map(({ events }) => events)).toEqual([2, 2]);
    expect((await at(start + 31 * DAY)).map(({ subject }) => subject)).toEqual([hex(1)]);
  });

  it("gives every journey once over its pages, also those of the same millisecond", async () => {
    const at = 20 * DAY;
    await opened.insert(Array.from({ length: 23 }, (_, index) => event(200 + index, at + (index % 3), { seq: index })));
    const range = { site: "shop", from: start + at, to: start + 21 * DAY };
    const whole = (await listJourneys(viewer, { ...range, limit: 200 }, { store, fields: reader })).journeys;
    expect(whole).toHaveLength(23);
    for (const limit of [1, 7, 22, 23]) {
      const found: JourneySummary[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await listJourneys(
          viewer,
          { ...range, limit, ...(cursor !== undefined && { cursor }) },
          { store, fields: reader },
        );
        expect(page.journeys.length).toBeLessThanOrEqual(limit);
        found.push(...page.journeys);
        cursor = page.next;
      }
      expect(found).toEqual(whole);
    }
  });
});

describe("readJourney", () => {
  const read: SealedRow[] = [];
  const fields = {
    ...reader,
    read: async (_: Viewer, rows: readonly SealedRow[]) => {
      read.push(...rows);
      return rows.map((row): JourneyField[] =>
        row.notes.map(({ path, class: name, level }) => ({ path, class: name, level, state: "withheld", reason: "" })),
      );
    },
  };

  it("reads a journey from its first event on, its fields through the reader", async () => {
    const { journey } = await readJourney(viewer, { site: "shop", subject: hex(1).toUpperCase() }, { store, fields });
    expect(journey).toMatchObject({ subject: hex(1), site: "shop", next: null, summary: { events: 6, sessions: 2 } });
    expect(journey.events.map(({ type }) => type)).toEqual([
      ...["hello", "page_view", "form_view", "field", "form_submit", "page_view"],
    ]);
    expect(journey.events[3]).toEqual<JourneyEvent>({
      stream: bytes(1).toString("base64url"),
      seq: 3,
      session: bytes(101).toString("base64url"),
      type: "field",
      occurred: start + 30,
      received: start + 530,
      skew: 12,
      page: "/shoes",
      columns: {
        ...{ kind: "load", form: "order", field: "email", class: "email", filled: true, duration: 0, pasted: false },
        ...{ consent: "granted", generated: false },
      },
      fields: [{ path: "value", class: "email", level: "confidential", state: "withheld", reason: "" }],
      policy: 1,
    });
    expect(read[3]).toEqual<SealedRow>({
      site: "shop",
      stream: bytes(1),
      seq: 3,
      subject: bytes(1),
      type: "field",
      class: "email",
      form: "order",
      field: "email",
      filled: true,
      located: undefined,
      policy: 1,
      notes: [{ path: "value", class: "email", level: "confidential", rule: "class email" }],
      internal: Buffer.from([0, 1, 255]),
      confidential: Buffer.alloc(70, 7),
      restricted: null,
    });
  });

  it("gives every event once over its pages, also those of the same millisecond", async () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      event(50, 5 * DAY + (index % 4), { stream: bytes(240 + (index % 2)), seq: index }),
    );
    await opened.insert(rows);
    const { journey: whole } = await readJourney(viewer, { site: "shop", subject: hex(50) }, { store, fields });
    expect(whole.events).toHaveLength(40);
    for (const limit of [1, 13, 39, 40]) {
      const found: JourneyEvent[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const more = cursor === undefined ? {} : { cursor };
        const { journey: page } = await readJourney(
          viewer,
          { site: "shop", subject: hex(50), limit, ...more },
          { store, fields },
        );
        found.push(...page.events);
        cursor = page.next;
      }
      expect(found).toEqual(whole.events);
    }
  });

  it("says that there is no such journey", async () => {
    const asked = readJourney(viewer, { site: "shop", subject: hex(99) }, { store, fields });
    await expect(asked).rejects.toMatchObject({ name: "UnknownSubject" });
  });
});
