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

beforeAll(async () => {
  const store = spoolStore(() => stand.catalog);
  const ask: EventStore["ask"] = async (question) => {
    if (!question.sql.includes("GROUP BY")) await gate;
    return store.ask(question);
  };
  stand = await httpCollector({
    store: { ...store, ask },
    // What waits is in this store already: nothing to be patient for.
    wrap: (catalog) =>
      Object.assign({} as Catalog, catalog, {
        person: async (id: string) => {
          const found = await catalog.person(id);
          looks++;
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
});
