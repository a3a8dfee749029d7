import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts vitest's JSON report. A file that could not even be loaded has no test in it and counts as one failure.
 *
 * @param {string} path
 * @param {number} code The runner's exit code: a failure that the report does not tell still counts.
 * @returns {Counts}
 */
export function countVitest(path, code) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(path, "utf8"));
  const broken = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  ).length;
  return settle(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    code,
  );
}

/**
 * Counts Playwright's JSON report. A test that passed only when it was tried again counts as a failure.
 *
 * @param {string} path
 * @param {number} code The runner's exit code.
 * @returns {Counts}
 */
export function countPlaywright(path, code) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = JSON.parse(readFileSync(path, "utf8"));
  return settle(
    { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped },
    code,
  );
}

/**
 * @param {Counts} counts
 * @param {number} code
 * @returns {Counts}
 */
function settle(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
