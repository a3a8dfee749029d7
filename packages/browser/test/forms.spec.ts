import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { findBrowser } from "../../../scripts/find-browser.mjs";
import { findShortfalls } from "../../../bench/src/forms/find-shortfalls.js";
import { judgeForms } from "../../../bench/src/forms/judge-forms.js";
import { scoreForms } from "../../../bench/src/forms/score-forms.js";

const folder = fileURLToPath(new URL("forms", import.meta.url));
process.env["CHROMIUM_PATH"] ??= findBrowser() ?? "";

test("labelled forms are judged in a browser, nothing that must be refused is kept, and all the rest is known", async () => {
  const judged = await judgeForms(folder);
  const scores = scoreForms(judged);
  const { fields, refused, total, leaks, misses } = scores;
  expect(fields).toBe(17);
  expect(refused.map(({ group, fields, hits }) => [group, fields, hits])).toEqual([
    ["password", 2, 2],
    ["one-time-code", 1, 1],
    ["payment-card", 1, 1],
    ["card-expiry", 1, 1],
    ["card-security-code", 1, 1],
  ]);
  expect(leaks).toEqual([]);
  expect(misses).toEqual([]);
  expect(total).toMatchObject({ fields: 10, hits: 10, wrong: 0 });
  // What `npm run bench:forms` fails by.
  expect(findShortfalls(scores)).toEqual([]);

  // Negative control: what is taken for something else, or let through, is counted and listed.
  const worse = judged.map((field) => ({ ...field, class: "phone", verdict: "allowed" }));
  const bad = scoreForms(worse);
  expect(bad.leaks).toHaveLength(6);
  expect(bad.total).toMatchObject({ fields: 10, hits: 1 });
  expect(bad.misses.length).toBeGreaterThan(8);
  expect(findShortfalls(bad).map((line) => line.split(":")[0])).toEqual([
    "Fields that must be refused and are not",
    "Recall is below 97 %",
    "Precision is below 97 %",
  ]);
});

test("a folder without pages is said to be one", async () => {
  await expect(judgeForms(fileURLToPath(new URL("../dist/plugins", import.meta.url)))).rejects.toThrow("No .html file");
});
