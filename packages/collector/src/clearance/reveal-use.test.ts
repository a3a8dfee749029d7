import { describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { MASKED, REVEALED, revealStand } from "../../test/reveal-stand.js";
import { hello, sealStream, value as email } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import type { RevealAnswer } from "../api.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import type { AuditEntry } from "../ports/audit.js";
import { CatalogError } from "../ports/catalog.js";

const MINUTE = 60_000;
const stand = revealStand({
  asker: { roles: ["viewer"], rights: ["ask-reveals"] },
  other: { roles: ["viewer"], rights: ["ask-reveals"] },
  officer: { roles: ["privacy-officer"] },
  officer2: { roles: ["privacy-officer"] },
  all: { roles: ["super-user"] },
});
const { ask, approve, cookie, post, read, revoke, stateOf } = stand;

describe("a reveal in use", () => {
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
    expect((await stand.collector.catalog.reveal(id))?.used).toBe(1);
  });

  it("shows nothing above whoever approved it", async () => {
    const { id } = (await ask("asker", { classes: ["email", "iban"] })).body;
    await stand.collector.catalog.moveReveal(id, "asked", {
      state: "active",
      level: "confidential",
      expires: Date.now() + MINUTE,
    });
    expect((await read("asker", id)).values).toEqual(REVEALED);
  });

  it("cannot be replayed: not when it is used up, nor by another, nor for another journey, nor at another site", async () => {
    const { id } = (await ask("asker", { reads: 3 })).body;
    await approve("officer", id);
    expect((await read("other", id)).status).toBe(410);
    // Who may not ask holds no grant at all.
    expect((await read("officer", id)).status).toBe(403);
    expect((await read("asker", id, "22".repeat(16))).status).toBe(410);
    const blog = await stand.collector.ask(`/v1/journeys/${stand.subject}?site=blog&reveal=${id}`, {
      cookie: cookie("asker"),
    });
    expect(blog.status).toBe(410);
    expect((await stand.collector.catalog.reveal(id))?.used).toBe(0);
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
    const me = (await stand.collector.catalog.people()).find(({ email }) => email === "asker@x.example")!;
    expect((await read("asker", id)).values).toEqual(REVEALED);
    await stand.collector.catalog.changePerson(me.id, { deny: { classes: ["email"], fields: [] } });
    expect((await read("asker", id)).values[0]).toEqual(["email", "withheld", undefined]);
    await stand.collector.catalog.changePerson(me.id, {
      deny: { classes: [], fields: [] },
      roles: [],
      rights: ["query"],
    });
    expect((await read("asker", id)).status).toBe(403);
    // The right to ask alone is lost: the journey is still theirs to read, masked.
    await stand.collector.catalog.changePerson(me.id, { roles: ["viewer"], rights: [] });
    expect(await read("asker", id)).toMatchObject({ status: 403, code: "not-cleared", values: [] });
    expect((await read("asker")).values).toEqual(MASKED);
    await stand.collector.catalog.changePerson(me.id, { roles: ["viewer"], rights: ["ask-reveals"] });
    expect((await read("asker", id)).values).toEqual(REVEALED);
    await stand.collector.catalog.setDisabled(me.id, true);
    expect((await read("asker", id)).status).toBe(401);
    await stand.collector.catalog.setDisabled(me.id, false);
    await stand.signIn("asker");
  });

  it("leaves each of its steps in the audit trail, and each read with it, without a value", async () => {
    const { id } = (await ask("asker")).body;
    expect((await post("officer", `/v1/reveals/${id}/refusal`, { reason: "no need" })).status).toBe(200);
    const trail = (await stand.collector.catalog.auditEntries({}, 1000)).map(
      ({ body }) => JSON.parse(body) as AuditEntry,
    );
    const steps = trail.filter(({ action }) => action.startsWith("reveal."));
    expect(new Set(steps.map(({ action }) => action))).toEqual(
      new Set(["reveal.ask", "reveal.approve", "reveal.refuse", "reveal.revoke", "reveal.end"]),
    );
    for (const step of steps) {
      expect(step).toMatchObject({
        site: "shop",
        subject: stand.subject,
        detail: { reveal: expect.any(String) as string },
      });
      expect(step.purpose).toBe("analysis");
    }
    const reads = trail.filter(({ action, detail }) => action === "read" && detail?.["reveal"] !== undefined);
    expect(reads.length).toBeGreaterThan(5);
    for (const one of reads)
      expect(one).toMatchObject({ purpose: "analysis", classes: ["email"], subject: stand.subject });
    expect(JSON.stringify(trail)).not.toMatch(/ann@|lost order/);
  });

  it("is what a super user needs too, where a site asks for two people", async () => {
    const all = [
      ["email", "shown", "ann@gmail.com"],
      ["iban", "shown", "DE89370400440532013000"],
    ];
    expect((await read("all")).values).toEqual(all);
    await stand.collector.catalog.setTwoPeople("shop", true);
    try {
      expect((await read("all")).values).toEqual([
        ["email", "masked", "a•••@gmail.com"],
        ["iban", "masked", "DE•••"],
      ]);
      const { id } = (await ask("all")).body;
      expect((await approve("all", id)).status).toBe(403);
      await approve("officer", id);
      expect((await read("all", id)).values).toEqual([all[0], ["iban", "masked", "DE•••"]]);
    } finally {
      await stand.collector.catalog.setTwoPeople("shop", false);
    }
    expect((await read("all")).values).toEqual(all);
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
