import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT } from "./run.mjs";

/**
 * The tests that failed by vitest's JSON report, one line each: file, name and the first line of why. A run's output
 * is long, and often only its end is kept.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function listVitest(path) {
  if (!existsSync(path)) return [];
  /** @type {{ testResults: { name: string, status: string, message: string, assertionResults: { status: string,
   *   fullName: string, failureMessages?: (string | null)[] }[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(path, "utf8"));
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && failed.length === 0) return [line([file], message)];
    return failed.map(({ fullName, failureMessages }) => line([file, fullName], failureMessages?.[0]));
  });
}

/**
 * The same by Playwright's JSON report. A test that passed only when it was tried again is among them.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function listPlaywright(path) {
  if (!existsSync(path)) return [];
  /** @typedef {{ message?: string }} Failure */
  /** @typedef {{ projectName: string, status: string, results: { error?: Failure }[] }} Run */
  /** @typedef {{ title: string, specs?: { file: string, line: number, title: string, tests: Run[] }[], suites?: Suite[] }} Suite */
  /** @type {{ suites: Suite[], errors: Failure[] }} */
  const { suites, errors } = JSON.parse(readFileSync(path, "utf8"));
  /** @type {(suite: Suite) => string[]} */
  const list = ({ specs = [], suites: inner = [] }) => [
    ...specs.flatMap(({ file, line: at, title, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ projectName, results }) =>
          line(
            [`[${projectName}] ${file}:${at}`, title],
            results.find(({ error }) => error !== undefined)?.error?.message,
          ),
        ),
    ),
    ...inner.flatMap(list),
  ];
  return [...suites.flatMap(list), ...errors.map(({ message }) => line(["outside of tests"], message))];
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
