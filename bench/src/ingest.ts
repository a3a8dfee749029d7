import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { decodeEnvelopes } from "@wayseal/protocol";
import { type Bare, measureBare } from "./bare-primitives.js";
import { median } from "./median.js";
import { openWorkbench, type Workbench } from "./open-workbench.js";
import { printTable } from "./print-table.js";
import { beginStream, EVENTS, nextEnvelope, visit } from "./seal-envelopes.js";

/** Requests under way at once, as a collector under load has them. A commit takes them together. */
const CONCURRENT = 64;
const ROUNDS = 7;
const PER_ROUND = 1280;

interface Case {
  readonly name: string;
  /** X25519 operations of the listed primitives, an envelope. */
  readonly x25519: number;
  /** Makes a round's envelopes, sealed beforehand. */
  readonly make: (bench: Workbench, round: number) => Uint8Array[];
}

const visitors = Array.from({ length: 200 }, () => randomBytes(16));
const continued = new WeakMap<Workbench, ReturnType<typeof beginStream>[]>();
const range = (length: number) => Array.from({ length }, (_, i) => i);

const CASES: readonly Case[] = [
  {
    name: "continued stream",
    x25519: 0,
    make(bench) {
      let streams = continued.get(bench);
      if (streams === undefined)
        continued.set(bench, (streams = range(200).map((i) => beginStream(bench, visitors[i]))));
      return range(PER_ROUND).map((i) => nextEnvelope(streams[i % 200]!, i));
    },
  },
  {
    name: "new stream, known visitor",
    x25519: 1,
    make: (bench) => range(PER_ROUND).map((i) => nextEnvelope(beginStream(bench, visitors[i % 200]), i)),
  },
  {
    name: "new stream, new visitor",
    x25519: 1,
    make: (bench) => range(PER_ROUND).map((i) => nextEnvelope(beginStream(bench), i)),
  },
];

/** @returns Seconds an envelope. */
async function accept({ pipeline }: Workbench, envelopes: readonly Uint8Array[]): Promise<number> {
  let next = 0;
  const began = process.hrtime.bigint();
  await Promise.all(
    range(CONCURRENT).map(async () => {
      for (let i = next++; i < envelopes.length; i = next++) {
        const { rejected } = await pipeline.receive(envelopes[i]!, { received: Date.now(), origin: undefined });
        if (rejected.length > 0) throw new Error("A good envelope was refused");
      }
    }),
  );
  return Number(process.hrtime.bigint() - began) / 1e9 / envelopes.length;
}

/** Plaintext lengths of what is sealed of one envelope's events, by event and level, as policy version 1 has it. */
const COLUMNS = visit(1)
  .map((event) => ("value" in event ? 40 : "title" in event || "name" in event ? 48 : 0))
  .filter((length) => length > 0);

/** Envelopes accepted a second on one core against the bare sum of their primitives, in turns, in one run. */
export async function benchIngest(): Promise<void> {
  const bench = await openWorkbench();
  const catalog = join(bench.folder, "data", "catalog");
  const results = CASES.map((test) => ({ test, taken: [] as number[], bare: [] as Bare[] }));
  try {
    for (const { test } of results) await accept(bench, test.make(bench, -1)); // warm up
    const before = statSync(catalog).size;
    for (let round = 0; round < ROUNDS; round++) {
      for (const { test, taken, bare } of results) {
        const envelopes = test.make(bench, round);
        const records = decodeEnvelopes(envelopes[0] as Uint8Array)[0]!.records.map(
          ({ ciphertext }) => ciphertext.length,
        );
        taken.push(await accept(bench, envelopes));
        const stored = Math.max(
          4096,
          Math.round((statSync(catalog).size - before) / ((round + 1) * PER_ROUND * CASES.length)),
        );
        bare.push(
          measureBare({ records, columns: COLUMNS, group: CONCURRENT, stored, folder: bench.folder, rounds: 640 }),
        );
      }
    }
  } finally {
    await bench.close();
  }
  const micro = (seconds: number) => `${(seconds * 1e6).toFixed(0)} µs`;
  printTable(
    `Ingest: envelopes of hello and ${EVENTS} events, ${CONCURRENT} requests at once, one thread, medians of ${ROUNDS} rounds`,
    [
      ["", "envelopes/s", "taken", "bare sum", "X25519", "AEAD open", "AES-GCM", "fsync share", "accepted ÷ bare"],
      ...results.map(({ test, taken, bare }) => {
        const of = (pick: (bare: Bare) => number) => median(bare.map(pick));
        const x25519 = of((each) => each.x25519) * test.x25519;
        const sum = (each: Bare) => each.x25519 * test.x25519 + each.open + each.seal + each.fsync;
        const ratio = median(taken.map((seconds, round) => sum(bare[round] as Bare) / seconds));
        const time = median(taken);
        return [
          test.name,
          Math.round(1 / time).toString(),
          micro(time),
          micro(of(sum)),
          micro(x25519),
          micro(of((each) => each.open)),
          micro(of((each) => each.seal)),
          micro(of((each) => each.fsync)),
          ratio.toFixed(2),
        ];
      }),
    ],
  );
}
