import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { linkCommand } from "./link-command.mjs";

const root = mkdtempSync(join(tmpdir(), "wayseal-link-"));
afterAll(() => rmSync(root, { recursive: true }));

test("a file that was built after npm installed runs as a command, also where it was built again", () => {
  const run = (): string => execFileSync(join(root, "node_modules/.bin/hello"), { encoding: "utf8" });
  mkdirSync(join(root, "dist"));
  for (const word of ["once", "again"]) {
    rmSync(join(root, "dist/hello.js"), { force: true });
    // As compilers write it: for nobody to run.
    writeFileSync(join(root, "dist/hello.js"), `#!/bin/sh\necho ${word}`, { mode: 0o644 });
    expect(run).toThrow(/ENOENT|EACCES/);
    linkCommand(root, "hello", "dist/hello.js");
    expect(run()).toBe(`${word}\n`);
  }
});
