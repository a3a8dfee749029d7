import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkpointBytes, ed25519KeyId, linkAudit } from "../keys/index.js";
import type { AuditCheckpoint, AuditLink, AuditRow } from "../ports/audit.js";
import type { AuditVerified } from "../api.js";
import { random as seeded } from "../../test/random.js";
import { entryBody } from "./entry-body.js";
import { verifyLog } from "./verify-log.js";
import { readWitnessLines, writeWitnessLines } from "./witness-lines.js";

interface Log {
  rows: AuditRow[];
  checkpoints: AuditCheckpoint[];
}

const TRIALS = 10_000;
const ENTRIES = 60;
const EVERY = 20;

function signer() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const kid = ed25519KeyId(raw);
  return {
    key: { publicKey: raw, kid },
    at: ({ seq, hash }: AuditLink): AuditCheckpoint => {
      const unsigned = { seq, hash, at: 1_700_000_000_000 + seq };
      return { ...unsigned, kid, signature: sign(null, checkpointBytes(unsigned), privateKey) };
    },
  };
}

const ours = signer();
const stranger = signer();
const bodyOf = (n: number) => entryBody({ at: n, actor: `p${n % 7}`, kind: "person", action: "read", site: "shop" });

function chain(bodies: readonly string[], after: AuditLink = { seq: 0, hash: Buffer.alloc(32) }): AuditRow[] {
  let link = after;
  return bodies.map((body) => {
    const row = linkAudit(link, body);
    link = row;
    return row;
  });
}

const rows = chain(Array.from({ length: ENTRIES }, (_, n) => bodyOf(n + 1)));
const whole: Log = { rows, checkpoints: rows.filter(({ seq }) => seq % EVERY === 0).map((row) => ours.at(row)) };
/** What the witness was told. */
const told = writeWitnessLines(rows, whole.checkpoints);
const record = readWitnessLines(told);

const verify = (log: Log, witness: typeof record | null, key = ours.key): Promise<AuditVerified> =>
  verifyLog({ rows: [log.rows], checkpoints: log.checkpoints, key, witness, unsigned: 2 * EVERY });

type Random = ReturnType<typeof seeded>;
const pick = (random: Random, least: number, most: number) => least + random.int(most - least + 1);

/** Writes the log anew from entry `from` on, as whoever knows how it is made but has no key: later signatures go. */
function rewritten({ rows, checkpoints }: Log, from: number, bodies: readonly string[]): Log {
  const kept = rows.slice(0, from - 1);
  return {
    rows: [...kept, ...chain(bodies, kept.at(-1))],
    checkpoints: checkpoints.filter(({ seq }) => seq < from),
  };
}

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

