import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import type { PeopleAnswer, PersonAnswer, PersonInvitedAnswer } from "../api.js";

let stand: HttpCollector;
let admin: string;
beforeAll(async () => {
  stand = await httpCollector();
  admin = await stand.person("admin@x.example", { roles: ["administrator"] });
});
afterAll(() => stand.close());

const send = async (cookie: string, path: string, body: unknown) => {
  const answer = await stand.post(path, body, { cookie });
  return {
    status: answer.status,
    body: (await answer.json()) as PersonAnswer & PersonInvitedAnswer & { code: string; detail: string },
  };
};
const people = async (cookie = admin) => (await (await stand.ask("/v1/people", { cookie })).json()) as PeopleAnswer;
const idOf = async (email: string) => (await people()).people.find((one) => one.email === email)!.id;

describe("/v1/people", () => {
  it("adds a person, whose link sets a password", async () => {
    const { status, body } = await send(admin, "/v1/people", {
      email: "Ana@x.example",
      roles: ["analyst"],
      sites: ["shop"],
    });
    expect([status, body.person.email, body.person.roles, body.person.clearance]).toEqual([
      ...[201, "ana@x.example", ["analyst"], "confidential"],
    ]);
    expect(body.link).toMatch(/^\/console\/#\/welcome\/[\w-]{43}$/);
    const set = await stand.post("/v1/session/password", {
      secret: body.link.split("/").at(-1),
      password: "a long enough one",
    });
    expect(await set.json()).toMatchObject({
      roles: ["analyst"],
      rights: expect.arrayContaining(["ask-reveals"]) as string[],
    });
    expect((await send(admin, "/v1/people", { email: "ana@x.example", roles: ["viewer"], sites: "*" })).body.code).toBe(
      "exists",
    );
  });

  it("changes one from their next request on, and never itself", async () => {
    const cookie = await stand.person("bo@x.example", { roles: ["analyst"] });
    const id = await idOf("bo@x.example");
    const status = async () => (await stand.ask("/v1/reveals?site=shop", { cookie })).status;
    expect(await status()).toBe(200);
    const changed = await send(admin, `/v1/people/${id}`, {
      roles: ["viewer"],
      deny: { classes: ["email"], fields: ["order/*"] },
    });
    expect(changed.body).toMatchObject({
      roles: ["viewer"],
      clearance: "internal",
      deny: { classes: ["email"] },
      changeable: true,
    });
    expect(await status()).toBe(403);
    await send(admin, `/v1/people/${id}`, { disabled: true });
    expect(await status()).toBe(401);
    expect((await send(admin, `/v1/people/${id}`, { disabled: false, name: "Bo" })).body).toMatchObject({
      name: "Bo",
      disabled: false,
    });
    const own = await send(admin, `/v1/people/${await idOf("admin@x.example")}`, { roles: ["super-user"] });
    expect([own.status, own.body.code]).toEqual([403, "not-cleared"]);
  });

  it.each([
    [{ roles: ["auditor", "super-user"] }, 422, "impossible-clearance"],
    [{ rights: ["ask-reveals", "approve-reveals"], roles: [] }, 422, "impossible-clearance"],
    [
      { allow: { classes: ["email"], fields: [] }, deny: { classes: ["email"], fields: [] } },
      422,
      "impossible-clearance",
    ],
    [{ deny: { classes: ["shoe-size"], fields: [] } }, 422, "impossible-clearance"],
    [{ roles: ["boss"] }, 400, "invalid"],
    [{ clearance: "top" }, 400, "invalid"],
    [{ jurisdictions: ["Germany"] }, 400, "invalid"],
    [{ sites: ["nowhere"] }, 404, "not-found"],
    [{ password: "x" }, 400, "invalid"],
  ])("refuses %j, and changes nothing", async (change, status, code) => {
    const id = await idOf("ana@x.example");
    const before = (await people()).people.find((one) => one.id === id);
    const answer = await send(admin, `/v1/people/${id}`, change);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (code === "impossible-clearance") expect(answer.body.detail).toMatch(/^Impossible clearance: /);
    expect((await people()).people.find((one) => one.id === id)).toEqual(before);
  });

  it("is for whoever keeps people, within their sites, and asks for the console's own origin", async () => {
    const officer = await stand.person("officer@x.example", { roles: ["privacy-officer"] });
    expect((await stand.ask("/v1/people", { cookie: officer })).status).toBe(403);
    const local = await stand.person("local@x.example", { roles: ["administrator"] }, ["shop"]);
    const id = await idOf("ana@x.example");
    expect((await send(local, `/v1/people/${id}`, { name: "Ana" })).status).toBe(200);
    expect((await send(local, `/v1/people/${id}`, { sites: "*" })).body.code).toBe("not-cleared");
    expect((await send(local, `/v1/people/${await idOf("bo@x.example")}`, { disabled: true })).body.code).toBe(
      "not-cleared",
    );
    expect(
      (await send(local, "/v1/people", { email: "n@x.example", roles: ["viewer"], sites: ["blog"] })).body.code,
    ).toBe("not-cleared");
    expect((await people(local)).people.filter(({ changeable }) => changeable).map(({ email }) => email)).toEqual([
      "ana@x.example",
    ]);
    const foreign = await stand.post(
      `/v1/people/${id}`,
      { name: "X" },
      { cookie: admin, origin: "https://evil.example" },
    );
    expect(foreign.status).toBe(403);
  });

  it("gives a new link, and ends the password and sessions before it", async () => {
    const cookie = await stand.person("cem@x.example", { roles: ["viewer"] });
    const { body } = await send(admin, `/v1/people/${await idOf("cem@x.example")}/link`, {});
    expect(body.link).toMatch(/welcome/);
    expect((await stand.ask("/v1/session", { cookie })).status).toBe(401);
  });
});
