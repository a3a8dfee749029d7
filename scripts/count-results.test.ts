import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { countPlaywright, countVitest } from "./count-results.mjs";

const folder = mkdtempSync(join(tmpdir(), "wayseal-count-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const vitest = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
};

describe("countVitest", () => {
  it("counts what the report says", () => {
    expect(countVitest(report(vitest), 0)).toEqual({ passed: 5, failed: 0, skipped: 1 });
  });

  it("counts a file that could not be loaded as a failure", () => {
    const testResults = [...vitest.testResults, { status: "failed", assertionResults: [] }];
    expect(countVitest(report({ ...vitest, testResults }), 1)).toMatchObject({ failed: 1 });
  });

  it("counts a failed test once", () => {
    const testResults = [{ status: "failed", assertionResults: [{ status: "failed" }] }];
    expect(countVitest(report({ ...vitest, numFailedTests: 1, testResults }), 1)).toMatchObject({ failed: 1 });
  });

  it("counts a failure that the report does not tell", () => {
    expect(countVitest(report(vitest), 1)).toMatchObject({ failed: 1 });
    expect(countVitest(join(folder, "absent.json"), 0)).toMatchObject({ failed: 1 });
  });
});

const stats = { expected: 7, unexpected: 0, flaky: 0, skipped: 2 };

describe("countPlaywright", () => {
  it("counts what the report says", () => {
    expect(countPlaywright(report({ stats, errors: [] }), 0)).toEqual({ passed: 7, failed: 0, skipped: 2 });
  });

  it("counts a flaky test and an error outside tests as failures", () => {
    expect(countPlaywright(report({ stats: { ...stats, flaky: 1 }, errors: [{}] }), 0)).toMatchObject({ failed: 2 });
  });

  it("counts a failure that the report does not tell", () => {
    expect(countPlaywright(report({ stats, errors: [] }), 1)).toMatchObject({ failed: 1 });
    expect(countPlaywright(join(folder, "absent.json"), 0)).toMatchObject({ failed: 1 });
  });
});
