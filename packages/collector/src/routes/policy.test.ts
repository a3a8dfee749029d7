import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { OPERATIONS } from "../admin/operations.js";
import type { PolicyAnswer, PolicyChangesAnswer, PolicyExplained, PolicyVersions } from "../api/policy.js";

let stand: HttpCollector;
let officer = "";
beforeAll(async () => {
  stand = await httpCollector();
  officer = await stand.token({ roles: ["privacy-officer"] });
});
afterAll(() => stand.close());

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
  });

  it("lists versions and what they decide otherwise", async () => {
    const file = { source: "format: 1\nclasses: { phone: { treatment: mask } }\n", where: "x" };
    await OPERATIONS["policy.apply"].run(stand.parts, { ...file, after: 1 });
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

  it.each([
    ["/v1/policy?site=nowhere", 404],
    ["/v1/policy?site=shop&country=Germany", 400],
    ["/v1/policy/changes?from=1&to=9", 404],
    ["/v1/policy/changes?from=0&to=1", 400],
    ["/v1/policy/explain?field=email", 400],
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
