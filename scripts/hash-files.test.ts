import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { hashFiles } from "./hash-files.mjs";

const root = mkdtempSync(join(tmpdir(), "wayseal-hash-"));
const write = (path: string, content: string) => writeFileSync(join(root, path), content);
const hash = () => hashFiles(root, ["src", "lock"]);
let before: string;

beforeEach(() => {
  rmSync(join(root, "src"), { recursive: true, force: true });
  mkdirSync(join(root, "src/dist"), { recursive: true });
  write("src/a.ts", "1");
  write("src/b.ts", "2");
  before = hash();
});
afterAll(() => rmSync(root, { recursive: true }));

describe("hashFiles", () => {
  it.each<[string, () => void]>([
    ["a changed file", () => write("src/a.ts", "3")],
    ["a new file", () => write("src/c.ts", "")],
    ["a removed file", () => rmSync(join(root, "src/b.ts"))],
    ["two files that changed places", () => (write("src/a.ts", "2"), write("src/b.ts", "1"))],
  ])("sees %s", (_, change) => {
    change();
    expect(hash()).not.toBe(before);
  });

  it.each<[string, () => void]>([
    ["a new time", () => utimesSync(join(root, "src/a.ts"), 1, 1)],
    ["what was built", () => write("src/dist/a.js", "1")],
    ["a test", () => write("src/a.test.ts", "1")],
  ])("does not mind %s", (_, change) => {
    change();
    expect(hash()).toBe(before);
  });
});
