import { describe, expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import type { AuditList, RequestAnswer } from "../api.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);

describe("wayseal requests", () => {
  it("takes a request in, carries it on and closes it", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    await wayseal("users", "add", "--email", "ana@shop.example", "--clearance", "confidential", "--sites", "all");
    expect((await wayseal("requests", "list")).out).toBe("No request waits\n");
    const { id, due } = await current().json<RequestAnswer>(
      ...[
        "requests",
        "add",
        "access",
        "--jurisdiction",
        "ccpa",
        "--received",
        "2026-01-05",
        "--contact",
        "ann@gmail.com",
      ],
    );
    expect(due).toBe("2026-02-19");
    expect((await wayseal("requests", "list")).out).toMatch(/2026-02-19 OVERDUE +received +not linked/);
    for (const args of [
      ["assign", id, "--to", "ana@shop.example"],
      ["step", id, "confirm-receipt"],
      ["step", id, "identity-checked", "--note", "by post"],
      ["step", id, "start"],
    ]) {
      expect((await wayseal("requests", ...args)).err).toBe("");
    }
    const { out } = await wayseal("requests", "show", id);
    expect(out).toMatch(/Contact: ann@gmail\.com/);
    expect(out).toMatch(/not legal advice/);
    expect(out).toMatch(/identity-checked +operator local +by post/);
    const closed = await current().json<RequestAnswer>("requests", "close", id);
    expect(closed).toMatchObject({ state: "done", contact: null });
    // Each of the six that told the contact is a read; the closing told none.
    const { entries } = await current().json<AuditList>("audit", "list", "--action", "read");
    expect(entries.filter(({ detail }) => detail?.["request"] === id).map(({ classes }) => classes)).toEqual(
      Array(6).fill(["contact"]),
    );
    expect((await wayseal("requests", "list")).out).toBe("No request waits\n");
    expect((await wayseal("requests", "list", "--all")).out).toContain(id);
  });

  it("says in one line what it does not do", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    const add = (...more: string[]) => wayseal("requests", "add", "access", "--jurisdiction", "gdpr", ...more);
    const { id } = await current().json<RequestAnswer>("requests", "add", "access", "--jurisdiction", "lgpd");
    expectOneLine(await add("--note", "ann@gmail.com"), /must hold no personal value/);
    expectOneLine(await add("--subject", "0a".repeat(16)), /has no such subject/);
    expectOneLine(await add("--received", "yesterday"), /YYYY-MM-DD/, 2);
    expectOneLine(await wayseal("requests", "add", "gossip", "--jurisdiction", "gdpr"), /A kind is one of/);
    expectOneLine(await wayseal("requests", "add", "access"), /--jurisdiction/, 2);
    expectOneLine(await wayseal("requests", "show", "nobody"), /no such request/);
    expectOneLine(await wayseal("requests", "step", id, "dance"), /A step is one of/, 2);
    expectOneLine(await wayseal("requests", "close", id), /cannot be done now: it has only been received/);
    expectOneLine(await wayseal("requests", "extend", id, "--note", "busy"), /cannot be extended/);
    expectOneLine(await wayseal("requests", "assign", id, "--to", "x@y.example"), /no person with that e-mail/, 2);
  });
});
