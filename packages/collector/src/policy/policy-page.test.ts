import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CATALOGUE, CLASS_GROUPS } from "./catalogue.js";
import { readPolicy } from "./file/read-policy.js";
import { TREATMENTS } from "./handling.js";
import { readPacks } from "./packs/read-packs.js";

const page = readFileSync(new URL("../../../../docs/policy.md", import.meta.url), "utf8");
const snippets = [...page.matchAll(/<!-- policy -->\s+```yaml\n([^]*?)```/g)].map((match) => match[1]!);

describe("docs/policy.md", () => {
  it("shows policies that can be applied", () => {
    expect(snippets).toHaveLength(page.split("```yaml").length - 1);
    for (const snippet of snippets) expect(() => readPolicy(snippet, "docs/policy.md", readPacks())).not.toThrow();
  });

  it("would notice one that cannot: the control", () => {
    const broken = snippets[0]!.replace("extends: user-id", "extends: user");
    expect(() => readPolicy(broken, "docs/policy.md", readPacks())).toThrow("names the class user");
  });

  it("tells of every pack, group and treatment, and counts the classes", () => {
    for (const { id } of readPacks()) expect(page).toContain(`\`${id}\``);
    for (const name of Object.keys(CLASS_GROUPS)) expect(page).toContain(`\`@${name}\``);
    for (const name of TREATMENTS) expect(page).toContain(`\`${name}\``);
    expect(page).toContain(`${CATALOGUE.size} classes`);
  });

  it("has every class in just one built-in group", () => {
    const all = Object.values(CLASS_GROUPS).flat() as string[];
    expect([...all].sort()).toEqual([...CATALOGUE.keys()].sort());
  });
});
