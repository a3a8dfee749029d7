import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import { AUDITED } from "../admin/audited-operations.js";
import type { ExportAnswer } from "../api.js";
import type { AuditEntry } from "../ports/audit.js";
import type { Catalog } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";

let stand: HttpCollector;
let subject: string;
/** Events are read once this resolves. */
let gate: Promise<void> = Promise.resolve();
/** How often it was asked who somebody is by now. */
let looks = 0;
/** Those after so many are not answered. */
let deaf = { after: Infinity, until: Promise.resolve() };
/** Events that a page has for each that there is. */
let times = 1;
const folder = mkdtempSync(join(tmpdir(), "wayseal-exports-"));

beforeAll(async () => {
  const store = spoolStore(() => stand.catalog);
  const ask = (async (question) => {
    if (!question.sql.includes("GROUP BY")) await gate;
    const rows = await store.ask(question);
    if (times === 1 || question.sql.includes("GROUP BY")) return rows;
    const page = () => randomBytes(1_200).toString("base64url");
    return Array.from({ length: times }, (_, seq) => ({ ...(rows[0] as object), seq, page: page() }));
  }) as EventStore["ask"];
  stand = await httpCollector({
    store: { ...store, ask },
    exportsDir: folder,
    // What waits is in this store already: nothing to be patient for.
    wrap: (catalog) =>
      Object.assign({} as Catalog, catalog, {
        person: async (id: string) => {
          const found = await catalog.person(id);
          if (++looks > deaf.after) await deaf.until;
          return found;
        },
        subjectFacts: async (site: string, of: Buffer) => ({ ...(await catalog.subjectFacts(site, of)), waiting: 0 }),
      }),
  });
  const body = new Uint8Array(sealStream(stand.key, "shop", [hello(), value]).envelope());
  await stand.ask("/v1/streams", { method: "POST", body });
  subject = ((await stand.catalog.next(10))?.rows[0]?.subject as Buffer).toString("hex");
});
afterAll(() => stand.close());

