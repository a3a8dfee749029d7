import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { collectorRoutes } from "../app.js";
import type { Parts } from "./parts.js";
import { PROBLEMS } from "./problem.js";
import { SCHEMAS } from "./openapi/schemas.js";

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema?: object }> }>;
  readonly parameters?: { name: string; in: string }[];
  readonly security?: object[];
}
interface Document {
  readonly openapi: string;
  readonly info: { version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object> };
}

let stand: HttpCollector;
let document: Document;
beforeAll(async () => {
  stand = await httpCollector();
  document = (await (await stand.ask("/openapi.json")).json()) as Document;
});
afterAll(() => stand.close());

/** What the routes need to be listed; none is called. */
const parts = { limits: { streamsPerMinute: 0, signInsPerMinute: 0 }, assets: {} } as unknown as Parts;

function named(list: readonly string[]): string[] {
  return [...list].sort();
}

describe("/openapi.json", () => {
  it("names each route that is mounted, and no other", () => {
    const mounted = collectorRoutes(parts).flatMap(({ path, methods }) =>
      Object.keys(methods).map((method) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`),
    );
    const told = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    // The console's files are no API, and are mounted apart.
    expect(named(told.filter((each) => !each.endsWith(" /console/")))).toEqual(named(mounted));
  });

  it("is OpenAPI 3.1 whose references and path parameters are all there", () => {
    expect(document.openapi).toBe("3.1.0");
    const description = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    expect(document.info.version).toBe((JSON.parse(description) as { version: string }).version);
    for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty(reference ?? "");
    }
    for (const [path, item] of Object.entries(document.paths)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
      for (const { parameters = [], responses } of Object.values(item)) {
        const said = parameters.filter((each) => each.in === "path").map(({ name }) => name);
        expect(named(said)).toEqual(named(wanted));
        expect(Object.keys(responses).length).toBeGreaterThan(0);
        for (const status of Object.keys(responses)) expect(status).toMatch(/^[1-5]\d\d$/);
      }
    }
  });

  it("has schemas that a validator of draft 2020-12 compiles", () => {
    const ajv = validator();
    for (const name of Object.keys(SCHEMAS))
      expect(() => ajv.compile({ $ref: `doc#/components/schemas/${name}` })).not.toThrow();
  });

  it("describes the answers that are given", async () => {
    const ajv = validator();
    const cookie = await stand.person("doc@x.example", "internal", ["shop"]);
    const restricted = await stand.person("root@x.example", "restricted", ["shop"]);
    await stand.token("internal");
    const keeper = await stand.person("keeper@x.example", { roles: ["administrator"] });
    const officer = await stand.person("officer@x.example", { roles: ["privacy-officer"] }, ["shop"]);
    const auditor = await stand.person("auditor@x.example", { roles: ["auditor"] });
    const posted = { method: "POST", headers: { origin: stand.url } };
    const cases: [string, string, RequestInit & { cookie?: string }][] = [
      ["/healthz", "/healthz", {}],
      ["/readyz", "/readyz", {}],
      ["/v1/session", "/v1/session", { cookie }],
      ["/v1/session", "/v1/session", {}],
      ["/v1/sites", "/v1/sites", { cookie }],
      ["/v1/sites/{site}/install", "/v1/sites/shop/install", { cookie }],
      ["/v1/journeys", "/v1/journeys?site=shop", { cookie }],
      ["/v1/keys", "/v1/keys?site=shop", { cookie: restricted }],
      ["/v1/keys", "/v1/keys?site=shop", { cookie }],
      ["/v1/requests", "/v1/requests?site=shop", { cookie: restricted }],
      ["/v1/requests", "/v1/requests?site=shop", { cookie }],
      ["/v1/journeys", "/v1/journeys?site=blog", { cookie }],
      ["/v1/tokens", "/v1/tokens", { cookie: keeper }],
      ["/v1/tokens", "/v1/tokens", { cookie: officer }],
      ["/v1/policy", "/v1/policy?site=shop", { cookie: officer }],
      ["/v1/policy/versions", "/v1/policy/versions", { cookie: officer }],
      ["/v1/audit", "/v1/audit?limit=5", { cookie: restricted }],
      ["/v1/audit", "/v1/audit", { cookie }],
      ["/v1/audit/status", "/v1/audit/status", { cookie: restricted }],
      ["/v1/audit/entries/{seq}", "/v1/audit/entries/1", { cookie: restricted }],
      ["/v1/audit/verify", "/v1/audit/verify", { cookie: restricted, ...posted }],
      ["/v1/audit/status", "/v1/audit/status", { cookie: auditor }],
      ["/v1/audit/checkpoints", "/v1/audit/checkpoints", { cookie: auditor, ...posted }],
      ["/v1/audit/checkpoints", "/v1/audit/checkpoints", { cookie: officer, ...posted }],
      ["/v1/streams", "/v1/streams", { method: "POST", body: "x" }],
      ["/v1/wayseal.js", "/v1/wayseal.js", {}],
    ];
    for (const [path, url, init] of cases) {
      const answer = await stand.ask(url, init);
      const operation = document.paths[path]?.[(init.method ?? "GET").toLowerCase()];
      const told = operation?.responses[String(answer.status)];
      expect([url, answer.status, told !== undefined]).toEqual([url, answer.status, true]);
      const type = (answer.headers.get("content-type") ?? "").split(";")[0] ?? "";
      const schema = told?.content?.[type]?.schema as { $ref: string } | undefined;
      expect([url, type, schema?.$ref]).toEqual([url, type, expect.stringContaining("#/components")]);
      const validate = ajv.compile({ $ref: `doc${schema?.$ref ?? ""}` });
      const body: unknown = await answer.json();
      expect([url, validate(body), validate.errors]).toEqual([url, true, null]);
    }
  });

  it("gives one status to each problem code", () => {
    for (const [code, [status, title]] of Object.entries(PROBLEMS)) {
      expect(code).toMatch(/^[a-z-]+$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title.length).toBeGreaterThan(5);
    }
  });

  function validator(): Ajv2020 {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "doc", components: document.components });
    return ajv;
  }
});
