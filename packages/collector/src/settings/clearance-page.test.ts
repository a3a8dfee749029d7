import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eachWithWayseal } from "../../test/run-wayseal.js";
import { mask } from "../clearance/mask.js";
import { RIGHTS } from "../clearance/rights.js";
import { ROLES } from "../clearance/roles.js";

const page = readFileSync(new URL("../../../../docs/clearance.md", import.meta.url), "utf8");
const current = eachWithWayseal();
/** What a shell makes of a line. */
const words = (line: string) => line.trim().split(/\s+/).slice(1);
const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
const rowsOf = (section: string) =>
  [...(page.split(`## ${section}\n`)[1]?.split("\n## ")[0] ?? "").matchAll(/^\| (.*) \|$/gm)]
    .map(([, row = ""]) => row.split(" | ").map((cell) => cell.trim()))
    .slice(2);

describe("docs/clearance.md", () => {
  it("shows commands that can be run in this order, and one that is refused in these words", async () => {
    await current().run("init");
    await current().run("sites", "add", "shop", "--origin", "*");
    expect(blocks.length).toBeGreaterThan(3);
    for (const line of blocks) expect((await current().run(...words(line))).err, line).toBe("");
    const [, refused = "", says = ""] = /^\$ (wayseal .*)\n(.*)$/m.exec(page) ?? [];
    const { code, err } = await current().run(...words(refused));
    expect([code, err]).toEqual([1, `${says}\n`]);
  });

  it("tells of every role what it is cleared to, and of every right", () => {
    const rows = rowsOf("Roles").filter(([name = ""]) => name.startsWith("`"));
    const roles = rows.filter(({ length }) => length === 3).map(([role, , clearance]) => [role, clearance]);
    expect(roles).toEqual(Object.entries(ROLES).map(([name, { clearance }]) => [`\`${name}\``, `\`${clearance}\``]));
    const rights = rows.filter(({ length }) => length === 2).map(([right]) => right);
    expect(rights).toEqual(Object.keys(RIGHTS).map((right) => `\`${right}\``));
  });

  it("shows masks as they are made", () => {
    const shown = rowsOf("Masks").flatMap(([name = "", value = "", masked = ""]) => {
      const found = /^`([a-z-]+)`(?: \((\w\w)\))?$/.exec(name === "names" ? "`name`" : name);
      return found === null
        ? []
        : [[found[1]!, value.replaceAll("`", ""), masked.replaceAll("`", ""), found[2]] as const];
    });
    expect(shown.length).toBeGreaterThan(6);
    for (const [name, value, masked, country] of shown) {
      expect(mask(name, value, { country, now: Date.UTC(2026, 10, 26) }), name).toBe(masked);
    }
  });
});