describe("an export under way", () => {
  const changes: readonly [string, (catalog: Catalog, id: string) => Promise<void>, boolean][] = [
    ["goes on where nothing changed", async () => undefined, true],
    ["goes on where only their name did", (catalog, id) => catalog.changePerson(id, { name: "Else" }), true],
    ["ends once they are disabled", (catalog, id) => catalog.setDisabled(id, true), false],
    [
      "ends once their clearance is lowered",
      (catalog, id) => catalog.changePerson(id, { clearance: "internal" }),
      false,
    ],
    [
      "ends once they lose the right",
      (catalog, id) => catalog.changePerson(id, { roles: ["viewer"], rights: [] }),
      false,
    ],
    ["ends once they lose the site", (catalog, id) => catalog.changePerson(id, { sites: ["blog"] }), false],
    [
      "ends once a class is denied to them",
      (catalog, id) => catalog.changePerson(id, { deny: { classes: ["email"], fields: [] } }),
      false,
    ],
    [
      "ends once their jurisdictions are fewer",
      (catalog, id) => catalog.changePerson(id, { jurisdictions: ["DE"] }),
      false,
    ],
  ];
  it.each(changes)("%s", async (name, change, whole) => {
    const email = `${name.replaceAll(" ", "-")}@x.example`;
    const cookie = await stand.person(email, { clearance: "confidential" });
    const id = (await stand.catalog.personByEmail(email))!.id;
    let open = () => {};
    gate = new Promise((resolve) => (open = resolve));
    const started = await stand.post("/v1/exports", { site: "shop", subject }, { cookie });
    const made = (await started.json()) as ExportAnswer;
    expect(started.status).toBe(202);
    await change(stand.catalog, id);
    const before = looks;
    open();
    const said = () =>
      stand
        .log()
        .split("\n")
        .filter((line) => line.includes(`"id":"${made.id}"`));
    if (whole) {
      await expect.poll(() => said().length, { timeout: 10_000 }).toBe(1);
      const archive = await stand.ask(`/v1/exports/${made.id}/archive`, { cookie });
      expect([archive.status, (await archive.arrayBuffer()).byteLength > 1000]).toEqual([200, true]);
    } else {
      // Whatever they are again afterwards: it was never finished.
      await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(before);
      await stand.catalog.setDisabled(id, false);
      await stand.catalog.changePerson(id, {
        clearance: "confidential",
        roles: ["analyst"],
        rights: ["export"],
        sites: "*",
      });
      await stand.catalog.changePerson(id, { deny: { classes: [], fields: [] }, jurisdictions: "*" });
      const answer = await stand.post("/v1/session", { email, password: "correct horse battery staple" });
      const again = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      const read = async () => {
        const now = await stand.ask(`/v1/exports/${made.id}`, { cookie: again });
        return (await now.json()) as ExportAnswer;
      };
      await expect.poll(async () => (await read()).state, { timeout: 10_000 }).not.toBe("running");
      expect(await read()).toMatchObject({
        state: "failed",
        reason: "Whoever asked for it may not see as much any more",
      });
      expect((await stand.ask(`/v1/exports/${made.id}/archive`, { cookie: again })).status).toBe(404);
      expect(said()).toEqual([]);
    }
  });

  it("is written down with the policy in force, as is whether somebody is found by a value, by whomever", async () => {
    const cookie = await stand.person("looks@x.example", { clearance: "confidential" });
    const lookup = { site: "shop", class: "email", value: "ann@gmail.com" };
    expect((await stand.post("/v1/lookups", lookup, { cookie })).status).toBe(200);
    const trail = (await stand.catalog.auditEntries({}, 1000)).map(({ body }) => JSON.parse(body) as AuditEntry);
    for (const action of ["export", "lookup"]) {
      const begun = trail.filter((entry) => entry.action === action && entry.detail?.["outcome"] === undefined);
      expect(begun.length, action).toBeGreaterThan(0);
      for (const entry of begun) expect(entry).toMatchObject({ site: "shop", policy: 1 });
    }
    const of = { subject, clearance: "internal" } as const;
    const told = [
      await AUDITED["exports.begin"]?.(of, stand.parts),
      await AUDITED["lookups.find"]?.(lookup, stand.parts),
    ];
    expect(told.map((one) => [one?.action, one?.policy])).toEqual([
      ["export", 1],
      ["lookup", 1],
    ]);
  });

  // Last: the others read this subject too.
  it("ends once its subject is erased, and so does the sending of one that is made", async () => {
    const cookie = await stand.person("last@x.example", { clearance: "confidential" });
    const authorization = `Bearer ${await stand.token("restricted")}`;
    const state = async (id: string, headers: Record<string, string>) =>
      (await (await stand.ask(`/v1/exports/${id}`, { headers })).json()) as ExportAnswer;
    const begin = async (headers: Record<string, string>) =>
      ((await (await stand.post("/v1/exports", { site: "shop", subject }, headers)).json()) as ExportAnswer).id;
    const old = new Set(readdirSync(folder));
    const theirs = () => readdirSync(folder).filter((name) => !old.has(name));

    // Somebody fetches one: its first chunk is on its way, and nobody answers who they are by now.
    times = 200;
    gate = Promise.resolve();
    const made = await begin({ cookie });
    await expect.poll(async () => (await state(made, { cookie })).state, { timeout: 10_000 }).toBe("ready");
    const before = looks;
    await state(made, { cookie });
    let answer = () => {};
    deaf = { after: looks + (looks - before) + 1, until: new Promise((resolve) => (answer = resolve)) };
    const fetched = await stand.ask(`/v1/exports/${made}/archive`, { cookie });
    expect(fetched.status).toBe(200);
    await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(deaf.after);
    const rest = fetched.arrayBuffer().then(
      () => "whole",
      () => "cut",
    );

    // Another one is being made, and the event store does not answer.
    let open = () => {};
    gate = new Promise((resolve) => (open = resolve));
    const making = await begin({ authorization });
    await expect.poll(theirs, { timeout: 10_000 }).toHaveLength(2);

    expect((await stand.post("/v1/erasures", { site: "shop", subject }, { authorization })).status).toBe(201);
    expect(theirs()).toEqual([]);
    expect(await rest).toBe("cut");
    const reason = "That subject was erased since: the archive is gone too";
    expect(await state(making, { authorization })).toMatchObject({ state: "failed", reason });
    answer();
    open();
    const archive = await stand.ask(`/v1/exports/${making}/archive`, { headers: { authorization } });
    expect([archive.status, theirs()]).toEqual([410, []]);
    expect(stand.log()).not.toContain("a request failed");
  });
});
