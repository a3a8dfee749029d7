import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector, noStore } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import type { ErasureAnswer, ErasureList, LookupAnswer, ReceiptKeyAnswer } from "../api.js";
import { parseReceiptKey, verifyReceipt } from "../keys/verify-receipt.js";

const EMAIL = "ann@gmail.com";
let stand: HttpCollector;
/** What the store counts within somebody's jurisdictions; null: it is down. */
let within: { readonly id: string; readonly events: number }[] | null = null;
beforeAll(async () => {
  const ask = async () => (within ?? (await noStore.ask({ sql: "" }))) as never;
  stand = await httpCollector({ lookupsPerMinute: 5, store: { ...noStore, ask } });
  for (let n = 0; n < 2; n++) {
    const body = sealStream(stand.key, "shop", [hello(), value]).envelope() as Uint8Array<ArrayBuffer>;
    const answer = await stand.ask("/v1/streams", { method: "POST", body });
    expect(answer.status).toBe(204);
  }
});
afterAll(() => stand.close());

const bearer = async (...args: Parameters<HttpCollector["token"]>) => ({
  authorization: `Bearer ${await stand.token(...args)}`,
});
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
const lookup = { site: "shop", class: "email", value: EMAIL };

describe("POST /v1/lookups", () => {
  it("answers a viewer who is cleared for the values, and logs that without them", async () => {
    const answer = await stand.post("/v1/lookups", { ...lookup, value: "Ann@Gmail.com" }, await bearer("confidential"));
    expect(answer.status).toBe(200);
    const { matches } = (await answer.json()) as LookupAnswer;
    expect(matches).toHaveLength(2);
    expect(matches[0]).toMatchObject({ subject: expect.stringMatching(/^[0-9a-f]{32}$/) as string, events: null });
    expect(stand.log()).toContain("somebody was looked up");
    expect(stand.log().toLowerCase()).not.toContain("ann@");
    expect(stand.log()).toMatch(/"by":\{"kind":"token","id":"[\w-]{22}"\},"found":2/);
  });

  it("refuses to look up a class that is denied to whoever asks, and no other", async () => {
    const token = await stand.token({ roles: ["analyst"], deny: { classes: ["email"], fields: [] } });
    const headers = { authorization: `Bearer ${token}` };
    const ask = (name: string, value: string) =>
      stand.post("/v1/lookups", { site: "shop", class: name, value }, headers).then(({ status }) => status);
    expect([await ask("email", "ann@gmail.com"), await ask("user-id", "4711")]).toEqual([403, 200]);
  });

  it("finds nobody outside the jurisdictions of whoever asks, and nobody while that cannot be told", async () => {
    const find = async (jurisdictions: "*" | string[]) => {
      const authorization = `Bearer ${await stand.token({ roles: ["analyst"], jurisdictions })}`;
      const answer = await stand.post("/v1/lookups", lookup, { authorization });
      return [answer.status, ((await answer.json()) as Partial<LookupAnswer>).matches] as const;
    };
    const [, all] = await find("*");
    expect(all).toHaveLength(2);
    expect(await find(["EU"])).toEqual([503, undefined]);
    within = [{ id: all![1]!.subject, events: 2 }];
    expect(await find(["EU"])).toEqual([200, [{ ...all![1], events: 2 }]]);
    within = [];
    expect(await find(["EU"])).toEqual([200, []]);
    within = null;
  });

  it.each(["public", "internal"] as const)("refuses clearance %s", async (clearance) => {
    expect(await codeOf(await stand.post("/v1/lookups", lookup, await bearer(clearance)))).toEqual([
      403,
      "not-cleared",
    ]);
  });

  it("refuses another's site, what is no value of its class, and more than so many a minute", async () => {
    const theirs = await bearer("restricted", ["blog"]);
    expect(await codeOf(await stand.post("/v1/lookups", lookup, theirs))).toEqual([404, "unknown-site"]);
    const headers = await bearer("confidential");
    const wrong = await stand.post("/v1/lookups", { ...lookup, value: "words of mine" }, headers);
    const told = await wrong.text();
    expect([wrong.status, told]).toEqual([400, expect.stringContaining("That is not an e-mail address")]);
    expect(told).not.toContain("words of mine");
    for (let n = 0; n < 4; n++) expect((await stand.post("/v1/lookups", lookup, headers)).status).toBe(200);
    const many = await stand.post("/v1/lookups", lookup, headers);
    expect(Number(many.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(many)).toEqual([429, "slow-down"]);
  });

  it("is refused by a collector that opens nothing so high", async () => {
    const low = await httpCollector({ maxLevel: "internal" });
    try {
      const headers = { authorization: `Bearer ${await low.token("restricted")}` };
      expect(await codeOf(await low.post("/v1/lookups", lookup, headers))).toEqual([403, "forbidden"]);
    } finally {
      await low.close();
    }
  });
});

describe("/v1/erasures", () => {
  it("erases what was looked up, and answers with a receipt that its own key verifies", async () => {
    const headers = await bearer("restricted");
    const found = (await (await stand.post("/v1/lookups", lookup, headers)).json()) as LookupAnswer;
    const [first, second] = found.matches;
    const order = { site: "shop", subject: first!.subject, lookup: "email" };
    expect(await codeOf(await stand.post("/v1/erasures", order, await bearer("confidential")))).toEqual([
      ...[403, "not-cleared"],
    ]);
    const answer = await stand.post("/v1/erasures", order, headers);
    expect(answer.status).toBe(201);
    const erased = (await answer.json()) as ErasureAnswer;
    const key = (await (await stand.ask("/v1/receipt-key", { headers })).json()) as ReceiptKeyAnswer;
    const says = verifyReceipt(erased.receipt!, parseReceiptKey(JSON.stringify(key)));
    expect(says).toMatchObject({ subject: first!.subject, lookup: "email", by: { kind: "token" } });

    const left = (await (await stand.post("/v1/lookups", lookup, headers)).json()) as LookupAnswer;
    expect(left.matches.map(({ subject }) => subject)).toEqual([second!.subject]);
    const { erasures } = (await (await stand.ask("/v1/erasures?site=shop", { headers })).json()) as ErasureList;
    expect(erasures.map(({ id }) => id)).toEqual([erased.id]);
    expect((await stand.ask(`/v1/erasures/${erased.id}`, { headers })).status).toBe(200);
    const blog = await bearer("restricted", ["blog"]);
    expect((await stand.ask(`/v1/erasures/${erased.id}`, { headers: blog })).status).toBe(404);
  });

  it("refuses a subject that it does not know", async () => {
    const order = { site: "shop", subject: "0".repeat(32) };
    expect(await codeOf(await stand.post("/v1/erasures", order, await bearer("restricted")))).toEqual([
      ...[404, "unknown-subject"],
    ]);
  });
});
