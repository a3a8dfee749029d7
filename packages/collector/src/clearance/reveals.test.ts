import { describe, expect, it } from "vitest";
import { revealStand } from "../../test/reveal-stand.js";
import type { RevealAnswer, RevealList } from "../api.js";

const stand = revealStand({
  asker: { roles: ["viewer"], rights: ["ask-reveals"] },
  other: { roles: ["viewer"], rights: ["ask-reveals"] },
  officer: { roles: ["privacy-officer"] },
  officer2: { roles: ["privacy-officer"] },
  lowOfficer: { roles: ["privacy-officer"], clearance: "internal" },
  deniedOfficer: { roles: ["privacy-officer"], deny: { classes: ["email"], fields: [] } },
  german: { roles: ["privacy-officer"], jurisdictions: ["DE"] },
  denied: { roles: ["viewer"], rights: ["ask-reveals"], deny: { classes: ["email"], fields: [] } },
  viewer: { roles: ["viewer"] },
  elsewhere: { roles: ["privacy-officer"], sites: ["blog"] },
});
const { ask, approve, cookie, post, read, stateOf } = stand;

describe("asking for a reveal, and deciding on it", () => {
  it("cannot be approved by whoever asked", async () => {
    // Nobody holds both rights; this is what would happen if somebody did, such as by a change of roles in between.
    const { id } = (await ask("other")).body;
    const me = (await stand.collector.catalog.people()).find(({ email }) => email === "other@x.example")!;
    await stand.collector.catalog.changePerson(me.id, {
      roles: ["privacy-officer"],
      clearance: "restricted",
      rights: [],
    });
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
    await stand.collector.catalog.changePerson(me.id, {
      roles: ["viewer"],
      clearance: "internal",
      rights: ["ask-reveals"],
    });
    expect((await approve("asker", (await ask("other")).body.id)).body.code).toBe("not-cleared");
  });

  it("cannot be approved by a lower clearance, by another site's people, or by a program", async () => {
    const { id } = (await ask("asker")).body;
    for (const name of ["lowOfficer", "deniedOfficer", "german", "viewer"]) {
      expect((await approve(name, id)).body.code, name).toBe("not-cleared");
    }
    // Nor are they offered it: whoever holds the right may refuse, and approve only what they could see themselves.
    const offered = async (name: string) =>
      ((await (await stand.collector.ask(`/v1/reveals/${id}`, { cookie: cookie(name) })).json()) as RevealAnswer).may;
    for (const name of ["lowOfficer", "deniedOfficer", "german"]) expect(await offered(name), name).toEqual(["refuse"]);
    expect(await offered("officer")).toEqual(["approve", "refuse"]);
    expect((await approve("elsewhere", id)).status).toBe(404);
    const token = await stand.collector.token({ roles: ["privacy-officer"] });
    const asToken = { authorization: `Bearer ${token}` };
    expect((await stand.collector.post(`/v1/reveals/${id}/approval`, {}, asToken)).status).toBe(403);
    expect(await stateOf(id)).toBe("asked");
    // The negative control.
    expect((await approve("officer", id)).status).toBe(200);
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
    const token = await stand.collector.token({ roles: ["analyst"] });
    const body = { site: "shop", subject: stand.subject, classes: ["email"], purpose: "analysis", reason: "x" };
    const asked = await stand.collector.post("/v1/reveals", body, { authorization: `Bearer ${token}` });
    expect([asked.status, ((await asked.json()) as { detail: string }).detail]).toEqual([
      403,
      "A reveal takes two people: a token is neither",
    ]);
  });

  it("is listed to whoever asked, and all of a site's to whoever approves", async () => {
    const list = async (name: string) => {
      const answer = await stand.collector.ask("/v1/reveals?site=shop", { cookie: cookie(name) });
      return ((await answer.json()) as RevealList).reveals;
    };
    const mine = await list("other");
    expect(mine.length).toBeGreaterThan(0);
    expect(new Set(mine.map(({ by }) => by.name))).toEqual(new Set(["other"]));
    expect((await list("officer")).length).toBeGreaterThan(mine.length);
    expect((await stand.collector.ask("/v1/reveals?site=shop", { cookie: cookie("viewer") })).status).toBe(403);
    expect((await stand.collector.ask("/v1/reveals?site=shop", { cookie: cookie("elsewhere") })).status).toBe(404);
    expect((await stand.collector.ask(`/v1/reveals/${mine[0]!.id}`, { cookie: cookie("asker") })).status).toBe(404);
  });
});
