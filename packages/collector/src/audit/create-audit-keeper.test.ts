import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type SiteCollector, siteCollector } from "../../test/site-collector.js";
import type { AuditEntry } from "../ports/audit.js";
import { type AuditKeeper, createAuditKeeper } from "./create-audit-keeper.js";
import { catalogPages } from "./log-pages.js";
import { openWitness } from "./open-witness.js";
import { pruneLog } from "./prune-log.js";
import { verifyGrowing } from "./verify-growing.js";

const DAY = 86_400_000;
const entry: AuditEntry = { at: 1, actor: "p1", kind: "person", action: "read", site: "shop" };
let folder: string;
let site: SiteCollector;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ws-audit-"));
  site = await siteCollector();
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const keeperWith = (place: string, token: string | null = null) =>
  createAuditKeeper({ ...site, catalog: site.catalog, now: site.parts.now, witness: openWitness(place, token) });
const verify = (keeper: AuditKeeper, witness: string | null) =>
  verifyGrowing({ ...catalogPages(site.catalog, () => Promise.resolve(witness)), key: () => keeper.key() });
const record = async (keeper: AuditKeeper, count: number) => {
  for (let n = 0; n < count; n++) await keeper.trail.record({ ...entry, at: n });
};

describe("a witness that is a file", () => {
  it("gets every entry's hash and every signature, and goes on after a line that was cut off", async () => {
    const place = join(folder, "witness.jsonl");
    const first = keeperWith(place);
    await record(first, 5);
    await first.stop();
    appendFileSync(place, '{"seq":6,"ha');
    const second = keeperWith(place);
    await record(second, 3);
    await second.stop();
    const text = readFileSync(place, "utf8");
    expect(await verify(second, text)).toMatchObject({ broken: null, entries: 8, signed: 8, witnessed: 8, lag: 0 });
    // Whoever cuts off the end of the catalog's log, signatures too, is found out by it, and by nothing else.
    site.db.run("delete from audit_entry where seq > 5; delete from audit_checkpoint where seq > 5");
    expect((await verify(second, text)).broken).toEqual({
      seq: 6,
      why: "the witness was told of entries up to 8, which are missing",
    });
    expect((await verify(second, null)).broken).toBeNull();
  });

  it("is told later of what it could not take, and nothing is lost nor held up meanwhile", async () => {
    const place = join(folder, "not", "there", "witness.jsonl");
    const keeper = keeperWith(place);
    await record(keeper, 4);
    await vi.waitFor(async () => expect((await keeper.state()).witness?.failing).not.toBeNull());
    expect((await keeper.state()).witness).toMatchObject({ lag: 4 });
    expect(await site.catalog.auditAfter(0, 9)).toHaveLength(4);
    await keeper.stop();
    const { mkdirSync } = await import("node:fs");
    mkdirSync(join(folder, "not", "there"), { recursive: true });
    const next = keeperWith(place);
    next.start();
    await vi.waitFor(async () => expect((await next.state()).witness).toMatchObject({ lag: 0, failing: null }));
    await next.stop();
    expect(await verify(next, readFileSync(place, "utf8"))).toMatchObject({ broken: null, witnessed: 4 });
  });
});

describe("a witness that is an address", () => {
  it("is asked again until it takes the lines, with its token", async () => {
    const got: string[] = [];
    let down = true;
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const known = request.headers.authorization === "Bearer secret of the witness";
        if (known && !down) got.push(body);
        response.writeHead(!known ? 401 : down ? 503 : 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const keeper = keeperWith(url, "secret of the witness");
      await record(keeper, 3);
      await vi.waitFor(async () => expect((await keeper.state()).witness?.failing).not.toBeNull());
      down = false;
      await vi.waitFor(async () => expect((await keeper.state()).witness?.lag).toBe(0), { timeout: 10_000 });
      await keeper.stop();
      expect(await verify(keeper, got.join(""))).toMatchObject({ broken: null, witnessed: 3, signed: 3 });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe("the log's key", () => {
  it("is not taken for ours where its public half was replaced", async () => {
    const keeper = keeperWith(join(folder, "witness.jsonl"));
    await record(keeper, 2);
    await keeper.stop();
    site.db.run("update own_key set public_key = randomblob(32) where purpose = 'audit'");
    await expect(keeperWith(join(folder, "other.jsonl")).key()).rejects.toThrow("it was replaced");
  });
});

describe("pruning the log", () => {
  it("removes what is older than it is kept, up to a signature, and leaves a log that verifies", async () => {
    const place = join(folder, "witness.jsonl");
    const keeper = keeperWith(place);
    await record(keeper, 3);
    await keeper.sign();
    site.clock.at += 10 * DAY;
    await record(keeper, 2);
    const prune = (days: number | null) =>
      pruneLog({ catalog: site.catalog, audit: keeper.trail, now: site.parts.now, days });
    expect(await prune(null)).toBe(0);
    expect(await prune(11)).toBe(0);
    expect(await prune(9)).toBe(3);
    expect(await prune(9)).toBe(0);
    await keeper.stop();
    const held = { broken: null, first: 4, last: 6, entries: 3 };
    expect(await verify(keeper, readFileSync(place, "utf8"))).toMatchObject(held);
    // (control) the same entries gone without a word of it.
    site.db.run("delete from audit_entry where seq = 6; delete from audit_checkpoint where seq = 6");
    expect((await verify(keeper, null)).broken).toMatchObject({ seq: 1 });
  });
});
