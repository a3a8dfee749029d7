import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import type { PreviewExplained, PreviewMade } from "../api/previews.js";
import type { AuditEntry } from "../ports/audit.js";
import { CatalogError } from "../ports/catalog.js";

let stand: HttpCollector;
let officer = "";
beforeAll(async () => {
  stand = await httpCollector();
  officer = await stand.token({ roles: ["privacy-officer"] });
});
afterAll(() => stand.close());

const SHOP = "https://shop.example";
const make = (address: string, token = officer, site = "shop") =>
  stand.post("/v1/previews", { site, address }, { authorization: `Bearer ${token}` });
const explain = (body: unknown, origin = SHOP) =>
  stand.ask("/v1/previews/explain", {
    method: "POST",
    headers: { "content-type": "text/plain", origin },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const codeFor = async (address: string): Promise<string> => {
  const made = (await (await make(address)).json()) as PreviewMade;
  return new URL(made.address).searchParams.get("wayseal-preview") ?? "";
};
const FIELD = { form: "pay", field: "email", class: "email" };

describe("/v1/previews", () => {
  it("gives whoever keeps the policy a link with a code, which the page spends for what the policy says", async () => {
    const made = await make(`${SHOP}/pay?step=2#card`);
    expect(made.status).toBe(201);
    const { address } = (await made.json()) as PreviewMade;
    expect(address).toMatch(/^https:\/\/shop\.example\/pay\?step=2&wayseal-preview=[\w-]{43}#card$/);

    const code = new URL(address).searchParams.get("wayseal-preview");
    const answer = await explain({ code, fields: [] });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    const { pass, site, fields } = (await answer.json()) as PreviewExplained;
    expect([site, fields, pass?.length]).toEqual(["shop", [], 43]);

    const told = (await (
      await explain({ pass, fields: [FIELD, { ...FIELD, field: "number", class: "payment-card" }] })
    ).json()) as PreviewExplained;
    expect(told.pass).toBeNull();
    expect(told.fields).toMatchObject([{ level: "confidential" }, { treatment: "never", rule: "catalogue" }]);
  });

  it("is written down once when it is made and once when it is opened, before it is answered, without a secret", async () => {
    const told = async () =>
      (await stand.catalog.auditEntries({}, 500))
        .map(({ body }) => JSON.parse(body) as AuditEntry)
        .filter(({ action }) => action.startsWith("preview."))
        .reverse();
    const before = (await told()).length;
    const { address } = (await (await make(`${SHOP}/pay?for=ann@gmail.com`)).json()) as PreviewMade;
    const code = new URL(address).searchParams.get("wayseal-preview")!;
    expect((await explain({ code, fields: [] }, "https://evil.example")).status).toBe(410);
    const second = await codeFor(`${SHOP}/pay`);
    const opened = (await (await explain({ code: second, fields: [] })).json()) as PreviewExplained;
    for (const times of [1, 2])
      expect([times, (await explain({ pass: opened.pass, fields: [FIELD] })).status]).toEqual([times, 200]);
    const entries = (await told()).slice(before);
    const { id } = (await stand.catalog.tokens())[0]!;
    expect(entries.map(({ action, actor, site, detail }) => [action, actor, site, detail?.["origin"]])).toEqual([
      ["preview.make", id, "shop", SHOP],
      ["preview.make", id, "shop", SHOP],
      ["preview.open", "unknown", "shop", SHOP],
    ]);
    expect(entries[2]?.detail?.["preview"]).toBe(entries[1]?.detail?.["preview"]);
    for (const secret of [code, second, opened.pass!, "ann@"]) expect(JSON.stringify(entries)).not.toContain(secret);

    const own = await httpCollector({ audit: { record: () => Promise.reject(new CatalogError("full", "full")) } });
    const authorization = `Bearer ${await own.token({ roles: ["privacy-officer"] })}`;
    const refused = await own.post("/v1/previews", { site: "shop", address: SHOP }, { authorization });
    expect([refused.status, (await refused.text()).includes("wayseal-preview=")]).toEqual([503, false]);
    await own.close();
  });

  it("refuses a code that was spent, one at another origin, a guess, and a request without an origin", async () => {
    const codes = await Promise.all([1, 2, 3].map(() => codeFor(`${SHOP}/pay`)));
    const status = async (code: string | undefined, origin?: string) =>
      (await explain({ code, fields: [FIELD] }, origin)).status;
    // (control) The first time it is taken.
    expect(await status(codes[0])).toBe(200);
    expect(await status(codes[0])).toBe(410);
    expect(await status(codes[1], "https://evil.example")).toBe(410);
    expect(await status(codes[1])).toBe(410);
    expect(await status(codes[2], "")).toBe(410);
    expect(await status("guess")).toBe(410);
  });

  it("makes none for whoever does not keep the policy, nor for another's site, nor for what is no page of the site", async () => {
    const analyst = await stand.token({ roles: ["analyst"] });
    const theirs = await stand.token({ roles: ["privacy-officer"] }, ["blog"]);
    expect((await make(`${SHOP}/pay`, analyst)).status).toBe(403);
    expect((await make(`${SHOP}/pay`, theirs)).status).toBe(404);
    expect((await make("https://evil.example/pay")).status).toBe(403);
    expect((await make("javascript:alert(1)")).status).toBe(400);
    expect((await make("pay")).status).toBe(400);
    expect((await stand.ask("/v1/previews", { method: "POST" })).status).toBe(415);
    // (control)
    expect((await make(`${SHOP}/pay`)).status).toBe(201);
  });

  it.each<[string, unknown]>([
    ["no JSON", "code"],
    ["neither code nor pass", { fields: [] }],
    ["both", { code: "a", pass: "b", fields: [] }],
    ["a field with a value", { code: "a", fields: [{ ...FIELD, value: "jane" }] }],
    ["too many fields", { code: "a", fields: Array.from({ length: 501 }, () => FIELD) }],
  ])("takes no %s", async (_, body) => {
    expect((await explain(body)).status).toBe(400);
  });
});
