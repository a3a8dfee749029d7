import { describe, expect, it } from "vitest";
import {
  bodyOf,
  chain,
  ENTRIES,
  type Log,
  record,
  rewritten,
  rows,
  told,
  verify,
  whole,
} from "../../test/audited-log.js";
import { entryBody } from "./entry-body.js";
import { readWitnessLines, writeWitnessLines } from "./witness-lines.js";

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
