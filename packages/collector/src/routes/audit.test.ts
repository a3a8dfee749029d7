import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector, PASSWORD } from "../../test/http-collector.js";
import { readZip } from "../../test/read-zip.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { OPERATIONS } from "../admin/operations.js";
import type { AuditEntryShown, AuditList, AuditSigned, AuditStatus, AuditVerified, Journey } from "../api.js";
import { checkpointBytes, verifyEd25519 } from "../keys/index.js";
import type { Catalog } from "../ports/catalog.js";
import { CatalogError } from "../ports/catalog.js";
import { spoolStore } from "../../test/spool-store.js";

const EMAIL = "ann@gmail.com";
let open = true;
let stand: HttpCollector;
let subject: string;
/** What happens once the log's first page was read. */
let paged = async (): Promise<void> => undefined;
/** A disk that is full for the audit log alone. */
const wrap = (catalog: Catalog): Catalog => ({
  ...catalog,
  async auditAfter(...asked) {
    const page = await catalog.auditAfter(...asked);
    await paged();
    return page;
  },
  appendAudit: (...asked) =>
    open ? catalog.appendAudit(...asked) : Promise.reject(new CatalogError("full", "The disk is full")),
});

async function collectorWith(options: Parameters<typeof httpCollector>[0] = {}): Promise<HttpCollector> {
  const made: { catalog?: Catalog } = {};
  const collector = await httpCollector({
    store: spoolStore(() => made.catalog!),
    wrap: (catalog) => (made.catalog = wrap(catalog)),
    ...options,
  });
  const body = sealStream(collector.key, "shop", [hello(), value]).envelope() as Uint8Array<ArrayBuffer>;
  expect((await collector.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
  return collector;
}

beforeAll(async () => {
  stand = await collectorWith();
  subject = (await stand.catalog.next(100))!.rows[0]!.subject.toString("hex");
});
afterAll(() => stand.close());

const bearer = async (from: HttpCollector, ...roles: string[]) => {
  const made = await OPERATIONS["tokens.create"].run(from.parts, {
    ...{ name: "test", sites: "*", days: 1, roles: roles as never },
  });
  return { headers: { authorization: `Bearer ${made.token}` }, id: made.id };
};
const list = async (query: string, headers: Record<string, string>) => {
  const answer = await stand.ask(`/v1/audit?${query}`, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as AuditList;
};
const journey = (from: HttpCollector, headers: Record<string, string>) =>
  from.ask(`/v1/journeys/${subject}?site=shop`, { headers });

describe("the audit log", () => {
  it("says who read whom, which classes, and by which policy, once a page", async () => {
    const [auditor, reader] = [await bearer(stand, "auditor"), await bearer(stand, "super-user")];
    const read = await journey(stand, reader.headers);
    expect(read.status).toBe(200);
    expect(JSON.stringify((await read.json()) as Journey)).toContain(EMAIL);
    const { entries, names } = await list(`subject=${subject}&action=read`, auditor.headers);
    expect(entries).toMatchObject([
      { actor: reader.id, kind: "token", site: "shop", subject, classes: ["email"], policy: 1, detail: { shown: 1 } },
    ]);
    expect(names[reader.id]).toBe("test");
  });

  it("is not written for what is public and internal", async () => {
    const [auditor, low] = [await bearer(stand, "auditor"), await bearer(stand, "viewer")];
    expect((await stand.ask("/v1/journeys?site=shop", { headers: low.headers })).status).not.toBe(403);
    expect((await list(`actor=${low.id}`, auditor.headers)).entries).toEqual([]);
  });

  it("says who signed in, and whose sign-in was refused, without what was typed", async () => {
    const auditor = await bearer(stand, "auditor");
    await stand.person("bea@x.example", "internal");
    const people = await stand.catalog.people();
    const bea = people.find(({ email }) => email === "bea@x.example")!.id;
    for (const email of ["bea@x.example", "nobody@x.example"]) {
      const answer = await stand.post("/v1/session", { email, password: "wrong wrong wrong" });
      expect(answer.status).toBe(401);
    }
    expect((await stand.post("/v1/session", { email: "bea@x.example", password: PASSWORD })).status).toBe(200);
    const refused = await list("action=sign-in.refused", auditor.headers);
    expect(refused.entries.map(({ actor }) => actor)).toEqual(["unknown", bea]);
    expect((await list(`action=sign-in&actor=${bea}`, auditor.headers)).entries).toHaveLength(2);
  });

  it("holds nobody's values", async () => {
    const auditor = await bearer(stand, "auditor");
    const officer = await bearer(stand, "privacy-officer");
    const found = await stand.post("/v1/lookups", { site: "shop", class: "email", value: EMAIL }, officer.headers);
    expect(found.status).toBe(200);
    const log = JSON.stringify((await list("limit=500", auditor.headers)).entries);
    expect(log).toContain('"lookup"');
    const scan = (text: string) => /ann@|gmail|bea@|nobody@|x\.example|wrong wrong/i.test(text);
    expect(scan(log)).toBe(false);
    // (control) the same scan finds a value where there is one.
    expect(scan(JSON.stringify({ detail: { value: EMAIL } }))).toBe(true);
    // And the trail refuses to take it in.
    const entry = { at: 1, actor: EMAIL, kind: "person", action: "read" } as const;
    await expect(stand.parts.audit.record(entry)).rejects.toThrow("An audit entry's actor is not an id");
  });

  it("is for who holds the right, pages, and is read without customers' data", async () => {
    const auditor = await bearer(stand, "auditor");
    for (const role of ["viewer", "analyst", "super-user"]) {
      const { headers } = await bearer(stand, role);
      for (const path of ["/v1/audit", "/v1/audit/status", "/v1/audit/bundle"]) {
        expect([role, path, (await stand.ask(path, { headers })).status]).toEqual([role, path, 403]);
      }
    }
    expect((await journey(stand, auditor.headers)).status).toBe(403);
    const first = await list("limit=2", auditor.headers);
    const second = await list(`limit=2&before=${first.next}`, auditor.headers);
    const numbers = [...first.entries, ...second.entries].map(({ seq }) => seq);
    expect(numbers).toEqual([0, 1, 2, 3].map((n) => numbers[0]! - n));
    expect((await stand.ask("/v1/audit?action=nothing", { headers: auditor.headers })).status).toBe(400);
  });

  it("shows one entry with what it is chained to, and none of another's site", async () => {
    const auditor = await bearer(stand, "auditor");
    const [last] = (await list("limit=1", auditor.headers)).entries;
    const show = async (seq: number, { headers } = auditor) => stand.ask(`/v1/audit/entries/${seq}`, { headers });
    const shown = (await (await show(last!.seq)).json()) as AuditEntryShown;
    const before = (await (await show(last!.seq - 1)).json()) as AuditEntryShown;
    expect([shown.entry, shown.previous]).toEqual([last, before.entry.hash]);
    // By hand, as docs/audit.md says.
    const seq = Buffer.alloc(8);
    seq.writeBigUInt64BE(BigInt(last!.seq));
    const chained = [Buffer.from("wayseal/1 audit\0"), Buffer.from(shown.previous!, "base64url"), seq];
    const hash = createHash("sha256").update(Buffer.concat([...chained, Buffer.from(shown.body)]));
    expect(hash.digest("base64url")).toBe(last!.hash);
    const first = (await (await show(1)).json()) as AuditEntryShown;
    expect(Buffer.from(first.previous!, "base64url")).toEqual(Buffer.alloc(32));

    const read = (await list("action=read&limit=1", auditor.headers)).entries[0]!;
    const made = await OPERATIONS["tokens.create"].run(stand.parts, {
      ...{ name: "blog's", sites: ["blog"], days: 1, roles: ["auditor"] },
    });
    const other = { headers: { authorization: `Bearer ${made.token}` }, id: made.id };
    expect([(await show(read.seq, other)).status, (await show(read.seq)).status]).toEqual([404, 200]);
    expect((await show(10 ** 9)).status).toBe(404);
    const status = await stand.ask("/v1/audit/status", { headers: other.headers });
    const { actors, bundle } = (await status.json()) as AuditStatus;
    expect([actors.some(({ name }) => name === "blog's"), bundle]).toEqual([true, false]);
  });

  it("tells how far verifying has come, where lines are asked for", async () => {
    const auditor = await bearer(stand, "auditor");
    const more = { ...auditor.headers, accept: "application/x-ndjson" };
    const answer = await stand.post("/v1/audit/verify", {}, more);
    const lines = (await answer.text()).trim().split("\n");
    const told = lines.map((line) => JSON.parse(line) as { entries?: number; of?: number; result?: AuditVerified });
    const { result } = told.at(-1)!;
    expect(told[0]).toEqual({ entries: 0, of: result!.last });
    expect(told.at(-2)).toEqual({ entries: result!.entries, of: result!.last });
    expect(result!.broken).toBeNull();
  });

  it("is verified, and taken away with a verifier that needs nothing of ours", async () => {
    const auditor = await bearer(stand, "auditor");
    const answer = await stand.post("/v1/audit/verify", {}, auditor.headers);
    expect((await answer.json()) as AuditVerified).toMatchObject({ broken: null, witnessed: null });
    const bundle = await stand.ask("/v1/audit/bundle", { headers: auditor.headers });
    expect(bundle.headers.get("content-type")).toBe("application/zip");
    const folder = mkdtempSync(join(tmpdir(), "ws-bundle-"));
    try {
      writeFileSync(join(folder, "bundle.zip"), Buffer.from(await bundle.arrayBuffer()));
      const files = await readZip(join(folder, "bundle.zip"));
      for (const { name, content } of files) writeFileSync(join(folder, name), content);
      const run = () => spawnSync(process.execPath, ["verify.mjs"], { cwd: folder, encoding: "utf8", env: {} }).stdout;
      expect(run()).toMatch(/^OK: \d+ entries up to \d+, signed up to \d+ by key [\w-]{43}\n/);
      const entries = files.find(({ name }) => name === "entries.jsonl")!.content.toString("utf8");
      writeFileSync(
        join(folder, "entries.jsonl"),
        entries.replace('\\"action\\":\\"read\\"', '\\"action\\":\\"hold\\"'),
      );
      expect(run()).toMatch(/^BROKEN at entry \d+: it was edited/);
      writeFileSync(join(folder, "entries.jsonl"), entries.split("\n").slice(0, -4).join("\n"));
      expect(run()).toMatch(/^BROKEN at entry \d+: .*which are missing/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is signed at once and taken away by whoever keeps it, and by nobody else who may read it", async () => {
    const auditor = await bearer(stand, "auditor");
    for (const role of ["privacy-officer", "administrator"]) {
      const { headers } = await bearer(stand, role);
      const status = (await (await stand.ask("/v1/audit/status", { headers })).json()) as AuditStatus;
      expect([status.keeps, status.bundle]).toEqual([false, false]);
      expect((await stand.post("/v1/audit/checkpoints", {}, headers)).status).toBe(403);
      expect((await stand.ask("/v1/audit/bundle", { headers })).status).toBe(403);
    }
    const answer = await stand.post("/v1/audit/checkpoints", {}, auditor.headers);
    const signed = (await answer.json()) as AuditSigned;
    const { last } = (await list("limit=1&action=audit.sign", auditor.headers)).entries.map(({ seq: last }) => ({
      last,
    }))[0]!;
    expect([answer.status, signed.seq]).toEqual([201, last]);
    const status = (await (await stand.ask("/v1/audit/status", { headers: auditor.headers })).json()) as AuditStatus;
    expect(status).toMatchObject({ keeps: true, bundle: true, unsigned: 0, signed: { seq: last, kid: signed.kid } });
    // By hand, as docs/audit.md says: what is kept elsewhere can be checked there.
    const row = (await stand.catalog.ownKey("audit", "", ""))!;
    const bytes = (text: string) => Buffer.from(text, "base64url");
    const link = { seq: signed.seq, at: signed.at, hash: bytes(signed.hash) };
    expect(verifyEd25519(row.publicKey, checkpointBytes(link), bytes(signed.signature))).toBe(true);
    expect(verifyEd25519(row.publicKey, checkpointBytes({ ...link, at: 1 }), bytes(signed.signature))).toBe(false);
  });

  it.each(["goes on while nothing changes", "ends once their token is revoked", "ends once it has expired"])(
    "taken away or verified, %s",
    async (what) => {
      const whole = what.startsWith("goes on");
      for (const [method, path] of [
        ["GET", "/v1/audit/bundle"],
        ["POST", "/v1/audit/verify"],
      ] as const) {
        const auditor = await bearer(stand, "auditor");
        const headers = { ...auditor.headers, accept: "application/x-ndjson", origin: stand.url };
        // Between its first page and what comes after it.
        paged = async () => {
          if (what.includes("revoked")) await stand.catalog.revokeToken(auditor.id);
          if (what.includes("expired")) stand.forward(86_400_001);
        };
        const read = stand.ask(path, { method, headers }).then(async (answer) => [answer.status, await answer.text()]);
        const [status, text] = await read.catch(() => ["cut off", ""]);
        paged = async () => undefined;
        expect([path, status]).toEqual([path, whole ? 200 : "cut off"]);
        expect(String(text).includes(method === "GET" ? "verify.mjs" : '"result"')).toBe(whole);
      }
    },
  );

  it("refuses a sensitive read where it cannot be written, and signs nobody in", async () => {
    const reader = await bearer(stand, "super-user");
    await stand.person("cat@x.example", "internal");
    open = false;
    try {
      const refused = await journey(stand, reader.headers);
      const told = await refused.text();
      expect([refused.status, told.includes(EMAIL)]).toEqual([503, false]);
      const lookup = { site: "shop", class: "email", value: EMAIL };
      expect((await stand.post("/v1/lookups", lookup, reader.headers)).status).toBe(503);
      const signIn = await stand.post("/v1/session", { email: "cat@x.example", password: PASSWORD });
      expect([signIn.status, signIn.headers.get("set-cookie")]).toEqual([503, null]);
      const erase = { site: "shop", subject };
      open = true;
      const eraser = await bearer(stand, "privacy-officer");
      open = false;
      expect((await stand.post("/v1/erasures", erase, eraser.headers)).status).toBe(503);
      expect(await stand.catalog.erasures("shop", 9)).toEqual([]);
    } finally {
      open = true;
    }
    expect((await journey(stand, reader.headers)).status).toBe(200);
  });

  it("(control) a trail that does not wait lets the same read through", async () => {
    const made: { catalog?: Catalog } = {};
    const collector = await httpCollector({
      store: spoolStore(() => made.catalog!),
      wrap(catalog) {
        made.catalog = catalog;
        return catalog;
      },
      audit: { record: () => Promise.resolve() },
    });
    try {
      const body = sealStream(collector.key, "shop", [hello(), value]).envelope() as Uint8Array<ArrayBuffer>;
      await collector.ask("/v1/streams", { method: "POST", body });
      const whose = (await collector.catalog.next(100))!.rows[0]!.subject.toString("hex");
      const { headers } = await bearer(collector, "super-user");
      const answer = await collector.ask(`/v1/journeys/${whose}?site=shop`, { headers });
      expect([answer.status, (await answer.text()).includes(EMAIL)]).toEqual([200, true]);
      expect(await collector.catalog.auditEntries({ action: "read" }, 9)).toEqual([]);
    } finally {
      await collector.close();
    }
  });
});
