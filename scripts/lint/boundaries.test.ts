import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";
import { ROOT } from "../run.mjs";
import { BOUNDARIES } from "./boundaries.mjs";

const C = "packages/collector/src";
const B = "packages/browser/src";

/** Each wall: code that it must stop in a file, and the same or like code where it may stand. */
const CASES: Readonly<
  Record<string, { stopped: [file: string, code: string][]; passed: [file: string, code: string][] }>
> = {
  "protocol-imports-nothing": {
    stopped: [
      ["packages/protocol/src/pad.ts", 'import "node:buffer";'],
      ["packages/protocol/src/pad.ts", 'export * from "../../browser/src/client.js";'],
      ["packages/protocol/src/pad.ts", 'export type T = import("zod").ZodType;'],
    ],
    passed: [["packages/protocol/src/pad.ts", 'export * from "./limits.js";']],
  },
  "browser-apart": {
    stopped: [
      [`${B}/client.ts`, 'import "@wayseal/collector";'],
      [`${B}/client.ts`, 'import "@wayseal/collector/api";'],
      [`${B}/client.test.ts`, 'import "../../collector/src/index.js";'],
      [`${B}/client.ts`, 'export const load = () => import("@wayseal/console");'],
    ],
    passed: [
      [`${B}/client.ts`, 'import "@wayseal/protocol";'],
      [`${B}/capture/click.ts`, 'import "../client.js";'],
    ],
  },
  "browser-runs-in-browsers": {
    stopped: [
      [`${B}/client.ts`, 'import "node:buffer";'],
      ["packages/console/src/main.tsx", 'import "node:fs";'],
    ],
    passed: [[`${B}/client.test.ts`, 'import "node:buffer";']],
  },
  "collector-apart": {
    stopped: [
      [`${C}/app.ts`, 'import "@wayseal/browser";'],
      [`${C}/app.ts`, 'import "../../console/src/main.js";'],
    ],
    passed: [[`${C}/app.ts`, 'import "@wayseal/protocol";']],
  },
  "console-types-only": {
    stopped: [
      ["packages/console/src/main.tsx", 'import { x } from "@wayseal/collector/api"; x();'],
      ["packages/console/src/main.tsx", 'import "@wayseal/protocol";'],
    ],
    passed: [
      ["packages/console/src/main.tsx", 'import type { X } from "@wayseal/collector/api"; export type Y = X;'],
      ["packages/console/src/main.tsx", 'import "preact";'],
    ],
  },
  "noble-in-seal": {
    stopped: [
      [`${B}/client.ts`, 'import "@noble/ciphers/chacha.js";'],
      [`${B}/transport/send.ts`, 'export const load = () => import("@noble/curves/ed25519.js");'],
      [`${C}/hpke/open.ts`, 'import "@noble/ciphers/chacha.js";'],
    ],
    passed: [[`${B}/seal/seal.ts`, 'import "@noble/ciphers/chacha.js";']],
  },
  "idb-in-outbox": {
    stopped: [[`${B}/client.ts`, 'import "idb";']],
    passed: [[`${B}/outbox/open.ts`, 'import "idb";']],
  },
  "crypto-in-its-files": {
    stopped: [
      [`${C}/app.ts`, 'import "node:crypto";'],
      [`${C}/pipeline/validate.ts`, 'import "crypto";'],
      [`${C}/people/sign-in.ts`, 'import "node:crypto";'],
      [`${C}/app.ts`, 'export const load = () => require("node:crypto");'],
    ],
    passed: [
      [`${C}/hpke/open.ts`, 'import "node:crypto";'],
      [`${C}/pipeline/encrypt.ts`, 'import "node:crypto";'],
      [`${C}/people/secrets.ts`, 'import "node:crypto";'],
    ],
  },
  "express-in-routes": {
    stopped: [
      [`${C}/pipeline/open.ts`, 'import "express";'],
      [`${C}/main.ts`, 'import type { Router } from "express"; export type R = Router;'],
    ],
    passed: [
      [`${C}/app.ts`, 'import "express";'],
      [`${C}/routes/streams.ts`, 'import "express";'],
    ],
  },
  "sql-in-stores": {
    stopped: [
      [`${C}/routes/query.ts`, 'import "@clickhouse/client";'],
      [`${C}/main.ts`, 'import "kysely";'],
      [`${C}/cli/init.ts`, 'import "better-sqlite3-multiple-ciphers";'],
    ],
    passed: [
      [`${C}/catalog/open.ts`, 'import "better-sqlite3-multiple-ciphers";'],
      [`${C}/store/insert.ts`, 'import "@clickhouse/client";'],
      [`${C}/queries/trends.ts`, 'import "@clickhouse/client";'],
    ],
  },
  "chdb-in-engine": {
    stopped: [[`${C}/store/insert.ts`, 'import "chdb";']],
    passed: [[`${C}/engine/child.ts`, 'import "chdb";']],
  },
  "stages-apart": {
    stopped: [
      [`${C}/pipeline/open.ts`, 'import "./validate.js";'],
      [`${C}/pipeline/policy.ts`, 'import "../pipeline/encrypt.js";'],
    ],
    passed: [
      [`${C}/pipeline/open.ts`, 'import "./states.js";'],
      [`${C}/pipeline/pipeline.ts`, 'import "./validate.js";'],
    ],
  },
  "concrete-in-main": {
    stopped: [
      [`${C}/app.ts`, 'import "./store/clickhouse.js";'],
      [`${C}/routes/streams.ts`, 'import "../catalog/sqlite.js";'],
      [`${C}/cli/init.ts`, 'import "../keyring/file.js";'],
    ],
    passed: [
      [`${C}/main.ts`, 'import "./store/clickhouse.js";'],
      [`${C}/app.ts`, 'import "./ports/catalog.js";'],
    ],
  },
};

