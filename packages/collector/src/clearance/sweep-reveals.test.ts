import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { openSqliteCatalog } from "../catalog/index.js";
import type { AuditEntry, AuditTrail } from "../ports/audit.js";
import { type Catalog, CatalogError } from "../ports/catalog.js";
import {
  sampleBytes,
  sampleDek,
  sampleKek,
  sampleRecipient,
  sampleRequest,
  sampleSigning,
  sampleSite,
} from "../ports/catalog-samples.contract.js";
import type { Reveal, RevealStep } from "../ports/reveals.js";
import { sweepRegularly } from "../start/sweep-regularly.js";
import { sweepReveals } from "./sweep-reveals.js";

const NOW = Date.UTC(2026, 10, 26);
const MINUTE = 60_000;
const ID = "g".repeat(22);
const subject = sampleBytes("subject", 16);
let folder: string;
let catalog: Catalog;
let time: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ws-sweep-"));
  time = NOW;
  await open(true);
  await catalog.addSite(sampleSite(), sampleRecipient(), sampleSigning());
});
afterEach(async () => {
  await catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

const key = Buffer.alloc(32, 7);
async function open(create = false): Promise<void> {
  catalog = await openSqliteCatalog({ path: join(folder, "catalog.db"), key, create, now: () => time });
}
/** As after a crash: what is on disk is all that there is. */
async function restart(): Promise<void> {
  await catalog.close();
  await open();
}
const add = (more: Partial<Reveal> = {}) =>
  catalog.addReveal({
    ...({ site: "shop", subject, classes: ["email"], purpose: "analysis", reason: "x", asked: NOW } as const),
    ...{ id: ID, askedBy: "asker", minutes: 15, reads: 2, used: 0, decided: NOW, decidedBy: "officer", note: null },
    ...({ state: "active", level: "restricted", expires: NOW + 15 * MINUTE, ended: null, endedBy: null } as const),
    ...more,
  });
const sweep = (audit: AuditTrail = createAuditTrail({ catalog })) => sweepReveals({ catalog, audit, now: () => time });
const steps = async () =>
  (await catalog.auditEntries({}, 100))
    .map(({ body }) => JSON.parse(body) as AuditEntry)
    .map(({ action, kind, actor, at, detail }) => [
      action,
      kind,
      actor,
      at - NOW,
      detail?.["reveal"],
      detail?.["used"],
    ]);
const down: AuditTrail = { record: () => Promise.reject(new CatalogError("full", "full")) };

it("gives each end its one entry, at the time at which it was over, though nobody looks", async () => {
  await add();
  await add({ id: "u".repeat(22), used: 2 });
  await add({ id: "a".repeat(22), state: "asked", expires: null, level: null });
  await sweep();
  expect(await steps()).toEqual([["reveal.end", "system", "reveals", 0, "u".repeat(22), 2]]);
  time = NOW + 60 * MINUTE;
  await sweep();
  expect((await steps())[0]).toEqual(["reveal.end", "system", "reveals", 15 * MINUTE, ID, 0]);
  time = NOW + 25 * 60 * MINUTE;
  await Promise.all([sweep(), sweep(), sweep()]);
  await sweep();
  expect((await steps()).map(([, , , , id]) => id)).toEqual(["a".repeat(22), ID, "u".repeat(22)]);
  expect((await catalog.reveal("a".repeat(22)))?.state).toBe("lapsed");
});

it("gives what an erasure ended its entry", async () => {
  await add();
  await add({ id: "a".repeat(22), state: "asked", expires: null, level: null });
  await add({ id: "r".repeat(22), state: "refused", expires: null, level: null });
  await catalog.addKek(sampleKek());
  await catalog.commit(sampleRequest([0], { subject: "subject", deks: [sampleDek(subject)] }));
  const by = { kind: "operator", id: "local" } as const;
  await catalog.erase({ id: "e", site: "shop", subject, at: NOW + MINUTE, by, lookup: null });
  await restart();
  await sweep();
  expect(await steps()).toEqual([
    ["reveal.end", "system", "reveals", MINUTE, ID, 0],
    ["reveal.end", "system", "reveals", MINUTE, "a".repeat(22), 0],
  ]);
});

const MOVES: readonly [RevealStep, Partial<Reveal>, Parameters<Catalog["moveReveal"]>[2], string][] = [
  ["reveal.approve", { state: "asked", expires: null }, { state: "active", expires: NOW + MINUTE }, "officer"],
  ["reveal.refuse", { state: "asked", expires: null }, { state: "refused" }, "officer"],
  ["reveal.revoke", {}, { state: "revoked", ended: NOW }, "asker"],
];
it.each(MOVES)(
  "writes %s down once after a process ended between it and its entry",
  async (step, before, change, by) => {
    await add(before);
    const { state } = (await catalog.reveal(ID))!;
    expect(await catalog.moveReveal(ID, state, change, { step, at: NOW, by })).toBe(true);
    await restart();
    expect(await steps()).toEqual([]);
    // Nobody reads by an approval that is not written down.
    expect(await catalog.useReveal(ID, "asker", NOW)).toBeNull();
    await expect(sweep(down)).rejects.toThrow("full");
    await restart();
    await Promise.all([sweep(), sweep()]);
    await restart();
    await sweep();
    expect(await steps()).toEqual([[step, "person", by, 0, ID, 0]]);
    expect((await catalog.useReveal(ID, "asker", NOW)) !== null).toBe(step === "reveal.approve");
  },
);

it("(control) loses the entry of a move without a note, and doubles one that is written without taking the note", async () => {
  await add();
  await catalog.moveReveal(ID, "active", { state: "revoked", ended: NOW });
  await restart();
  await sweep();
  expect(await steps()).toEqual([]);
  await add({ id: "h".repeat(22) });
  await catalog.moveReveal("h".repeat(22), "active", { state: "ended" }, { step: "reveal.end", at: NOW, by: null });
  const trail = createAuditTrail({ catalog });
  const careless: AuditTrail = { record: (entry) => trail.record(entry) };
  await sweep(careless);
  await sweep(careless);
  expect(await steps()).toHaveLength(2);
});

it("does so in a running collector from its start on, and goes on after a fault", async () => {
  await add({ used: 2 });
  const trail = createAuditTrail({ catalog });
  let calls = 0;
  const audit: AuditTrail = { record: (...told) => (++calls === 1 ? down.record(...told) : trail.record(...told)) };
  const schedule = sweepRegularly({ catalog, audit, now: () => time }, { every: 1 });
  try {
    await vi.waitUntil(async () => (await steps()).length > 0, { timeout: 20_000 });
  } finally {
    await schedule.stop();
  }
  expect(await steps()).toEqual([["reveal.end", "system", "reveals", 0, ID, 2]]);
});
