import { createAuditTrail } from "../../packages/collector/dist/audit/create-audit-trail.js";
import { composeAccess } from "../../packages/collector/dist/clearance/compose-access.js";
import { createErasures, type Erasures } from "../../packages/collector/dist/erasure/create-erasures.js";
import { createFieldReader } from "../../packages/collector/dist/keys/index.js";
import { createPipeline } from "../../packages/collector/dist/pipeline/index.js";
import type { StoredEvent } from "../../packages/collector/dist/pipeline/states.js";
import { viewerOf } from "../../packages/collector/dist/viewer.js";
import { median } from "./median.js";
import { openWorkbench, type Workbench } from "./open-workbench.js";
import { printTable } from "./print-table.js";
import { beginStream, nextEnvelope, visit } from "./seal-envelopes.js";

const SUBJECTS = 100_000;
const EVERY = 10;
/** Subjects of 10 and of 10,000 events each, whose erasures are timed in turns. */
const ROUNDS = 15;
/** Envelopes of the larger ones, of ten events each. */
const MANY = 1_000;
const CONCURRENT = 64;

/** The events of one visit. A visitor who comes again gives the same values: each other one would be a blind index more. */
const VISIT = visit(1);

/** The one event of a visit that has a confidential value, hello apart. */
const VALUE = VISIT.filter((event) => "class" in event && event.class === "email");

interface Kept {
  readonly subject: string;
  /** One event of theirs that has a confidential value. */
  readonly row: StoredEvent;
}

/** Erases 10,000 subjects among 100,000, looks at what can be read of all, and times erasures by their events. */
export async function benchErase(): Promise<void> {
  const bench = await openWorkbench();
  try {
    const kept = await fill(bench);
    const erasures = createErasures({ ...bench, audit: createAuditTrail(bench), now: Date.now });
    const times = await timeBySize(bench, erasures);
    const chosen = kept.filter((_, n) => n % EVERY === 0);
    // What could not be read before would be unreadable afterwards without any erasure.
    const before = await readableOf(bench, kept);
    if (before.whole.size !== kept.length) {
      throw new Error(`${before.whole.size} of ${kept.length} subjects were readable before`);
    }
    const began = process.hrtime.bigint();
    await inTurns(chosen, async ({ subject }) => void (await erase(erasures, subject)));
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const readable = await readableOf(bench, kept);
    const gone = new Set(chosen.map(({ subject }) => subject));
    const still = [...readable.partly].filter((subject) => gone.has(subject)).length;
    const others = [...readable.whole].filter((subject) => !gone.has(subject)).length;

    const milli = (values: readonly number[]) => `${(median(values) * 1e3).toFixed(2)} ms`;
    printTable(`Erasure: ${chosen.length} subjects among ${SUBJECTS}, each on disk and out of the log`, [
      ["", "of", "readable afterwards"],
      ["erased subjects", String(chosen.length), String(still)],
      ["other subjects", String(kept.length - chosen.length), String(others)],
    ]);
    printTable("One erasure by the events of its subject, one after the other", [
      ["", "median"],
      ["10 events", milli(times.few)],
      ["10,000 events", milli(times.many)],
      ["10,000 ÷ 10", (median(times.many) / median(times.few)).toFixed(2)],
      ["10 events, the catalog's log full of others'", milli(times.busy)],
      [`${CONCURRENT} at once, each`, `${((seconds / chosen.length) * 1e3).toFixed(2)} ms`],
    ]);
    // The command fails by that, as `npm run test:long` does, which runs it.
    if (still > 0) throw new Error(`${still} of those who were erased are readable still`);
    if (others !== kept.length - chosen.length) throw new Error(`Only ${others} of those who were not can be read`);
  } finally {
    await bench.close();
  }
}

/** 100,000 visitors of one envelope each, drained and settled, as they are some minutes later. */
async function fill(bench: Workbench): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  const pipeline = pipelineOf(bench, (rows) => {
    const row = rows.find(({ confidential }) => confidential !== null);
    if (row !== undefined) kept.push({ subject: row.subject.toString("hex"), row });
  });
  for (let from = 0; from < SUBJECTS; from += 5_000) {
    await inTurns(Array.from({ length: 5_000 }), async () => {
      await pipeline.receive(nextEnvelope(beginStream(bench), 1, VALUE), { received: Date.now(), origin: undefined });
    });
    await settle(bench);
  }
  if (kept.length !== SUBJECTS) throw new Error(`${kept.length} subjects were stored`);
  return kept;
}

