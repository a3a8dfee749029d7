import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { value as email, hello, sealStream } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import type { AuditEntry } from "../ports/audit.js";
import { CatalogError } from "../ports/catalog.js";
import type { Journey, RevealAnswer, RevealList } from "../api.js";

const MINUTE = 60_000;
let stand: HttpCollector;
let subject: string;
/** Cookies of people, by what they are called. */
const who: Record<string, string> = {};

beforeAll(async () => {
  stand = await httpCollector({ store: spoolStore(() => stand.catalog) });
  for (const [name, roles, more] of [
    ["asker", ["viewer"], { rights: ["ask-reveals"] }],
    ["other", ["viewer"], { rights: ["ask-reveals"] }],
    ["officer", ["privacy-officer"], {}],
    ["officer2", ["privacy-officer"], {}],
    ["lowOfficer", ["privacy-officer"], { clearance: "internal" }],
    ["deniedOfficer", ["privacy-officer"], { deny: { classes: ["email"], fields: [] } }],
    ["denied", ["viewer"], { rights: ["ask-reveals"], deny: { classes: ["email"], fields: [] } }],
    ["viewer", ["viewer"], {}],
    ["elsewhere", ["privacy-officer"], { sites: ["blog"] }],
  ] as const) {
    const { sites = "*", ...access } = more as { sites?: string[]; rights?: [] };
    who[name] = await stand.person(`${name}@x.example`.toLowerCase(), { roles, ...access }, sites);
  }
  const field = (name: string, kind: string, value: string) => ({
    ...email,
    ...{ field: name, class: kind, value },
  });
  const events = [hello(), field("email", "email", "ann@gmail.com"), field("iban", "iban", "DE89370400440532013000")];
  const body = new Uint8Array(sealStream(stand.key, "shop", events).envelope());
  expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
  subject = ((await stand.catalog.next(10))?.rows[0]?.subject as Buffer).toString("hex");
});
afterAll(() => stand.close());

const post = async <T = RevealAnswer & { code: string; detail?: string }>(
  name: string,
  path: string,
  body: unknown = {},
) => {
  const answer = await stand.post(path, body, { cookie: who[name] ?? "" });
  return { status: answer.status, body: (await answer.json()) as T };
};
const ask = (name: string, more: object = {}) =>
  post(name, "/v1/reveals", {
    site: "shop",
    subject,
    classes: ["email"],
    purpose: "analysis",
    reason: "a lost order",
    ...more,
  });
const approve = (name: string, id: string, more: object = {}) => post(name, `/v1/reveals/${id}/approval`, more);
const read = async (name: string, reveal?: string, of = subject) => {
  const query = reveal === undefined ? "" : `&reveal=${reveal}`;
  const answer = await stand.ask(`/v1/journeys/${of}?site=shop${query}`, { cookie: who[name] ?? "" });
  const body = (await answer.json()) as Journey & { code?: string };
  const events = (body.events ?? []).filter(({ type }) => type === "field");
  const values = events.flatMap(({ fields }) => fields.map((each) => [each.class, each.state, each.value]));
  return { status: answer.status, code: body.code, values };
};
const revoke = (name: string, id: string) =>
  stand.ask(`/v1/reveals/${id}`, { method: "DELETE", cookie: who[name] ?? "", headers: { origin: stand.url } });
const stateOf = async (id: string) => (await stand.catalog.reveal(id))?.state;

const MASKED = [
  ["email", "masked", "a•••@gmail.com"],
  ["iban", "withheld", undefined],
];
const REVEALED = [
  ["email", "shown", "ann@gmail.com"],
  ["iban", "withheld", undefined],
];

