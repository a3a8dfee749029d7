import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { countPlaywright, countVitest } from "./count-results.mjs";
import { ROOT } from "./run.mjs";

const folder = mkdtempSync(join(tmpdir(), "wayseal-count-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe("countVitest", () => {
  const passed = { status: "passed", fullName: "adds up", failureMessages: [] };
  const fileOf = (status: string, assertionResults: unknown[], message = "") => ({
    name: join(ROOT, "packages", "sum.test.ts"),
    ...{ status, message, assertionResults },
  });
  const counts = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };
  const whole = { ...counts, testResults: [fileOf("passed", [passed])] };

  it("counts what the report says", () => {
    expect(countVitest(report(whole), 0)).toEqual({ passed: 5, failed: 0, skipped: 1, failures: [] });
  });

  it("counts a file that could not be loaded as a failure, and names it", () => {
    const testResults = [...whole.testResults, fileOf("failed", [], "No such module")];
    expect(countVitest(report({ ...counts, testResults }), 1)).toMatchObject({
      failed: 1,
      failures: ["packages/sum.test.ts › No such module"],
    });
  });

  it("counts a failed test once, and names it by its file, its name and the first line of why", () => {
    const failed = { status: "failed", fullName: "sum adds up", failureMessages: ["Error: 1 is not 2\n  at sum.ts:3"] };
    const testResults = [fileOf("failed", [passed, failed])];
    expect(countVitest(report({ ...counts, numFailedTests: 1, testResults }), 1)).toMatchObject({
      failed: 1,
      failures: ["packages/sum.test.ts › sum adds up › Error: 1 is not 2"],
    });
  });

  it("names a test that threw what is no error", () => {
    const testResults = [fileOf("failed", [{ status: "failed", fullName: "sum", failureMessages: [null] }])];
    const { failures } = countVitest(report({ ...counts, numFailedTests: 1, testResults }), 1);
    expect(failures).toEqual(["packages/sum.test.ts › sum"]);
  });

  it("counts a failure that the report does not tell", () => {
    expect(countVitest(report(whole), 1)).toMatchObject({ failed: 1, failures: [] });
    expect(countVitest(join(folder, "absent.json"), 0)).toMatchObject({ failed: 1, failures: [] });
  });
});

describe("countPlaywright", () => {
  const stats = { expected: 7, unexpected: 0, flaky: 0, skipped: 2 };
  const whole = { stats, suites: [], errors: [] };
  const spec = (title: string, status: string, message?: string) => ({
    file: "shop.spec.ts",
    line: 7,
    title,
    tests: [{ projectName: "firefox", status, results: [message === undefined ? {} : { error: { message } }] }],
  });

  it("counts what the report says", () => {
    expect(countPlaywright(report(whole), 0)).toEqual({ passed: 7, failed: 0, skipped: 2, failures: [] });
  });

  it("counts a flaky test and an error outside tests as failures", () => {
    const some = { ...whole, stats: { ...stats, flaky: 1 }, errors: [{}] };
    expect(countPlaywright(report(some), 0)).toMatchObject({ failed: 2 });
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
    expect(countPlaywright(report({ stats, suites, errors: [{ message: "no server" }] }), 1).failures).toEqual([
      "[firefox] shop.spec.ts:7 › sells",
      "[firefox] shop.spec.ts:7 › is kept › lost",
      "outside of tests › no server",
    ]);
  });

  it("counts a failure that the report does not tell", () => {
    expect(countPlaywright(report(whole), 1)).toMatchObject({ failed: 1, failures: [] });
    expect(countPlaywright(join(folder, "absent.json"), 0)).toMatchObject({ failed: 1, failures: [] });
  });
});
