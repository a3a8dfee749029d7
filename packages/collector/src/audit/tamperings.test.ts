import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { AuditCheckpoint } from "../ports/audit.js";
import {
  bodyOf,
  ENTRIES,
  EVERY,
  type Log,
  record,
  rewritten,
  stranger,
  verify,
  whole,
} from "../../test/audited-log.js";
import { random as seeded } from "../../test/random.js";

const TRIALS = 10_000;

type Random = ReturnType<typeof seeded>;
const pick = (random: Random, least: number, most: number) => least + random.int(most - least + 1);

const TAMPERINGS: Readonly<Record<string, (log: Log, random: Random) => Log>> = {
  "an entry edited": ({ rows, checkpoints }, random) => {
    const at = pick(random, 1, ENTRIES);
    return { checkpoints, rows: rows.map((row) => (row.seq === at ? { ...row, body: bodyOf(1000 + at) } : row)) };
  },
  "a bit of an entry flipped": ({ rows, checkpoints }, random) => {
    const at = pick(random, 1, ENTRIES);
    const flip = (body: string) => {
      const bytes = Buffer.from(body);
      const place = pick(random, 0, bytes.length - 1);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      return bytes.toString("latin1");
    };
    return { checkpoints, rows: rows.map((row) => (row.seq === at ? { ...row, body: flip(row.body) } : row)) };
  },
  "an entry edited and all after it chained anew": (log, random) => {
    const at = pick(random, 1, ENTRIES);
    const bodies = log.rows.slice(at - 1).map(({ body }, n) => (n === 0 ? bodyOf(1000 + at) : body));
    return rewritten(log, at, bodies);
  },
  "an entry deleted": ({ rows, checkpoints }, random) => {
    const at = pick(random, 1, ENTRIES);
    return { checkpoints, rows: rows.filter(({ seq }) => seq !== at) };
  },
  "an entry deleted and all after it chained anew": (log, random) => {
    const at = pick(random, 1, ENTRIES);
    return rewritten(
      log,
      at,
      log.rows.slice(at).map(({ body }) => body),
    );
  },
  "two entries reordered": ({ rows, checkpoints }, random) => {
    const at = pick(random, 1, ENTRIES - 1);
    const swapped = [...rows];
    [swapped[at - 1], swapped[at]] = [rows[at]!, rows[at - 1]!];
    return { checkpoints, rows: swapped };
  },
  "two entries reordered and chained anew": (log, random) => {
    const at = pick(random, 1, ENTRIES - 1);
    const bodies = log.rows.slice(at - 1).map(({ body }) => body);
    [bodies[0], bodies[1]] = [bodies[1]!, bodies[0]!];
    return rewritten(log, at, bodies);
  },
  "an entry inserted": (log, random) => {
    const at = pick(random, 1, ENTRIES);
    return rewritten(log, at, [bodyOf(2000), ...log.rows.slice(at - 1).map(({ body }) => body)]);
  },
  "the end cut off": ({ rows, checkpoints }, random) => {
    const keep = pick(random, 0, ENTRIES - 1);
    return { rows: rows.slice(0, keep), checkpoints: checkpoints.filter(({ seq }) => seq <= keep) };
  },
  "the end cut off, signatures left": ({ rows, checkpoints }, random) => {
    return { rows: rows.slice(0, pick(random, 0, ENTRIES - 1)), checkpoints };
  },
  "the beginning cut off": ({ rows, checkpoints }, random) => {
    const from = pick(random, 2, ENTRIES);
    return { rows: rows.slice(from - 1), checkpoints: checkpoints.filter(({ seq }) => seq >= from - 1) };
  },
  "forked: gone on otherwise": (log, random) => {
    const at = pick(random, 1, ENTRIES);
    return rewritten(
      log,
      at,
      Array.from({ length: pick(random, 1, ENTRIES) }, (_, n) => bodyOf(3000 + n)),
    );
  },
  "a checkpoint removed": ({ rows, checkpoints }, random) => {
    const at = pick(random, 0, checkpoints.length - 1);
    return { rows, checkpoints: checkpoints.filter((_, n) => n !== at) };
  },
  "a signature changed": ({ rows, checkpoints }, random) => {
    const at = pick(random, 0, checkpoints.length - 1);
    const change = (one: AuditCheckpoint) => {
      const signature = Buffer.from(one.signature);
      const place = pick(random, 0, 63);
      signature[place] = (signature[place] ?? 0) ^ (1 << pick(random, 0, 7));
      return { ...one, signature };
    };
    return { rows, checkpoints: checkpoints.map((one, n) => (n === at ? change(one) : one)) };
  },
  "written anew and signed with another key": (log, random) => {
    const at = pick(random, 1, ENTRIES);
    const forged = rewritten(
      log,
      at,
      log.rows.slice(at - 1).map((_, n) => bodyOf(4000 + n)),
    );
    const signed = forged.rows.filter(({ seq }) => seq % EVERY === 0).map((row) => stranger.at(row));
    return { ...forged, checkpoints: signed };
  },
};