describe("a reveal", () => {
  it("shows the named classes of one visitor to whoever asked, and only with it", async () => {
    const asked = await ask("asker", { minutes: 30, reads: 5 });
    expect([asked.status, asked.body.state, asked.body.may]).toEqual([201, "asked", ["revoke"]]);
    const { id } = asked.body;
    expect(await read("asker", id)).toMatchObject({ status: 410, code: "reveal-ended" });
    const { body } = await approve("officer", id, { minutes: 15, reads: 3 });
    expect(body).toMatchObject({ state: "active", minutes: 15, reads: 3, used: 0, decidedBy: { name: "officer" } });
    expect(body.expires! - body.decided!).toBe(15 * MINUTE);
    expect((await read("asker")).values).toEqual(MASKED);
    expect((await read("asker", id)).values).toEqual(REVEALED);
    expect((await stand.catalog.reveal(id))?.used).toBe(1);
  });

  it("cannot be approved by whoever asked", async () => {
    // Nobody holds both rights; this is what would happen if somebody did, such as by a change of roles in between.
    const { id } = (await ask("other")).body;
    const me = (await stand.catalog.people()).find(({ email }) => email === "other@x.example")!;
    await stand.catalog.changePerson(me.id, { roles: ["privacy-officer"], clearance: "restricted", rights: [] });
    const own = await approve("other", id);
    expect([own.status, own.body.code, own.body.detail]).toEqual([
      403,
      "not-cleared",
      "Nobody approves what they asked for",
    ]);
    expect((await post("other", `/v1/reveals/${id}/refusal`, { reason: "x" })).status).toBe(403);
    expect(await stateOf(id)).toBe("asked");
    // The negative control: it is the asker that it was refused for.
    expect((await approve("officer", id)).status).toBe(200);
    await stand.catalog.changePerson(me.id, { roles: ["viewer"], clearance: "internal", rights: ["ask-reveals"] });
    expect((await approve("asker", (await ask("other")).body.id)).body.code).toBe("not-cleared");
  });

  it("cannot be approved by a lower clearance, by another site's people, or by a program", async () => {
    const { id } = (await ask("asker")).body;
    for (const name of ["lowOfficer", "deniedOfficer", "viewer"]) {
      expect((await approve(name, id)).body.code, name).toBe("not-cleared");
    }
    // Nor are they offered it: whoever holds the right may refuse, and approve only what they could see themselves.
    const offered = async (name: string) =>
      ((await (await stand.ask(`/v1/reveals/${id}`, { cookie: who[name]! })).json()) as RevealAnswer).may;
    for (const name of ["lowOfficer", "deniedOfficer"]) expect(await offered(name), name).toEqual(["refuse"]);
    expect(await offered("officer")).toEqual(["approve", "refuse"]);
    expect((await approve("elsewhere", id)).status).toBe(404);
    const token = await stand.token({ roles: ["privacy-officer"] });
    const asToken = { authorization: `Bearer ${token}` };
    expect((await stand.post(`/v1/reveals/${id}/approval`, {}, asToken)).status).toBe(403);
    expect(await stateOf(id)).toBe("asked");
    // The negative control.
    expect((await approve("officer", id)).status).toBe(200);
  });

  it("shows nothing above whoever approved it", async () => {
    const { id } = (await ask("asker", { classes: ["email", "iban"] })).body;
    await stand.catalog.moveReveal(id, "asked", {
      state: "active",
      level: "confidential",
      expires: Date.now() + MINUTE,
    });
    expect((await read("asker", id)).values).toEqual(REVEALED);
  });

  it("is approved by one of two who approve at once", async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = (await ask("asker")).body;
      const answers = await Promise.all([approve("officer", id), approve("officer2", id), approve("officer", id)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect((await approve("officer2", id)).body.code).toBe("conflict");
      expect((await post("officer", `/v1/reveals/${id}/refusal`, { reason: "late" })).body.code).toBe("conflict");
    }
  });

  it("is not approved and refused at once", async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = (await ask("asker")).body;
      const refuse = post("officer2", `/v1/reveals/${id}/refusal`, { reason: "no need" });
      const [one, two] = await Promise.all([approve("officer", id), refuse]);
      expect([one.status, two.status].sort()).toEqual([200, 409]);
      expect((await read("asker", id)).status).toBe(one.status === 200 ? 200 : 410);
    }
  });

  it("cannot be replayed: not when it is used up, nor by another, nor for another journey, nor at another site", async () => {
    const { id } = (await ask("asker", { reads: 3 })).body;
    await approve("officer", id);
    expect((await read("other", id)).status).toBe(410);
    // Who may not ask holds no grant at all.
    expect((await read("officer", id)).status).toBe(403);
    expect((await read("asker", id, "22".repeat(16))).status).toBe(410);
    const blog = await stand.ask(`/v1/journeys/${subject}?site=blog&reveal=${id}`, { cookie: who["asker"]! });
    expect(blog.status).toBe(410);
    expect((await stand.catalog.reveal(id))?.used).toBe(0);
    const many = await Promise.all(Array.from({ length: 8 }, () => read("asker", id)));
    expect(many.map(({ status }) => status).sort()).toEqual([200, 200, 200, 410, 410, 410, 410, 410]);
    expect(many.filter(({ values }) => JSON.stringify(values).includes("ann@")).length).toBe(3);
    expect(await stateOf(id)).toBe("ended");
    expect((await approve("officer", id)).body.code).toBe("conflict");
    expect((await read("asker", "A".repeat(22))).status).toBe(410);
  });

  it("is over at once when it is revoked, by whoever asked or whoever may approve", async () => {
    for (const name of ["asker", "officer2"]) {
      const { id } = (await ask("asker")).body;
      await approve("officer", id);
      expect((await read("asker", id)).status).toBe(200);
      expect((await revoke("other", id)).status).toBe(404);
      expect((await revoke(name, id)).status).toBe(200);
      expect(await read("asker", id)).toMatchObject({ status: 410, values: [] });
      expect((await revoke(name, id)).status).toBe(409);
    }
  });

  it("is denied on the very next request of whoever was lowered, denied or disabled", async () => {
    const { id } = (await ask("asker", { reads: 50 })).body;
    await approve("officer", id);
    const me = (await stand.catalog.people()).find(({ email }) => email === "asker@x.example")!;
    expect((await read("asker", id)).values).toEqual(REVEALED);
    await stand.catalog.changePerson(me.id, { deny: { classes: ["email"], fields: [] } });
    expect((await read("asker", id)).values[0]).toEqual(["email", "withheld", undefined]);
    await stand.catalog.changePerson(me.id, { deny: { classes: [], fields: [] }, roles: [], rights: ["query"] });
    expect((await read("asker", id)).status).toBe(403);
    // The right to ask alone is lost: the journey is still theirs to read, masked.
    await stand.catalog.changePerson(me.id, { roles: ["viewer"], rights: [] });
    expect(await read("asker", id)).toMatchObject({ status: 403, code: "not-cleared", values: [] });
    expect((await read("asker")).values).toEqual(MASKED);
    await stand.catalog.changePerson(me.id, { roles: ["viewer"], rights: ["ask-reveals"] });
    expect((await read("asker", id)).values).toEqual(REVEALED);
    await stand.catalog.setDisabled(me.id, true);
    expect((await read("asker", id)).status).toBe(401);
    await stand.catalog.setDisabled(me.id, false);
    who["asker"] = await signIn("asker@x.example");
  });

  it.each([
    ["a class that there is not", { classes: ["shoe-size"] }, 400, /There is no class shoe-size/],
    ["a class that is never stored", { classes: ["payment-card"] }, 400, /never stored/],
    ["a purpose that is not theirs", { purpose: "legal" }, 403, /not one of your purposes/],
    ["an e-mail address as a reason", { reason: "for ann@gmail.com" }, 422, /personal/],
    ["no reason", { reason: " " }, 400, /reason/],
    ["no class", { classes: [] }, 400, /classes/],
    ["too long", { minutes: 481 }, 400, /minutes/],
    ["too often", { reads: 0 }, 400, /reads/],
    ["somebody unknown", { subject: "33".repeat(16) }, 404, /no such journey/],
    ["another site", { site: "nowhere" }, 404, /no such site/i],
  ])("is not to be had for %s", async (_, more, status, message) => {
    const answer = await ask("asker", more);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringMatching(message)]);
  });

  it("is not to be had of what one's own list denies, without the right, or by a program", async () => {
    expect((await ask("denied")).body).toMatchObject({
      code: "not-cleared",
      detail: expect.stringContaining("deny list") as string,
    });
    expect((await ask("viewer")).body.code).toBe("not-cleared");
    expect((await ask("officer")).body.code).toBe("not-cleared");
    const token = await stand.token({ roles: ["analyst"] });
    const body = { site: "shop", subject, classes: ["email"], purpose: "analysis", reason: "x" };
    const asked = await stand.post("/v1/reveals", body, { authorization: `Bearer ${token}` });
    expect([asked.status, ((await asked.json()) as { detail: string }).detail]).toEqual([
      403,
      "A reveal takes two people: a token is neither",
    ]);
  });

  it("is listed to whoever asked, and all of a site's to whoever approves", async () => {
    const list = async (name: string) => {
      const answer = await stand.ask("/v1/reveals?site=shop", { cookie: who[name] ?? "" });
      return ((await answer.json()) as RevealList).reveals;
    };
    const mine = await list("other");
    expect(mine.length).toBeGreaterThan(0);
    expect(new Set(mine.map(({ by }) => by.name))).toEqual(new Set(["other"]));
    expect((await list("officer")).length).toBeGreaterThan(mine.length);
    expect((await stand.ask("/v1/reveals?site=shop", { cookie: who["viewer"]! })).status).toBe(403);
    expect((await stand.ask("/v1/reveals?site=shop", { cookie: who["elsewhere"]! })).status).toBe(404);
    expect((await stand.ask(`/v1/reveals/${mine[0]!.id}`, { cookie: who["asker"]! })).status).toBe(404);
  });

  it("leaves each of its steps in the audit trail, and each read with it, without a value", async () => {
    const trail = (await stand.catalog.auditEntries({}, 1000)).map(({ body }) => JSON.parse(body) as AuditEntry);
    const steps = trail.filter(({ action }) => action.startsWith("reveal."));
    expect(new Set(steps.map(({ action }) => action))).toEqual(
      new Set(["reveal.ask", "reveal.approve", "reveal.refuse", "reveal.revoke", "reveal.end"]),
    );
    for (const step of steps) {
      expect(step).toMatchObject({ site: "shop", subject, detail: { reveal: expect.any(String) as string } });
      expect(step.purpose).toBe("analysis");
    }
    const reads = trail.filter(({ action, detail }) => action === "read" && detail?.["reveal"] !== undefined);
    expect(reads.length).toBeGreaterThan(5);
    for (const one of reads) expect(one).toMatchObject({ purpose: "analysis", classes: ["email"], subject });
    expect(JSON.stringify(trail)).not.toMatch(/ann@|lost order/);
  });

  it("is not approved, and nothing is read with it, where that cannot be written down", async () => {
    let broken = false;
    const full = new CatalogError("full", "full");
    const own: HttpCollector = await httpCollector({
      store: spoolStore(() => own.catalog),
      audit: { record: (...told) => (broken ? Promise.reject(full) : createAuditTrail(own).record(...told)) },
    });
    const [asker, officer] = [
      await own.person("a@x.example", { roles: ["analyst"] }),
      await own.person("o@x.example", { roles: ["privacy-officer"] }),
    ];
    const body = new Uint8Array(sealStream(own.key, "shop", [hello(), email]).envelope());
    await own.ask("/v1/streams", { method: "POST", body });
    const whom = ((await own.catalog.next(10))?.rows[0]?.subject as Buffer).toString("hex");
    const question = { site: "shop", subject: whom, classes: ["iban"], purpose: "support", reason: "x" };
    const { id } = (await (await own.post("/v1/reveals", question, { cookie: asker })).json()) as RevealAnswer;
    const journey = () => own.ask(`/v1/journeys/${whom}?site=shop&reveal=${id}`, { cookie: asker });
    broken = true;
    expect((await own.post(`/v1/reveals/${id}/approval`, {}, { cookie: officer })).status).toBe(503);
    expect((await own.catalog.reveal(id))?.state).toBe("ended");
    await own.catalog.moveReveal(id, "ended", { state: "active", level: "restricted", expires: Date.now() + MINUTE });
    const unwritten = await journey();
    expect([unwritten.status, (await unwritten.text()).includes("ann@")]).toEqual([503, false]);
    broken = false;
    expect((await journey()).status).toBe(200);
    await own.close();
  });
});

async function signIn(email: string): Promise<string> {
  const answer = await stand.post("/v1/session", { email, password: "correct horse battery staple" });
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}
