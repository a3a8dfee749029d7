import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import type { TokenMade, TokensAnswer } from "../api.js";

let stand: HttpCollector;
let root: string;
let admin: string;
beforeAll(async () => {
  stand = await httpCollector();
  root = await stand.person("root@x.example", { roles: ["administrator", "super-user"] });
  admin = await stand.person("admin@x.example", { roles: ["administrator"] }, ["shop"]);
});
afterAll(() => stand.close());

const make = async (cookie: string, body: object) => {
  const answer = await stand.post("/v1/tokens", { name: "report", sites: ["shop"], days: 30, ...body }, { cookie });
  return { status: answer.status, body: (await answer.json()) as TokenMade & { code: string; detail: string } };
};
const list = async (cookie = root) => (await (await stand.ask("/v1/tokens", { cookie })).json()) as TokensAnswer;
const revoke = (cookie: string, id: string) =>
  stand.ask(`/v1/tokens/${id}`, { method: "DELETE", cookie, headers: { origin: stand.url } });

describe("/v1/tokens", () => {
  it("makes a token whose secret is told once, lets it in, and lets it in no more once it is revoked", async () => {
    const { status, body } = await make(root, { rights: ["query", "read-journeys"] });
    expect([status, body.secret]).toEqual([201, expect.stringMatching(/^ws_[\w-]{43}$/)]);
    expect(body.token).toMatchObject({
      name: "report",
      may: ["read-journeys", "query"],
      expired: false,
      revocable: true,
    });
    const headers = { authorization: `Bearer ${body.secret}` };
    const status_ = async () => (await stand.ask("/v1/sites", { headers })).status;
    expect(await status_()).toBe(200);
    const told = await list();
    expect(told.tokens.find(({ id }) => id === body.token.id)).toMatchObject({ sites: ["shop"], revoked: false });
    expect(JSON.stringify(told)).not.toContain(body.secret);
    expect(stand.log()).not.toContain(body.secret);

    const gone = await revoke(root, body.token.id);
    expect([gone.status, await gone.json()]).toMatchObject([200, { revoked: true, revocable: false }]);
    expect(await status_()).toBe(401);
    expect((await revoke(root, "x".repeat(22))).status).toBe(404);
    const entries = await stand.catalog.auditEntries({}, 3);
    expect(entries.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { action: "token.revoke", kind: "person", detail: { token: body.token.id } },
      { action: "token.create", kind: "person", detail: { outcome: "done", token: body.token.id } },
      { action: "token.create", kind: "person", detail: { rights: "query,read-journeys", sites: "shop", days: 30 } },
    ]);
  });

  it("makes none with more than whoever makes it has", async () => {
    for (const more of [
      { clearance: "internal", rights: ["read-audit"] },
      { rights: ["query"] },
      { roles: ["viewer"] },
    ]) {
      const { status, body } = await make(admin, more);
      expect([status, body.code]).toEqual([403, "not-cleared"]);
      expect(body.detail).toContain("Nobody makes a token with more than they have");
    }
    expect((await make(admin, { rights: ["read-audit"], sites: "*" })).status).toBe(403);
    // (control) No more than that is made, and by whoever has more all of it.
    expect((await make(admin, { rights: ["read-audit"] })).status).toBe(201);
    expect((await make(root, { roles: ["viewer"], sites: "*" })).status).toBe(201);
    expect((await list(admin)).roles.map(({ name }) => name)).toEqual(["administrator"]);
    expect((await list(admin)).rights.map(({ name }) => name)).not.toContain("query");
  });

  it("makes none that nobody may hold, at a site that there is not, or without a name", async () => {
    expect((await make(root, { rights: [] })).body.code).toBe("impossible-clearance");
    expect((await make(root, { rights: ["query"], sites: ["nowhere"] })).status).toBe(404);
    expect((await make(root, { rights: ["query"], name: " " })).status).toBe(400);
    expect((await make(root, { rights: ["query"], days: 0 })).status).toBe(400);
  });

  it("is not for tokens to make, nor for who keeps nobody, and none of others' sites is revoked", async () => {
    const token = await stand.token({ roles: ["administrator"] });
    const headers = { authorization: `Bearer ${token}` };
    const asked = { name: "child", sites: ["shop"], days: null, rights: ["read-audit"] };
    expect((await stand.post("/v1/tokens", asked, headers)).status).toBe(403);
    expect((await stand.ask("/v1/tokens", { headers })).status).toBe(200);
    const analyst = await stand.person("ana@x.example", { roles: ["analyst"] });
    expect((await stand.ask("/v1/tokens", { cookie: analyst })).status).toBe(403);
    expect((await make(analyst, { rights: ["query"] })).status).toBe(403);

    const { body } = await make(root, { rights: ["query"], sites: ["blog"] });
    const seen = (await list(admin)).tokens.find(({ id }) => id === body.token.id);
    expect(seen!.revocable).toBe(false);
    expect((await revoke(admin, body.token.id)).status).toBe(403);
    // A page of another origin revokes nothing.
    const foreign = { method: "DELETE", cookie: root, headers: { origin: "https://evil.example" } };
    expect((await stand.ask(`/v1/tokens/${body.token.id}`, foreign)).status).toBe(403);
    expect((await revoke(root, body.token.id)).status).toBe(200);
  });
});
