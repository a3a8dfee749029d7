import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkArchive } from "../../test/archive-checks.js";
import { readZip } from "../../test/read-zip.js";
import { eachWithWayseal } from "../../test/run-wayseal.js";
import { takeVisitor } from "../../test/visitor.js";
import { runOperation } from "../admin/operations.js";
import type { AuditEntry } from "../ports/audit.js";
import type { AuditList, ErasureAnswer, ExportAnswer, LookupAnswer, RequestAnswer, RequestList } from "../api.js";
import { openData, type Running, startCollector } from "../main.js";
import { readSettings } from "../settings/read-settings.js";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";

const current = eachWithWayseal();

/** A collector with two visitors, and whoever asks it. */
async function stand() {
  const { env, folder, run, json } = current();
  await run("init");
  await run("sites", "add", "shop", "--origin", "*");
  const settings = readSettings({ env, cwd: folder, flags: { PORT: "0" } });
  const data = await openData(settings);
  const subject = await takeVisitor(data);
  await takeVisitor(data);
  await data.catalog.close();
  await data.keyring.close();
  // What an earlier process left.
  mkdirSync(join(folder, "data", "exports"));
  writeFileSync(join(folder, "data", "exports", "old.sealed"), "old");
  const running: Running = await startCollector(settings);
  const token = async (clearance: string) => {
    const made = await json<{ token: string }>("tokens", "create", `a ${clearance}`, "--clearance", clearance);
    return made.token;
  };
  const asker =
    (bearer: string) =>
    async <Answer>(method: "GET" | "POST" | "DELETE", path: string, body?: object) => {
      const response = await fetch(`${running.address}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      const isJson = (response.headers.get("content-type") ?? "").includes("json");
      return {
        status: response.status,
        headers: response.headers,
        bytes,
        body: (isJson ? JSON.parse(bytes.toString("utf8")) : {}) as Answer & { code?: string },
      };
    };
  type Ask = ReturnType<typeof asker>;
  /** Waits for an export and reads its archive. */
  const fetched = async (ask: Ask, id: string) => {
    for (;;) {
      const { body } = await ask<ExportAnswer>("GET", `/v1/exports/${id}`);
      if (body.state !== "running") {
        expect(body).toMatchObject({ state: "ready", events: 4, total: 4 });
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const archive = await ask("GET", `/v1/exports/${id}/archive`);
    expect([archive.status, archive.headers.get("content-type")]).toEqual([200, "application/zip"]);
    expect(archive.headers.get("cache-control")).toBe("no-store");
    const path = join(folder, `${id}.zip`);
    writeFileSync(path, archive.bytes);
    return checkArchive(new Map((await readZip(path)).map(({ name, content }) => [name, content])));
  };
  /** Files of exports, now. */
  const kept = () => readdirSync(join(folder, "data", "exports"));
  return { folder, subject, running, fetched, asker, token, kept };
}

describe("/v1/exports and /v1/requests", () => {
  it("export to a clearance, sealed at rest, and only for whoever asked", { timeout: 90_000 }, async () => {
    const { folder, subject, running, fetched, asker, token, kept } = await stand();
    try {
      const [restricted, internal] = [asker(await token("restricted")), asker(await token("internal"))];
      const ask = { site: "shop", subject };
      const full = await restricted<ExportAnswer>("POST", "/v1/exports", ask);
      expect([full.status, full.body.clearance]).toEqual([202, "restricted"]);
      expect(JSON.stringify((await fetched(restricted, full.body.id)).events)).toContain("ann@gmail.com");
      const masked = await internal<ExportAnswer>("POST", "/v1/exports", ask);
      const read = await fetched(internal, masked.body.id);
      expect(JSON.stringify(read)).not.toMatch(/ann@gmail|customer-4711/);
      expect(JSON.stringify(read.events)).toContain("a•••@gmail.com");
      const lowered = await restricted<ExportAnswer>("POST", "/v1/exports", { ...ask, clearance: "public" });
      expect((await fetched(restricted, lowered.body.id)).manifest.counts.fields.shown).toBe(0);

      // Whoever fetches one is written down with what is in it.
      const { entries } = await current().json<AuditList>("audit", "list", "--action", "export.fetch");
      expect(
        entries.map(({ classes, policy, detail }) => [classes, policy, detail?.["shown"], detail?.["masked"]]),
      ).toEqual([
        [undefined, undefined, 0, 0],
        [["city", "email", "user-id"], 1, 0, 3],
        [["city", "email", "user-id"], 1, 3, 0],
      ]);
      expect((await internal("POST", "/v1/exports", { ...ask, clearance: "restricted" })).body.code).toBe(
        "not-cleared",
      );
      for (const path of [`/v1/exports/${full.body.id}`, `/v1/exports/${full.body.id}/archive`]) {
        expect((await internal("GET", path)).status).toBe(404);
      }
      const nobody = { site: "shop", subject: randomBytes(16).toString("hex") };
      expect((await restricted("POST", "/v1/exports", nobody)).body.code).toBe("unknown-subject");

      const exports = join(folder, "data", "exports");
      // What an earlier process left went when this one began.
      expect(kept()).toHaveLength(3);
      for (const name of kept()) {
        const bytes = readFileSync(join(exports, name));
        for (const plain of ["PK\u0003\u0004", "events.jsonl", "manifest.json"])
          expect(bytes.includes(plain)).toBe(false);
      }
      // Those that were made before an erasure are gone with it, before anybody asks for one; somebody else's stays.
      const who = { site: "shop", class: "user-id", value: "customer-4711" };
      const { matches } = (await restricted<LookupAnswer>("POST", "/v1/lookups", who)).body;
      const other = matches.map((one) => one.subject).find((one) => one !== subject);
      const others = await restricted<ExportAnswer>("POST", "/v1/exports", { ...ask, subject: other });
      await fetched(restricted, others.body.id);
      expect((await restricted("POST", "/v1/erasures", ask)).status).toBe(201);
      expect(kept()).toEqual([`${others.body.id}.sealed`]);
      expect((await restricted<ExportAnswer>("GET", `/v1/exports/${full.body.id}`)).body).toMatchObject({
        ...{ state: "failed", bytes: null, expires: null },
        reason: "That subject was erased since: the archive is gone too",
      });
      expect((await restricted("GET", `/v1/exports/${full.body.id}/archive`)).body.code).toBe("erased");
      await fetched(restricted, others.body.id);
      // An operator's erasure, which comes by the socket.
      await current().json("erase", "--subject", other!, "--yes");
      expect(kept()).toEqual([]);
      expect((await restricted("GET", `/v1/exports/${others.body.id}/archive`)).body.code).toBe("erased");
      expect((await restricted("POST", "/v1/exports", ask)).body.code).toBe("erased");
      await running.stop();
      expect(existsSync(exports)).toBe(false);
    } finally {
      await running.stop();
    }
  });

  it("carry a request from its entry to an archive, an erasure and its receipt", { timeout: 90_000 }, async () => {
    const { subject, running, fetched, asker, token, kept } = await stand();
    try {
      const [ask, confidential] = [asker(await token("restricted")), asker(await token("confidential"))];
      const entry = {
        site: "shop",
        kind: "erasure",
        jurisdiction: "gdpr",
        contact: "ann@gmail.com",
        note: "by letter",
      };
      const { status, body } = await ask<RequestAnswer>("POST", "/v1/requests", entry);
      expect([status, body.state, body.contact]).toEqual([201, "received", "ann@gmail.com"]);
      const at = `/v1/requests/${body.id}`;
      const move = (move: object) => ask<RequestAnswer>("POST", `${at}/moves`, move);
      // Nothing leaves and nothing is destroyed before the identity is checked.
      for (const act of ["exports", "erasures"]) expect((await ask("POST", `${at}/${act}`)).body.code).toBe("conflict");
      await move({ move: "check-identity" });
      await move({ move: "start" });
      for (const act of ["exports", "erasures"]) expect((await ask("POST", `${at}/${act}`)).body.code).toBe("conflict");
      expect((await move({ move: "link", subject })).body.subject).toBe(subject);
      expect((await move({ move: "note", note: "mail ann@gmail.com" })).body.code).toBe("personal-value");
      expect((await move({ move: "exported", ref: "x" })).status).toBe(400);

      const made = await ask<ExportAnswer>("POST", `${at}/exports`);
      expect(made.status).toBe(202);
      expect((await fetched(ask, made.body.id)).manifest.subject).toBe(subject);
      expect((await confidential("POST", `${at}/erasures`)).body.code).toBe("not-cleared");
      // A legal hold keeps the person here too, and its end lets them go.
      const hold = await ask<{ id: string }>("POST", "/v1/holds", { site: "shop", subject, reason: "a lawsuit" });
      expect((await ask("POST", `${at}/erasures`)).body.code).toBe("held");
      await ask("DELETE", `/v1/holds/${hold.body.id}`);
      expect(kept()).toEqual([`${made.body.id}.sealed`]);
      const erased = await ask<ErasureAnswer>("POST", `${at}/erasures`);
      expect(kept()).toEqual([]);
      expect([erased.status, erased.body.receipt!.split(".").length]).toEqual([201, 3]);
      const done = (await move({ move: "finish" })).body;
      expect(done.steps.map(({ action, ref }) => [action, ref])).toEqual([
        ...[
          ["received", null],
          ["identity-checked", null],
          ["started", null],
          ["linked", null],
        ],
        ...[
          ["exported", made.body.id],
          ["erased", erased.body.id],
          ["done", null],
        ],
      ]);
      expect([done.state, done.contact]).toEqual(["done", null]);
      expect((await ask<RequestList>("GET", "/v1/requests?site=shop")).body.requests).toEqual([]);
      const all = await ask<RequestList>("GET", "/v1/requests?site=shop&closed=true");
      expect(all.body.requests.map(({ id }) => id)).toEqual([body.id]);
    } finally {
      await running.stop();
    }
  });
});

describe("who may see requests", () => {
  let http: HttpCollector;
  beforeAll(async () => void (http = await httpCollector()));
  afterAll(() => http.close());

  it("is anyone cleared for confidential, of the request's site, and nobody else", async () => {
    const entry = { site: "shop", kind: "access", jurisdiction: "gdpr" };
    const bearer = async (clearance: "internal" | "confidential", sites: string[]) => ({
      authorization: `Bearer ${await http.token(clearance, sites)}`,
    });
    const cleared = await bearer("confidential", ["shop"]);
    const { id } = (await (await http.post("/v1/requests", entry, cleared)).json()) as RequestAnswer;
    const statuses = async (headers: Record<string, string>) => [
      (await http.ask("/v1/requests?site=shop", { headers })).status,
      (await http.ask(`/v1/requests/${id}`, { headers })).status,
      (await http.post("/v1/requests", entry, headers)).status,
      (await http.post(`/v1/requests/${id}/moves`, { move: "note", note: "x" }, headers)).status,
    ];
    expect(await statuses(cleared)).toEqual([200, 200, 201, 200]);
    expect(await statuses(await bearer("internal", ["shop"]))).toEqual([403, 403, 403, 403]);
    expect(await statuses(await bearer("confidential", ["blog"]))).toEqual([404, 404, 404, 404]);
    expect(await statuses({})).toEqual([401, 401, 401, 401]);
    expect(http.log()).toContain('"audit":"request"');
    // The log says the same of what an operator does with one.
    const logged = async () =>
      (await http.catalog.auditEntries({ action: "request.move" }, 9)).map(({ body }) => {
        const { site, detail } = JSON.parse(body) as AuditEntry;
        return { site, detail };
      });
    const before = await logged();
    expect(before).toEqual([{ site: "shop", detail: { request: id, move: "note" } }]);
    await runOperation(http.parts, "requests.move", { id, move: { move: "note", note: "x" } });
    expect(await logged()).toEqual([...before, ...before]);
  });

  it("is written down wherever the contact stands in the answer, by API and by operator, and nowhere else", async () => {
    const headers = { authorization: `Bearer ${await http.token("confidential", ["shop"])}` };
    let seen = (await http.catalog.auditTail()).seq;
    const written = async () => {
      const rows = await http.catalog.auditAfter(seen, 9);
      seen = rows.at(-1)!.seq;
      return rows.map(({ body }) => {
        const { action, kind, site, classes, detail } = JSON.parse(body) as AuditEntry;
        return action === "read" ? { kind, site, classes, detail } : action;
      });
    };
    const contact = "ann@gmail.com";
    const entry = { site: "shop", kind: "access", jurisdiction: "gdpr", contact } as const;
    const note = { move: "note", note: "x" } as const;
    const read = (kind: string, request: string) => ({ kind, site: "shop", classes: ["contact"], detail: { request } });

    const added = (await (await http.post("/v1/requests", entry, headers)).json()) as RequestAnswer;
    const { id } = added;
    expect([added.contact, await written()]).toEqual([contact, ["request.add", "request.add", read("token", id)]]);
    const move = async (move: object) =>
      (await (await http.post(`/v1/requests/${id}/moves`, move, headers)).json()) as RequestAnswer;
    expect([(await move(note)).contact, await written()]).toEqual([contact, ["request.move", read("token", id)]]);
    const operated = await runOperation(http.parts, "requests.move", { id, move: note });
    expect([operated, await written()]).toMatchObject([{ contact }, ["request.move", read("operator", id)]]);
    const mine = (await runOperation(http.parts, "requests.add", entry)) as RequestAnswer;
    expect([mine.contact, await written()]).toEqual([
      contact,
      ["request.add", "request.add", read("operator", mine.id)],
    ]);
    // The control: with the closing the contact goes, and there is nothing to read.
    const closed = await move({ move: "refuse", note: "not them" });
    expect([closed.contact, await written()]).toEqual([null, ["request.move"]]);
  });
});
