import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LOOKUP_CLASSES } from "../lookups/classes.js";
import { DEFAULT_RETENTION } from "../settings/settings.js";

const page = readFileSync(new URL("../../../../docs/erasure.md", import.meta.url), "utf8");
const block = (kind: string) => new RegExp(`\`\`\`${kind}\n([^]*?)\`\`\``).exec(page)?.[1] ?? "";
const run = (code: string) => execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });

describe("docs/erasure.md", () => {
  it("verifies its receipt with Node alone, and would not verify another", () => {
    const code = block("js").replace("console.log(genuine ? JSON.parse(", "console.log(genuine ? String(");
    expect(JSON.parse(run(code))).toEqual(JSON.parse(block("json")));
    // Negative control: one character of what it says.
    const at = code.indexOf(".eyJ") + 40;
    const forged = code.slice(0, at) + (code[at] === "A" ? "B" : "A") + code.slice(at + 1);
    expect(run(forged)).toBe("Not genuine\n");
  });

  it("says the classes and the retention that there are", () => {
    for (const name of LOOKUP_CLASSES) expect(page).toMatch(new RegExp(`^\\| \`${name}\` `, "m"));
    for (const [level, days] of Object.entries(DEFAULT_RETENTION)) {
      const told = days === null ? "`unlimited`" : `\`${days}\` days`;
      expect(page).toMatch(new RegExp(`^\\| \`WAYSEAL_RETAIN_${level.toUpperCase()}\` +\\| ${told} `, "m"));
    }
  });
});
