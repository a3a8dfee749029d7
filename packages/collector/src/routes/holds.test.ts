import { afterAll, beforeAll, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { runOperation } from "../admin/operations.js";
import type { HoldAnswer, HoldList, LookupAnswer } from "../api.js";
import type { AuditEntry } from "../ports/audit.js";

let stand: HttpCollector;
let subject: string;
let headers: Record<string, string>;
const bearer = async (...args: Parameters<HttpCollector["token"]>) => ({
  authorization: `Bearer ${await stand.token(...args)}`,
});
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
beforeAll(async () => {
  stand = await httpCollector();
  headers = await bearer("restricted");
  subject = await visit("shop");
});
/** Takes somebody's visit in. @returns Their subject. */
async function visit(site: string): Promise<string> {
  const [key] = await stand.catalog.recipientKeys(site);
  const body = sealStream(key!, site, [hello(), value]).envelope() as Uint8Array<ArrayBuffer>;
  await stand.ask("/v1/streams", { method: "POST", body });
  const lookup = { site, class: "email", value: value.value };
  const found = (await (await stand.post("/v1/lookups", lookup, headers)).json()) as LookupAnswer;
  return found.matches[0]!.subject;
}
afterAll(() => stand.close());

it("holds a subject, refuses to erase it, and releases it, on record all the while", async () => {
  const answer = await stand.post("/v1/holds", { site: "shop", subject, reason: "File 7" }, headers);
  expect(answer.status).toBe(201);
  const hold = (await answer.json()) as HoldAnswer;
  expect(hold).toMatchObject({ subject, reason: "File 7", by: { kind: "token" }, released: null, resealed: 2 });

  const erased = await stand.post("/v1/erasures", { site: "shop", subject }, headers);
  const problem = (await erased.json()) as { code: string; detail: string };
  expect([erased.status, problem.code]).toEqual([409, "held"]);
  expect(problem.detail).toContain(`legal hold ${hold.id} since`);

  const list = async (query = "") =>
    ((await (await stand.ask(`/v1/holds?site=shop${query}`, { headers })).json()) as HoldList).holds.map(
      ({ id }) => id,
    );
  expect(await list()).toEqual([hold.id]);
  const released = await stand.ask(`/v1/holds/${hold.id}`, { method: "DELETE", headers });
  expect(((await released.json()) as HoldAnswer).released).toBeGreaterThan(0);
  expect(await list()).toEqual([]);
  expect(await list("&all=true")).toEqual([hold.id]);
  expect(await (await stand.ask(`/v1/holds/${hold.id}`, { headers })).json()).toMatchObject({
    ...{ id: hold.id, releasedBy: { kind: "token" } },
  });
  // The log says the same of whoever an operator held and released.
  const again = (await runOperation(stand.parts, "holds.add", {
    site: "shop",
    subject,
    reason: "File 8",
  })) as HoldAnswer;
  await runOperation(stand.parts, "holds.release", { id: again.id });
  const logged = (await stand.catalog.auditEntries({ subject }, 20)).map(({ body }) => JSON.parse(body) as AuditEntry);
  const of = (hold: string) =>
    logged
      .filter(({ detail }) => detail?.["hold"] === hold)
      .map(({ action, site, subject, detail }) => ({ action, site, subject, detail: { ...detail, hold: "" } }));
  expect(of(again.id)).toEqual(of(hold.id));
  expect(of(again.id).map(({ action }) => action)).toEqual(["hold.release", "hold"]);
  expect((await stand.post("/v1/erasures", { site: "shop", subject }, headers)).status).toBe(201);
});

it("is for those who may erase, on their own sites", async () => {
  const order = { site: "shop", subject, reason: "x" };
  expect(await codeOf(await stand.post("/v1/holds", order, await bearer("confidential")))).toEqual([
    403,
    "not-cleared",
  ]);
  const theirs = await bearer("restricted", ["blog"]);
  expect(await codeOf(await stand.post("/v1/holds", order, theirs))).toEqual([404, "unknown-site"]);
  const [id] = ((await (await stand.ask("/v1/holds?site=shop&all=true", { headers })).json()) as HoldList).holds;
  for (const method of ["GET", "DELETE"]) {
    expect((await stand.ask(`/v1/holds/${id!.id}`, { method, headers: theirs })).status).toBe(404);
    expect((await stand.ask(`/v1/holds/${"A".repeat(22)}`, { method, headers })).status).toBe(404);
  }
  // Without a site: of all of the asker's sites, and of no other.
  const reader = { site: "blog", subject: await visit("blog") };
  expect((await stand.post("/v1/holds", { ...order, ...reader }, headers)).status).toBe(201);
  const listed = async (by: Record<string, string>) => {
    const { holds } = (await (await stand.ask("/v1/holds?all=true", { headers: by })).json()) as HoldList;
    return [...new Set(holds.map(({ site }) => site))].sort();
  };
  expect(await listed(headers)).toEqual(["blog", "shop"]);
  expect(await listed(theirs)).toEqual(["blog"]);
  expect(await listed(await bearer("restricted", ["shop"]))).toEqual(["shop"]);
  expect(await codeOf(await stand.ask("/v1/holds", { headers: await bearer("confidential") }))).toEqual([
    403,
    "not-cleared",
  ]);
  expect(await codeOf(await stand.ask("/v1/holds?site=shop", { headers: theirs }))).toEqual([404, "unknown-site"]);
  const nobody = { ...order, subject: "0".repeat(32) };
  expect(await codeOf(await stand.post("/v1/holds", nobody, headers))).toEqual([404, "unknown-subject"]);
  for (const reason of [" ", "asked by ann@example.com"]) {
    expect(await codeOf(await stand.post("/v1/holds", { ...order, reason }, headers))).toEqual([400, "invalid"]);
  }
});
