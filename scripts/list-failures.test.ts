import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { listPlaywright, listVitest } from "./list-failures.mjs";
import { ROOT } from "./run.mjs";

const folder = mkdtempSync(join(tmpdir(), "wayseal-list-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe("listVitest", () => {
  const passed = { status: "passed", fullName: "adds up", failureMessages: [] };

  it("names a failed test by its file, its name and the first line of why", () => {
    const failed = { status: "failed", fullName: "sum adds up", failureMessages: ["Error: 1 is not 2\n  at sum.ts:3"] };
    const name = join(ROOT, "packages", "sum.test.ts");
    const testResults = [{ name, status: "failed", message: "", assertionResults: [passed, failed] }];
    expect(listVitest(report({ testResults }))).toEqual(["packages/sum.test.ts › sum adds up › Error: 1 is not 2"]);
  });

  it("names a test that threw what is no error", () => {
    const failed = { status: "failed", fullName: "sum", failureMessages: [null] };
    const testResults = [
      { name: join(ROOT, "sum.test.ts"), status: "failed", message: "", assertionResults: [failed] },
    ];
    expect(listVitest(report({ testResults }))).toEqual(["sum.test.ts › sum"]);
  });

  it("names a file that could not be loaded", () => {
    const name = join(ROOT, "sum.test.ts");
    const testResults = [{ name, status: "failed", message: "No such module", assertionResults: [] }];
    expect(listVitest(report({ testResults }))).toEqual(["sum.test.ts › No such module"]);
  });

  it("names nothing where all passed, or where there is no report", () => {
    const testResults = [{ name: "sum.test.ts", status: "passed", message: "", assertionResults: [passed] }];
    expect(listVitest(report({ testResults }))).toEqual([]);
    expect(listVitest(join(folder, "absent.json"))).toEqual([]);
  });
});

describe("listPlaywright", () => {
  const spec = (title: string, status: string, message?: string) => ({
    file: "shop.spec.ts",
    line: 7,
    title,
    tests: [{ projectName: "firefox", status, results: [message === undefined ? {} : { error: { message } }] }],
  });

  it("names what failed, what passed only when tried again, and errors outside of tests", () => {
    const inner = { title: "a cart", specs: [spec("is kept", "flaky", "\u001b[31mlost\u001b[39m\nmore")] };
    const suites = [
      {
        title: "shop.spec.ts",
        specs: [spec("is there", "expected"), spec("sells", "unexpected"), spec("waits", "skipped")],
        suites: [inner],
      },
    ];
    expect(listPlaywright(report({ suites, errors: [{ message: "no server" }] }))).toEqual([
      "[firefox] shop.spec.ts:7 › sells",
      "[firefox] shop.spec.ts:7 › is kept › lost",
      "outside of tests › no server",
    ]);
  });

  it("names nothing where there is no report", () => {
    expect(listPlaywright(join(folder, "absent.json"))).toEqual([]);
  });
});
