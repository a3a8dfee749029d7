import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT } from "./run.mjs";

/**
 * `failures` names what failed, as far as the report tells: where it is, its name and the first line of why.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts
 */

/**
 * Counts vitest's JSON report. A file that could not even be loaded has no test in it and counts as one failure.
 *
 * @param {string} path
 * @param {number} code The runner's exit code: a failure that the report does not tell still counts.
 * @returns {Counts}
 */
export function countVitest(path, code) {
  if (!existsSync(path)) return NO_REPORT;
  /** @typedef {{ status: string, fullName: string, failureMessages?: (string | null)[] }} Test */
  /** @type {{ testResults: { name: string, status: string, message: string, assertionResults: Test[] }[],
   *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} */
  const report = JSON.parse(readFileSync(path, "utf8"));
  const isFailed = (/** @type {{ status: string }} */ { status }) => status === "failed";
  const broken = report.testResults.filter((file) => isFailed(file) && !file.assertionResults.some(isFailed));
  const failures = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(isFailed)
      .map(({ fullName, failureMessages }) => line([relative(ROOT, name), fullName], failureMessages?.[0])),
  );
  return settle(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: [...failures, ...broken.map(({ name, message }) => line([relative(ROOT, name)], message))],
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
  if (!existsSync(path)) return NO_REPORT;
  /** @typedef {{ message?: string }} Failure */
  /** @typedef {{ projectName: string, status: string, results: { error?: Failure }[] }} Run */
  /** @typedef {{ file: string, line: number, title: string, tests: Run[] }} Spec */
  /** @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite */
  /** @type {{ suites: Suite[], errors: Failure[],
   *   stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} */
  const { suites, stats, errors } = JSON.parse(readFileSync(path, "utf8"));
  /** @type {(suite: Suite) => Spec[]} */
  const specsOf = ({ specs = [], suites: inner = [] }) => [...specs, ...inner.flatMap(specsOf)];
  const failures = suites.flatMap(specsOf).flatMap(({ file, line: at, title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ projectName, results }) => {
        const failed = results.find(({ error }) => error !== undefined);
        return line([`[${projectName}] ${file}:${at}`, title], failed?.error?.message);
      }),
  );
  return settle(
    {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
      failures: [...failures, ...errors.map(({ message }) => line(["outside of tests"], message))],
    },
    code,
  );
}

/** @type {Counts} */
const NO_REPORT = { passed: 0, failed: 1, skipped: 0, failures: [] };

/**
 * @param {Counts} counts
 * @param {number} code
 * @returns {Counts}
 */
function settle(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {readonly string[]} where
 * @param {string | null} [why] None where what was thrown is no error.
 */
function line(where, why) {
  const [first = ""] = stripVTControlCharacters(why ?? "")
    .trim()
    .split("\n");
  return [...where, ...(first === "" ? [] : [first])].join(" › ");
}
