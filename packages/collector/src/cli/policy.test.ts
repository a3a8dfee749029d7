import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { overSocket } from "../../test/over-socket.js";
import { POLICY_FAULTS } from "../../test/policy-faults.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import type { AnswerOf } from "../admin/operations.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run("policy", ...args);
const write = (text: string, name = "wayseal.policy.yaml") => writeFileSync(join(current().folder, name), text);
const inForce = async () => (await current().json<AnswerOf<"policy.list">>("policy", "list")).versions[0]!.version;

beforeEach(async () => {
  await current().run("init");
  await current().run("sites", "add", "shop", "--origin", "*");
});

const GOOD = `format: 1
classes:
  phone: { treatment: mask }
storage:
  deny: [{ form: complaint }]
`;

describe("wayseal policy", () => {
  it("checks, compares, applies, shows, lists and explains, at rest and through a running collector", async () => {
    write(GOOD);
    expect((await wayseal("check")).out).toMatch(
      /can be applied\n81 classes, of which it sets phone; 9 packs\nstorage\.deny: 1\n/,
    );
    const work = async (from: number) => {
      const { out } = await wayseal("diff", "wayseal.policy.yaml");
      for (const part of ["phone", "storage.deny", "complaint"]) expect(out).toContain(part);
      expect(await inForce()).toBe(from);
      expect((await wayseal("apply")).out).toMatch(new RegExp(`^Policy ${from + 1} is in force\n`));
      expect((await wayseal("show")).out).toBe(GOOD);
      expect((await wayseal("show", "--version", String(from))).out).not.toBe(GOOD);
      expect((await wayseal("list")).out).toMatch(new RegExp(`${from + 1} +\\d{4}-`));
      const seen = await wayseal("explain", "--site", "shop", "--form", "order", "--field", "phone", "--country", "GB");
      expect(seen.out).toMatch(/classes\.phone .*mask at confidential/);
      expect(seen.out).toContain(`Policy ${from + 1}: mask at confidential, by classes.phone`);
    };
    await work(1);
    write("format: 1\n", "plain.yaml");
    // What loosens asks first, and --yes answers.
    expect((await wayseal("apply", "plain.yaml", "--json")).err).toContain("With --json nobody is asked: add --yes");
    expect((await current().typed("no\n", "policy", "apply", "plain.yaml")).err).toContain("the word was not typed");
    expect((await current().typed("", "policy", "apply", "plain.yaml")).err).toMatch(/at its end: add --yes\n$/);
    expect(await inForce()).toBe(2);
    expect((await current().typed("loosen\n", "policy", "apply", "plain.yaml")).code).toBe(0);
    expect(await inForce()).toBe(3);
    expectOneLine(await wayseal("apply", "plain.yaml", "--yes"), /That is version 3, which is in force already/);
    await overSocket(current(), () => work(3));
    expect((await wayseal("diff", "--from", "3", "--to", "4")).out).toContain("storage.deny");
    expect((await wayseal("diff", "--from", "2", "--to", "4")).out).toBe("Nothing is decided otherwise\n");
  });

  it("explains what one viewer gets: a clearance, a person by their lists and jurisdictions, or a token", async () => {
    const users = (...args: string[]) => current().run("users", "add", "--sites", "shop", "--email", ...args);
    await users("ana@x.example", "--role", "analyst", "--jurisdictions", "US");
    await users("cal@x.example", "--role", "analyst", "--jurisdictions", "US-CA");
    await users("dee@x.example", "--role", "analyst", "--deny", "email");
    const verdict = async (viewer: string, country: string, field = "email") => {
      const args = ["--site", "shop", "--form", "order", "--field", field, "--country", country, "--viewer", viewer];
      const { steps } = await current().json<AnswerOf<"policy.explain">>("policy", "explain", ...args);
      return steps.at(-1)!.then;
    };
    expect(await verdict("confidential", "GB")).toBe("show");
    expect(await verdict("internal", "GB")).toBe("mask");
    expect(await verdict("public", "GB")).toBe("withhold");
    expect([await verdict("ana@x.example", "US"), await verdict("ana@x.example", "US-CA")]).toEqual(["show", "show"]);
    expect([await verdict("cal@x.example", "US"), await verdict("cal@x.example", "US-CA")]).toEqual([
      "withhold",
      "show",
    ]);
    expect(await verdict("ana@x.example", "GB")).toBe("withhold");
    expect([await verdict("dee@x.example", "GB"), await verdict("dee@x.example", "GB", "phone")]).toEqual([
      "withhold",
      "show",
    ]);
    const token = await current().json<AnswerOf<"tokens.create">>(
      "tokens",
      "create",
      "report",
      "--right",
      "query",
      "--sites",
      "shop",
    );
    expect(await verdict(token.id, "GB")).toBe("withhold");
    const said = await wayseal(
      "explain",
      "--site",
      "shop",
      "--field",
      "email",
      "--viewer",
      token.id,
      "--event",
      "field",
    );
    expect(said.out).toContain("Withheld: they do not hold the right read-journeys");
    expect(said.out).not.toMatch(/\byou/);
    const nobody = await wayseal("explain", "--site", "shop", "--field", "email", "--viewer", "nobody");
    expectOneLine(nobody, /There is no clearance, person or token nobody/);
    const trait = await wayseal("explain", "--site", "shop", "--trait", "plan");
    expect(trait.out).toMatch(/A trait of identify whose name tells nothing.*: keep at confidential, by default/s);
    const two = await wayseal("explain", "--site", "shop", "--trait", "plan", "--property", "plan");
    expectOneLine(two, /One value is asked about at a time/);
    expectOneLine(await wayseal("explain", "--site", "shpo", "--field", "email"), /There is no site shpo/);
    // A site that asks for two people masks to everyone who is cleared.
    await current().run("sites", "change", "shop", "--two-people", "on");
    expect(await verdict("restricted", "GB")).toBe("mask");
  });

  it("says of each fault in one line what is wrong and where, and the policy in force stays in force", async () => {
    write(GOOD);
    await wayseal("apply", "--yes");
    for (const { name, source, line, column, why } of POLICY_FAULTS) {
      write(source);
      for (const command of [["check"], ["diff", "wayseal.policy.yaml"], ["apply", "--yes"]]) {
        const said = await wayseal(...command);
        expect([name, said.err]).toEqual([name, expect.stringContaining(`wayseal.policy.yaml:${line}:${column}: `)]);
        expect(said.err).toContain(why);
        expectOneLine(said, /./);
      }
    }
    expect(await inForce()).toBe(2);
    expect((await wayseal("show")).out).toBe(GOOD);
    // (control) The last of them without its fault is taken.
    write("format: 1\nclasses:\n  phone: { treatment: keep }\n");
    expect((await wayseal("apply", "--yes")).code).toBe(0);
    expect(await inForce()).toBe(3);
  });
});