/** The rows of the table in docs/audit.md, and which tamperings each tells of. */
const PAGE_ROWS: Readonly<Record<string, readonly string[]>> = {
  "edited, deleted or reordered": [
    ...["an entry edited", "a bit of an entry flipped", "an entry deleted", "two entries reordered"],
  ],
  "the same or inserted, and all after it chained anew": [
    "an entry edited and all after it chained anew",
    "an entry deleted and all after it chained anew",
    "two entries reordered and chained anew",
    "an entry inserted",
  ],
  "the beginning cut off, or the end and no signature": ["the beginning cut off", "the end cut off, signatures left"],
  "the end cut off, and its signatures": ["the end cut off"],
  "gone on otherwise (forked)": ["forked: gone on otherwise"],
  "a checkpoint removed, which the next one covers": ["a checkpoint removed"],
  "signed with another key, or a signature changed": [
    ...["a signature changed", "written anew and signed with another key"],
  ],
  all: Object.keys(TAMPERINGS),
};

/** By row: how many were tampered with, how many of these found with the witness, and how many missed without. */
function readPage(): Record<string, number[]> {
  const page = readFileSync(new URL("../../../../docs/audit.md", import.meta.url), "utf8");
  const table = page.split("\n\n").find((block) => block.startsWith("| what was done"))!;
  const rows = table.split("\n").slice(2);
  return Object.fromEntries(
    rows.map((row) => {
      const [name = "", ...cells] = row
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.replaceAll("*", "").trim());
      return [name, cells.map((cell) => Number(cell.replaceAll(",", "")))];
    }),
  );
}

it(`finds every one of ${TRIALS} random tamperings with the witness, and as many without as docs/audit.md says`, async () => {
  const random = seeded(20261126);
  const names = Object.keys(TAMPERINGS);
  const missed: Record<string, number> = {};
  const trials: Record<string, number> = {};
  const overlooked: string[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    const name = names[trial % names.length]!;
    const log = TAMPERINGS[name]!(whole, random);
    trials[name] = (trials[name] ?? 0) + 1;
    if ((await verify(log, record)).broken === null) overlooked.push(name);
    if ((await verify(log, null)).broken === null) missed[name] = (missed[name] ?? 0) + 1;
  }
  const without = Object.values(missed).reduce((sum, count) => sum + count, 0);
  console.log(
    `${TRIALS} tamperings of a log of ${ENTRIES} entries: ${TRIALS - overlooked.length} found with the witness, ` +
      `${TRIALS - without} without. Missed without:\n` +
      Object.entries(missed)
        .map(([name, count]) => `  ${name}: ${count} of ${trials[name]}`)
        .join("\n"),
  );
  expect(overlooked).toEqual([]);
  const sum = (counts: Record<string, number>, names: readonly string[]): number =>
    names.reduce((all, name) => all + (counts[name] ?? 0), 0);
  const found = Object.entries(PAGE_ROWS).map(([row, names]) => {
    const tampered = sum(trials, names);
    return [row, [tampered, tampered - overlooked.filter((name) => names.includes(name)).length, sum(missed, names)]];
  });
  // (control) the witness is what finds them: without it the end is whatever is left.
  expect(readPage()).toEqual(Object.fromEntries(found));
  const { all: _, ...parts } = PAGE_ROWS;
  expect(Object.values(parts).flat().sort()).toEqual(names.toSorted());
}, 120_000);