const eslint = new ESLint({
  cwd: ROOT,
  // Files that do not exist have no types: the rules at hand need none.
  overrideConfig: { languageOptions: { parserOptions: { project: null } } },
  ruleFilter: ({ ruleId }) => /^(boundary|names)\/|^(max-lines|no-restricted-syntax)$/.test(ruleId),
});

async function rulesBroken(file: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: `${ROOT}/${file}` });
  const fatal = result?.messages.find((message) => message.fatal);
  if (fatal !== undefined) throw new Error(fatal.message);
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}

describe("walls between parts", () => {
  it("has cases for every wall", () => {
    expect(Object.keys(CASES).sort()).toEqual(BOUNDARIES.map(({ name }) => name).sort());
  });

  for (const [name, { stopped, passed }] of Object.entries(CASES)) {
    for (const [file, code] of stopped) {
      it(`${name} stops ${code} in ${file}`, async () => {
        expect(await rulesBroken(file, code)).toContain(`boundary/${name}`);
      });
    }
    for (const [file, code] of passed) {
      it(`${name} passes ${code} in ${file}`, async () => {
        expect(await rulesBroken(file, code)).not.toContain(`boundary/${name}`);
      });
    }
  }
});

describe("SQL text", () => {
  const sql = "export const q = (t: string) => `SELECT a FROM ${t}`;";

  it.each([
    [`${C}/routes/query.ts`, sql],
    [`${C}/app.ts`, 'export const q = "INSERT INTO events VALUES (1)";'],
    [`${C}/engine/child.ts`, 'export const q = "PRAGMA user_version";'],
  ])("is stopped in %s", async (file, code) => {
    expect(await rulesBroken(file, code)).toContain("no-restricted-syntax");
  });

  it.each([
    [`${C}/queries/trends.ts`, sql],
    [`${C}/app.ts`, 'export const label = "Select a site from the list";'],
  ])("passes in %s", async (file, code) => {
    expect(await rulesBroken(file, code)).toEqual([]);
  });
});

describe("files", () => {
  it.each([`${C}/utils.ts`, `${C}/http-helpers.ts`, `${B}/common/click.ts`, `${C}/key.manager.ts`])(
    "may not be named %s",
    async (file) => {
      expect(await rulesBroken(file, "export {};")).toContain("names/file-name");
    },
  );

  it.each([`${C}/open.ts`, `${C}/commonplace.ts`])("may be named %s", async (file) => {
    expect(await rulesBroken(file, "export {};")).toEqual([]);
  });

  it("may have 300 lines", async () => {
    expect(await rulesBroken(`${C}/open.ts`, "export {};\n".repeat(299) + "export {};")).toEqual([]);
  });

  it("may not have 301 lines", async () => {
    expect(await rulesBroken(`${C}/open.ts`, "export {};\n".repeat(300) + "export {};")).toContain("max-lines");
  });
});
