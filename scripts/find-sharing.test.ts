import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { findSharing, mayShare } from "./find-sharing.mjs";

it.each([
  'process.env["A"] = "b";',
  "process.env.A = value;",
  'delete process.env["A"];',
  "process.umask(0);",
  "const before = process.memoryUsage().rss;",
  "global.gc?.();",
  "globalThis.fetch = mine;",
  "Array.prototype.at = mine;",
  'vi.mock("./x.js");',
  'vi.stubGlobal("fetch", mine);',
  "vi.useFakeTimers();",
  "const hsm = needSoftHsm();",
])("gives a test that says %s a process of its own", (text) => {
  expect(mayShare(text)).toBe(false);
});

it.each(['const LONG = process.env["A"] === "1";', "process.env.A == 1", "vi.fn();", "globalThis.crypto.subtle"])(
  "lets a test that says %s share one",
  (text) => {
    expect(mayShare(text)).toBe(true);
  },
);

it("finds those of the collector", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const found = findSharing(root, "packages/collector/src");
  expect(found).toContain("packages/collector/src/routes/routes.test.ts");
  expect(found).not.toContain("packages/collector/src/keyring/env.test.ts");
});
