import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { OPERATIONS } from "../admin/operations.js";
import type {
  PolicyAnswer,
  PolicyChangesAnswer,
  PolicyChecked,
  PolicyExplained,
  PolicyVersions,
} from "../api/policy.js";

let stand: HttpCollector;
let officer = "";
beforeAll(async () => {
  stand = await httpCollector();
  officer = await stand.token({ roles: ["privacy-officer"] });
});
afterAll(() => stand.close());

const send = (path: string, body: unknown, token = officer) =>
  stand.post(path, body, { authorization: `Bearer ${token}` });
const get = (path: string, token = officer) => stand.ask(path, { headers: { authorization: `Bearer ${token}` } });

describe("/v1/policy", () => {
  it("says what becomes of each class in a place, and which pack says so", async () => {
    const answer = (await (await get("/v1/policy?site=shop&country=DE")).json()) as PolicyAnswer;
    expect([answer.version, answer.places, answer.union]).toEqual([1, ["DE"], null]);
    expect(answer.classes.length).toBeGreaterThan(40);
    expect(answer.classes.find((row) => row.class === "health")).toMatchObject({
      ...{ group: "health", treatment: "drop", rule: "eu-gdpr Art. 4(15) and 9(1)" },
      packs: [{ id: "eu-gdpr", treatment: "drop", level: "restricted", article: "Art. 4(15) and 9(1)" }],
    });
    expect(answer.packs.filter(({ holds }) => holds).map(({ id }) => id)).toEqual(["eu-gdpr", "pci-dss"]);
    const nowhere = (await (await get("/v1/policy?site=shop")).json()) as PolicyAnswer;
    expect([nowhere.union, nowhere.packs.filter(({ holds }) => !holds).map(({ id }) => id)]).toEqual([
      "",
      ["us-hipaa"],
    ]);
  });

  it("explains a value step by step", async () => {
    const answer = await get("/v1/policy/explain?site=shop&form=pay&field=email&country=DE");
    const told = (await answer.json()) as PolicyExplained;
    expect(told).toMatchObject({ class: "email", treatment: "keep", level: "confidential", rule: "catalogue" });
    expect(told.steps.map(({ by }) => by)).toEqual([
      "name",
      "jurisdiction",
      "catalogue",
      "eu-gdpr Art. 4(1)",
      "viewing",
    ]);
    const of = async (what: string) => {
      const { level, rule } = (await (await get(`/v1/policy/explain?site=shop&${what}`)).json()) as PolicyExplained;
      return [level, rule];
    };
    expect(await of("property=plan")).toEqual(["internal", "default"]);
    expect(await of("trait=plan")).toEqual(["confidential", "default"]);
  });

  it("lists versions and what they decide otherwise", async () => {
    const file = { source: "format: 1\nclasses: { phone: { treatment: mask } }\n", where: "x" };
    await OPERATIONS["policy.apply"].run(stand.parts, { ...file, after: 1 });
    // What another process applied is seen within a second.
    stand.forward(1_001);
    const { versions } = (await (await get("/v1/policy/versions")).json()) as PolicyVersions;
    expect(versions.map(({ version, by }) => [version, by])).toEqual([
      [2, "operator"],
      [1, "release"],
    ]);
    const { changes } = (await (await get("/v1/policy/changes?from=1&to=2")).json()) as PolicyChangesAnswer;
    expect(changes).toEqual([
      { about: "class phone", from: "keep at confidential", to: "mask at confidential", way: "tighter" },
    ]);
  });

  it("says of each class what is captured and shown, what the lists hold, and how long it is kept", async () => {
    const answer = (await (await get("/v1/policy?site=shop&country=DE")).json()) as PolicyAnswer;
    expect(answer.version).toBe(2);
    expect(answer.classes.find((row) => row.class === "payment-card")).toMatchObject({
      ...{ capture: { verdict: "refused", rule: "catalogue" }, treatment: "never" },
      viewing: { verdict: "withhold" },
    });
    expect(answer.classes.find((row) => row.class === "phone")).toMatchObject({
      ...{ capture: { verdict: "page" }, viewing: { verdict: "mask", rule: "classes.phone", clearance: "public" } },
    });
    expect(answer.retention).toEqual({ public: null, internal: 760, confidential: 400, restricted: 90 });
    expect(answer).toMatchObject({ by: "operator", declared: false, appliable: true, retained: [] });
    expect(answer.lists.storage).toEqual({ allow: null, deny: [] });
  });

  it("checks a file and says where it is wrong, applies it for who looked at the last one, and tells it all", async () => {
    const check = async (source: string) =>
      (await (await send("/v1/policy/check", { source })).json()) as PolicyChecked;
    expect(await check("format: 1\nclasses:\n  phone: { treatment: hide }\n")).toEqual({
      fault: { line: 3, column: 23, why: expect.stringContaining("must be a treatment") as string },
    });
    const source = [
      ...["format: 1", "jurisdictions: { sites: { shop: AT } }", "retention: { restricted: 30 }"],
      ...[
        "capture: { deny: [{ class: city }], allow: [{ class: [email, phone] }, { form: pay }] }",
        "storage: { deny: [{ class: email, form: [a, b] }] }",
        "viewing: { allow: [{ class: phone, clearance: restricted }] }",
      ],
    ].join("\n");
    const { versions } = (await (await get("/v1/policy/versions")).json()) as PolicyVersions;
    const before = versions[0]!.version;
    expect(await check(source)).toMatchObject({ fault: null, from: before, to: before + 1 });

    const late = await send("/v1/policy", { source, after: before - 1 });
    expect([late.status, (await late.json()) as object]).toMatchObject([409, { code: "exists" }]);
    expect((await send("/v1/policy", { source: "format: 2", after: before })).status).toBe(400);
    const analyst = await stand.token({ roles: ["analyst"] });
    const ofOneSite = await stand.token({ roles: ["privacy-officer"] }, ["shop"]);
    for (const token of [analyst, ofOneSite]) {
      expect((await send("/v1/policy", { source, after: before }, token)).status).toBe(403);
    }
    // (control) The same file, for who may.
    expect((await send("/v1/policy", { source, after: before })).status).toBe(201);

    const answer = (await (await get("/v1/policy?site=shop&country=US")).json()) as PolicyAnswer;
    expect(answer).toMatchObject({
      ...{ version: before + 1, by: "token", name: "test", source, places: ["AT"], declared: true },
      ...{ retained: ["restricted"], retention: { restricted: 30, internal: 760 } },
      lists: {
        storage: { deny: [{ name: "storage.deny.0", names: { class: ["email"], form: ["a", "b"] }, clearance: null }] },
        viewing: { allow: [{ names: { class: ["phone"] }, clearance: "restricted" }], deny: [] },
      },
    });
    const captured = Object.fromEntries(answer.classes.map(({ class: name, capture }) => [name, capture]));
    expect([captured["city"], captured["email"], captured["region"], captured["password"]]).toEqual([
      { verdict: "refused", rule: "capture.deny.0" },
      { verdict: "page", rule: "capture" },
      { verdict: "listed", rule: "capture.allow" },
      { verdict: "refused", rule: "catalogue" },
    ]);
    const audit = await stand.catalog.auditEntries({ action: "policy.apply" }, 3);
    expect(audit.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { kind: "token", policy: before + 1, detail: { outcome: "done", from: before, looser: 2 } },
      { kind: "token", policy: before + 1 },
      { detail: { outcome: "failed" } },
    ]);
  });

  it("explains what one viewer gets, and of somebody else only to whoever keeps people", async () => {
    const cookie = await stand.person("eve@x.example", { roles: ["analyst"] });
    const me = (await (await stand.ask("/v1/session", { cookie })).json()) as { person: { id: string } };
    const { person } = me;
    const ask = (viewer: string, token = officer) =>
      get(`/v1/policy/explain?site=shop&form=pay&field=email&country=DE&viewer=${viewer}`, token);
    const told = (await (await ask("internal")).json()) as PolicyExplained;
    expect(told.steps.at(-1)!.by).toBe("an analyst cleared for internal");
    expect((await ask(person.id)).status).toBe(403);
    const keeper = await stand.token({ roles: ["privacy-officer"], rights: ["manage-people"] });
    expect(((await (await ask(person.id, keeper)).json()) as PolicyExplained).steps.at(-1)!.by).toBe("eve");
    // Of oneself it says you, and of anybody else they.
    const own = await stand.person("adam@x.example", { roles: ["administrator"] });
    const adam = ((await (await stand.ask("/v1/session", { cookie: own })).json()) as typeof me).person.id;
    const address = `/v1/policy/explain?site=shop&form=pay&field=email&country=DE&viewer=${adam}`;
    for (const [headers, who] of [
      [{ cookie: own }, "you"],
      [{ authorization: `Bearer ${keeper}` }, "they"],
    ] as const) {
      const { steps } = (await (await stand.ask(address, { headers })).json()) as PolicyExplained;
      expect(steps.at(-1)!.says).toBe(`Withheld: ${who} do not hold the right read-journeys`);
    }
    expect((await ask("nobody", keeper)).status).toBe(404);
    expect((await ask("eve@x.example", keeper)).status).toBe(400);
  });

  it.each([
    ["/v1/policy?site=nowhere", 404],
    ["/v1/policy?site=shop&country=Germany", 400],
    ["/v1/policy/changes?from=1&to=9", 404],
    ["/v1/policy/changes?from=0&to=1", 400],
    ["/v1/policy/explain?field=email", 400],
    ["/v1/policy/explain?site=shop&field=email&trait=email", 400],
  ])("answers %s with %i", async (path, status) => expect((await get(path)).status).toBe(status));

  it.each([
    "/v1/policy?site=shop",
    "/v1/policy/versions",
    "/v1/policy/changes?from=1&to=1",
    "/v1/policy/explain?site=shop",
  ])("shows nothing at %s to who does not keep the policy, or is not signed in", async (path) => {
    const analyst = await stand.token({ roles: ["analyst"] });
    expect((await get(path, analyst)).status).toBe(403);
    expect((await stand.ask(path)).status).toBe(401);
    expect((await get(path)).status).toBe(200);
  });

  it("publishes the schema of policy files to everybody", async () => {
    const answer = await stand.ask("/policy.schema.json");
    expect(answer.status).toBe(200);
    expect((await answer.json()) as object).toHaveProperty("properties.classes");
  });
});