describe("verifying an audit log", () => {
  it("finds nothing in what was written, with the witness and without, before it was told all too", async () => {
    const good = { broken: null, entries: ENTRIES, first: 1, last: ENTRIES, checkpoints: 3, signed: ENTRIES };
    expect(await verify(whole, record)).toMatchObject({ ...good, witnessed: ENTRIES, lag: 0 });
    expect(await verify(whole, null)).toMatchObject({ ...good, witnessed: null, lag: null });
    const behind = readWitnessLines(writeWitnessLines(rows.slice(0, -3), whole.checkpoints.slice(0, -1)));
    expect(await verify(whole, behind)).toMatchObject({ ...good, witnessed: ENTRIES - 3, lag: 3 });
    // Told twice, and a last line that was cut off.
    const twice = readWitnessLines(`${told}${told}{"seq":61,"ha`);
    expect(twice.unreadable).toBe(1);
    expect(await verify(whole, twice)).toMatchObject(good);
  });

  it(`finds every one of ${TRIALS} random tamperings with the witness`, async () => {
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
    // (control) the witness is what finds them: without it the end is whatever is left.
    expect(without).toBeGreaterThan(TRIALS / 20);
  }, 120_000);

  it("names the first place", async () => {
    const edited = {
      ...whole,
      rows: rows.map((row) => (row.seq >= 33 ? { ...row, body: bodyOf(row.seq * 100) } : row)),
    };
    expect((await verify(edited, null)).broken).toMatchObject({ seq: 33 });
    expect((await verify(rewritten(whole, 47, [bodyOf(1), bodyOf(2)]), record)).broken).toMatchObject({ seq: 47 });
    expect((await verify({ ...whole, rows: rows.slice(0, 51) }, null)).broken).toMatchObject({ seq: 52 });
    expect((await verify({ rows: [], checkpoints: [] }, record)).broken).toMatchObject({ seq: 1 });
  });

  it("finds a witness that was told of two logs", async () => {
    const fork = chain(
      Array.from({ length: 5 }, (_, n) => bodyOf(500 + n)),
      rows[39],
    );
    const both = readWitnessLines(told + writeWitnessLines(fork, []));
    expect((await verify(whole, both)).broken).toEqual({
      seq: 41,
      why: "the log was forked: the witness was told of several entries of this number",
    });
  });

  describe("of a log that was restored from a backup", () => {
    const restore = (entry: number, more: object = {}) =>
      entryBody({
        at: 9,
        actor: "local",
        kind: "operator",
        action: "restore",
        detail: { data: 1, keys: 2, entry, ...more },
      });
    /** Goes on after entry 40, where the backup was made. */
    const after = chain([restore(40, { witness: 60 }), ...[1, 2, 3].map(bodyOf)], rows[39]);
    const restored: Log = { rows: [...rows.slice(0, 40), ...after], checkpoints: whole.checkpoints.slice(0, 2) };
    const toldAfter = writeWitnessLines(after, []);

    it("finds nothing broken, and says what was lost by it", async () => {
      const lost = [{ seq: 41, at: 9, lost: 20 }];
      const good = { broken: null, entries: 44, last: 44, restored: lost };
      expect(await verify(restored, readWitnessLines(told + toldAfter))).toMatchObject({
        ...good,
        witnessed: 44,
        lag: 0,
      });
      // Told twice; and what it was restored from, told once more before.
      const again = told + writeWitnessLines(restored.rows.slice(30, 40), []) + toldAfter + toldAfter;
      expect(await verify(restored, readWitnessLines(again))).toMatchObject({ ...good, witnessed: 44 });
      // Without the old witness the entry itself says it, where the restore could read it.
      expect(await verify(restored, null)).toMatchObject({ ...good, witnessed: null });
      const unknown = chain([restore(40)], rows[39]);
      const blind = { ...restored, rows: [...rows.slice(0, 40), ...unknown] };
      expect((await verify(blind, null)).restored).toEqual([{ seq: 41, at: 9, lost: null }]);
      expect((await verify(whole, record)).restored).toEqual([]);
    });

    it("names what was done to it afterwards, as in any other", async () => {
      const witness = readWitnessLines(told + toldAfter);
      expect((await verify(rewritten(restored, 43, [bodyOf(7)]), witness)).broken).toMatchObject({ seq: 43 });
      expect((await verify({ ...restored, rows: restored.rows.slice(0, -1) }, witness)).broken).toMatchObject({
        seq: 44,
      });
      expect((await verify(rewritten(restored, 12, [bodyOf(7)]), witness)).broken).toMatchObject({ seq: 12 });
    });

    it("is broken where one of the two says nothing of a restore, or another one", async () => {
      // A log that was cut off, by whoever writes such an entry and cannot write to the witness: the control.
      expect((await verify(restored, record)).broken).toMatchObject({ seq: 41 });
      const none = rewritten(whole, 41, [bodyOf(1)]);
      const line = JSON.stringify({ seq: 41, hash: none.rows[40]!.hash.toString("base64url"), restored: true });
      const silent = await verify(none, readWitnessLines(`${told}${line}\n`));
      expect(silent.broken).toEqual({ seq: 41, why: "the witness was told of a restore here: the entry is none" });
      const other = rewritten(whole, 41, [restore(39)]);
      expect((await verify(other, null)).broken).toEqual({
        seq: 41,
        why: "it says that the log was restored up to another entry",
      });
    });
  });

  it("finds columns that lead elsewhere than what was hashed", async () => {
    const log = { ...whole, rows: rows.map((row) => ({ ...row, matches: row.seq !== 7 })) };
    expect((await verify(log, null)).broken).toMatchObject({ seq: 7 });
  });

  it("takes a log whose beginning was pruned at a checkpoint, if an entry says so, and none otherwise", async () => {
    const pruned = entryBody({
      at: 1,
      actor: "local",
      kind: "operator",
      action: "audit.prune",
      detail: { through: 20 },
    });
    const on = [...rows, ...chain([pruned], rows.at(-1))];
    const log = { rows: on.slice(20), checkpoints: whole.checkpoints };
    expect(await verify(log, null)).toMatchObject({ broken: null, first: 21, last: 61 });
    expect((await verify({ ...log, rows: rows.slice(20) }, null)).broken).toMatchObject({ seq: 1 });
    expect((await verify({ ...log, rows: on.slice(25) }, null)).broken).toMatchObject({ seq: 1 });
  });
});
