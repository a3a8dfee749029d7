import { beforeEach, describe, expect, it } from "vitest";
import { overSocket } from "../../test/over-socket.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import type { AnswerOf } from "../admin/operations.js";
import { openData } from "../main.js";
import type { AuditEntry } from "../ports/audit.js";
import type { Reveal } from "../ports/reveals.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);
const ASKED = "A".repeat(22);
const GRANTED = "G".repeat(22);
const subject = Buffer.alloc(16, 1);

beforeEach(async () => {
  await wayseal("init");
  await wayseal("sites", "add", "shop", "--origin", "*");
  const { env, folder } = current();
  const { catalog, keyring } = await openData(readSettings({ env: { ...env }, cwd: folder }));
  const now = Date.now();
  const reveal: Reveal = {
    ...{ id: ASKED, site: "shop", subject, classes: ["email"], purpose: "support", reason: "a lost order", asked: now },
    ...{ askedBy: "gone", state: "asked", minutes: 15, reads: 5, used: 0, level: null, decided: null, decidedBy: null },
    ...{ note: null, expires: null, ended: null, endedBy: null },
  };
  await catalog.addReveal(reveal);
  await catalog.addReveal({ ...reveal, id: GRANTED, state: "active", level: "restricted", expires: now + 900_000 });
  await catalog.close();
  await keyring.close();
});

const states = async () => {
  const { reveals } = await current().json<AnswerOf<"reveals.list">>("reveals", "list", "--all");
  return Object.fromEntries(reveals.map(({ id, state }) => [id, state]));
};

describe("wayseal reveals", () => {
  it("lists, refuses and revokes, on a data directory at rest and through a running collector", async () => {
    const { out } = await wayseal("reveals", "list");
    for (const part of [ASKED, GRANTED, "asked", "active", "email", "support", "0 of 5", "gone"]) {
      expect(out).toContain(part);
    }
    expect((await wayseal("reveals", "refuse", ASKED, "--reason", "Not needed")).out).toBe(
      `The reveal ${ASKED} was refused\n`,
    );
    await overSocket(current(), async () => {
      expect((await wayseal("reveals", "revoke", GRANTED)).out).toBe(
        `The reveal ${GRANTED} was revoked; it was used 0 of 5 times\n`,
      );
    });
    expect(await states()).toEqual({ [ASKED]: "refused", [GRANTED]: "revoked" });
    expect((await wayseal("reveals", "list")).out).toBe("No reveal is asked for or granted\n");
    const { entries } = await current().json<{ entries: (AuditEntry & { n: number })[] }>("audit", "list");
    const told = entries.filter(({ action }) => action.startsWith("reveal."));
    expect(
      told.map(({ action, kind, site, classes, subject, detail }) => [
        action,
        kind,
        site,
        classes,
        subject,
        detail?.["reveal"],
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["reveal.refuse", "operator", "shop", ["email"], "01".repeat(16), ASKED],
        ["reveal.revoke", "operator", "shop", ["email"], "01".repeat(16), GRANTED],
      ]),
    );
  });

  it("approves nothing: there is no such command, and no operation by that name", async () => {
    expect((await wayseal("reveals", "approve", ASKED)).code).toBe(2);
    expect((await wayseal("reveals", "ask", ASKED)).code).toBe(2);
    expect(await states()).toEqual({ [ASKED]: "asked", [GRANTED]: "active" });
  });

  it("says in one line what cannot be done, and does nothing", async () => {
    const refuse = (id: string, reason: string) => wayseal("reveals", "refuse", id, "--reason", reason);
    expectOneLine(await refuse("B".repeat(22), "x"), /There is no such reveal/);
    expectOneLine(await refuse("no id!", "x"), /That is not the id of a reveal/);
    expectOneLine(await refuse(GRANTED, "x"), /It is active: that cannot be done now/);
    expectOneLine(await refuse(ASKED, "ann@gmail.com asked"), /A reason must hold no personal value/);
    expectOneLine(await refuse(ASKED, " "), /A reason has 1 to 500 characters/);
    expectOneLine(await wayseal("reveals", "list", "--site", "other"), /There is no site other/);
    expect(await states()).toEqual({ [ASKED]: "asked", [GRANTED]: "active" });
  });
});