/**
 * Erasures in turns, of subjects whose events were all stored, drained and settled before the first of them: what is timed is
 * then no work that those events have left behind. `busy` are subjects of 10 events that are erased right after
 * somebody else's 10,000 were stored.
 *
 * @returns Seconds of each erasure.
 */
async function timeBySize(bench: Workbench, erasures: Erasures) {
  const subjects: (readonly [few: string, many: string, busy: string])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    subjects.push([await store(bench, 1), await store(bench, MANY), await store(bench, 1)]);
  }
  await bench.catalog.scrub();
  const taken = { few: [] as number[], many: [] as number[], busy: [] as number[] };
  const time = async (times: number[], subject: string) => {
    const began = process.hrtime.bigint();
    await erase(erasures, subject);
    times.push(Number(process.hrtime.bigint() - began) / 1e9);
  };
  // The first one also makes the receipt key.
  await erase(erasures, await store(bench, 1));
  for (const [n, [few, many]] of subjects.entries()) {
    // Each is the first of its round as often as the second.
    const turns = [() => time(taken.few, few), () => time(taken.many, many)];
    for (const turn of n % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  for (const [, , busy] of subjects) {
    await store(bench, MANY);
    await time(taken.busy, busy);
  }
  return taken;
}

/** Takes in one visitor's envelopes, and waits as long as the drain and the settling take. @returns Their subject. */
async function store(bench: Workbench, envelopes: number): Promise<string> {
  let subject = "";
  const pipeline = pipelineOf(bench, ([row]) => (subject = row!.subject.toString("hex")));
  const stream = beginStream(bench);
  for (let n = 0; n < envelopes; n++) {
    await pipeline.receive(nextEnvelope(stream, n, VISIT), { received: Date.now(), origin: undefined });
  }
  await settle(bench);
  return subject;
}

const erase = (erasures: Erasures, subject: string) =>
  erasures.erase({ site: "shop", subject: Buffer.from(subject, "hex"), by: { kind: "operator", id: "bench" } });

function pipelineOf({ catalog, keyring }: Workbench, onRows: (rows: readonly StoredEvent[]) => void) {
  return createPipeline({
    catalog: {
      ...catalog,
      async commit(request) {
        const outcomes = await catalog.commit(request);
        onRows(request.events.filter((_, n) => outcomes[n] === "stored").map(({ row }) => row));
        return outcomes;
      },
    },
    keyring,
  });
}

async function settle({ catalog }: Workbench): Promise<void> {
  for (let block = await catalog.next(5_000); block !== null; block = await catalog.next(5_000)) {
    await catalog.drained(block.id, Date.now() - 1);
  }
  await catalog.settle(Date.now() + 1);
}

/** @returns Subjects of whom a cleared viewer can read all that is sealed of the event, or anything of it. */
async function readableOf({ catalog, keyring }: Workbench, kept: readonly Kept[]) {
  const reader = createFieldReader({ keys: catalog, keyring });
  const access = composeAccess({ rights: ["read-journeys"], clearance: "restricted", sites: "*" });
  const viewer = viewerOf({ id: "bench", kind: "person" }, access);
  const [whole, partly] = [new Set<string>(), new Set<string>()];
  for (let from = 0; from < kept.length; from += 1_000) {
    const some = kept.slice(from, from + 1_000);
    const fields = await reader.read(
      viewer,
      some.map(({ row }) => row),
    );
    some.forEach(({ subject }, n) => {
      const shown = fields[n]!.filter(({ state }) => state === "shown");
      if (shown.length > 0) partly.add(subject);
      if (shown.length === fields[n]!.length && shown.some(({ path }) => path === "value")) whole.add(subject);
    });
  }
  return { whole, partly };
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: CONCURRENT }, async () => {
      for (let n = next++; n < items.length; n = next++) await work(items[n]!);
    }),
  );
}
