import { beforeEach, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value as email } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import { OPERATIONS } from "../admin/operations.js";
import type { PeopleAnswer, RevealAnswer } from "../api.js";

let stand: HttpCollector;
let subject: string;
let asker: string;
let middling: string;
let officer: string;
beforeEach(async () => {
  stand = await httpCollector({ store: spoolStore(() => stand.catalog) });
  asker = await stand.person("asker@x.example", { roles: ["viewer"], rights: ["ask-reveals", "look-up"] });
  middling = await stand.person("middling@x.example", { roles: ["privacy-officer"], clearance: "confidential" });
  officer = await stand.person("officer@x.example", { roles: ["privacy-officer"] });
  const body = new Uint8Array(sealStream(stand.key, "shop", [hello(), email]).envelope());
  expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
  subject = ((await stand.catalog.next(10))?.rows[0]?.subject as Buffer).toString("hex");
  return () => stand.close();
});

async function apply(text: string): Promise<void> {
  const { version } = await OPERATIONS["policy.show"].run(stand.parts, {});
  const file = { source: `format: 1\n${text}\n`, where: "wayseal.policy.yaml" };
  await OPERATIONS["policy.apply"].run(stand.parts, { ...file, after: version });
  stand.forward(2000);
}
const ask = async (...classes: string[]) => {
  const asked = { site: "shop", subject, classes, purpose: "analysis", reason: "a lost order" };
  const answer = await stand.post("/v1/reveals", asked, { cookie: asker });
  return { status: answer.status, ...((await answer.json()) as RevealAnswer & { code: string; detail: string }) };
};
const approve = async (cookie: string, id: string) =>
  (await stand.post(`/v1/reveals/${id}/approval`, {}, { cookie })).status;
const lookUp = async (access: Parameters<HttpCollector["token"]>[0]) => {
  const headers = { authorization: `Bearer ${await stand.token(access)}` };
  const body = { site: "shop", class: "email", value: "ann@gmail.com" };
  return (await stand.post("/v1/lookups", body, headers)).status;
};

describe("a class's level is that of the policy in force", () => {
  it("for whoever approves a reveal: one that the policy raises takes the higher clearance", async () => {
    // The control: as the catalogue has it, confidential is enough.
    expect(await approve(middling, (await ask("email")).id)).toBe(200);
    await apply("classes: { email: { level: restricted } }");
    const { id } = await ask("email");
    expect(await approve(middling, id)).toBe(403);
    expect(await approve(officer, id)).toBe(200);
  });

  it("and that of a pack which may hold at the site", async () => {
    const { id } = await ask("income");
    // Canada's pack raises it, and nobody said where the site's visitors are.
    expect(await approve(middling, id)).toBe(403);
    await apply("jurisdictions: { sites: { shop: [DE] } }");
    expect(await approve(middling, id)).toBe(200);
  });

  it("for whoever asks: classes of the policy's own are there, and what it never stores or shows cannot be asked for", async () => {
    expect(await ask("loyalty")).toMatchObject({ status: 400, detail: "There is no class loyalty" });
    expect(await ask("gender")).toMatchObject({ status: 201 });
    await apply(`classes: { loyalty: { level: confidential }, gender: { treatment: never } }
viewing: { deny: [{ class: phone }, { form: order, class: email }] }`);
    expect(await ask("loyalty")).toMatchObject({ status: 201 });
    expect(await ask("gender")).toMatchObject({ status: 400, detail: "Values of class gender are never stored" });
    expect(await ask("phone")).toMatchObject({ status: 403, detail: "phone: Withheld by the policy: viewing.deny.0" });
    // Denied in one form alone, which its fields say for themselves.
    expect(await ask("email")).toMatchObject({ status: 201 });
  });

  it("for lookups: who may not see a value may not test it", async () => {
    const analyst = { roles: ["analyst"] } as const;
    expect(await lookUp({ roles: [...analyst.roles] })).toBe(200);
    await apply("classes: { email: { level: restricted } }");
    expect(await lookUp({ roles: [...analyst.roles] })).toBe(403);
    expect(await lookUp({ rights: ["look-up"], clearance: "restricted" })).toBe(200);
    await apply("viewing: { deny: [{ class: email }] }");
    expect(await lookUp({ rights: ["look-up"], clearance: "restricted" })).toBe(403);
  });

  it("and where the policy lists what is seen, nothing else is looked up, asked for or approved", async () => {
    const all = async () => {
      const { id, status } = await ask("email");
      const low = status === 201 ? await approve(middling, id) : null;
      return [await lookUp({ roles: ["analyst"] }), status, low, low === 403 ? await approve(officer, id) : null];
    };
    expect(await all()).toEqual([200, 201, 200, null]);
    await apply("viewing: { allow: [{ class: city }] }");
    expect(await all()).toEqual([403, 403, null, null]);
    await apply("viewing: { allow: [{ site: blog }, { site: shop, form: order, class: [email, city] }] }");
    // Of one form it may be seen: fields say so for themselves.
    expect(await all()).toEqual([200, 201, 200, null]);
    await apply("viewing: { allow: [{ class: email, clearance: confidential }, { class: city }] }");
    // A reveal lifts what a level asks for, and not what the list does.
    expect(await all()).toEqual([200, 403, null, null]);
    await apply("viewing: { allow: [{ class: email, clearance: restricted }] }");
    expect(await all()).toEqual([403, 403, null, null]);
    expect(await lookUp({ rights: ["look-up"], clearance: "restricted" })).toBe(200);
  });

  it("for lists of people: they may name the policy's own classes, and no other", async () => {
    const deny = { classes: ["loyalty"], fields: [] };
    const add = (more: object) =>
      OPERATIONS["users.add"].run(stand.parts, { email: "new@x.example", sites: "*", roles: ["viewer"], ...more });
    await expect(add({ deny })).rejects.toThrow("Impossible clearance: there is no class loyalty");
    await apply("classes: { loyalty: { level: confidential } }");
    expect((await add({ deny })).person.deny).toEqual(deny);
    const admin = await stand.person("admin@x.example", { roles: ["administrator"] });
    const { classes } = (await (await stand.ask("/v1/people", { cookie: admin })).json()) as PeopleAnswer;
    expect(classes).toEqual(expect.arrayContaining(["loyalty", "email"]));
  });
});

it("erasing a subject ends its reveals, those that wait and those that are granted", async () => {
  const [waiting, granted] = [await ask("email"), await ask("email")];
  expect(await approve(officer, granted.id)).toBe(200);
  const other = Buffer.alloc(16, 7);
  const theirs = { ...(await stand.catalog.reveal(waiting.id))!, id: "o".repeat(22), subject: other };
  await stand.catalog.addReveal(theirs);
  const read = () => stand.ask(`/v1/journeys/${subject}?site=shop&reveal=${granted.id}`, { cookie: asker });
  expect((await read()).status).toBe(200);
  const erased = await stand.post("/v1/erasures", { site: "shop", subject }, { cookie: officer });
  expect(erased.status).toBe(201);
  for (const { id } of [waiting, granted]) {
    expect(await stand.catalog.reveal(id)).toMatchObject({ state: "ended", endedBy: null });
    expect(await approve(officer, id)).toBe(409);
  }
  expect((await read()).status).toBe(410);
  // The control: another subject's goes on.
  expect((await stand.catalog.reveal(theirs.id))?.state).toBe("asked");
});
