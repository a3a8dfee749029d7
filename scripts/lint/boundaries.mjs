/** Tests may cross walls: they check one side against the other. */
const TESTS = ["**/*.test.ts", "**/*.test.tsx", "**/*.contract.ts", "**/test/**"];

const COLLECTOR = "packages/collector/src";

/**
 * The walls between parts, one row each. `files` are held to it, save `ignores` and, unless `tests` is set,
 * tests. `forbid` and `except` are regular expressions over what an import leads to (see boundary.mjs).
 *
 * @type {readonly {
 *   name: string, files: string[], ignores?: string[], tests?: boolean,
 *   forbid: string[], except?: string[], types?: boolean, why: string,
 * }[]}
 */
export const BOUNDARIES = [
  {
    name: "protocol-imports-nothing",
    files: ["packages/protocol/src/**"],
    forbid: ["."],
    except: ["^packages/protocol/"],
    why: "protocol imports nothing",
  },
  {
    name: "browser-apart",
    files: ["packages/browser/src/**"],
    tests: true,
    forbid: ["^@wayseal/(?!protocol$)", "^packages/(?!browser/)"],
    why: "browser imports no package of ours but protocol",
  },
  {
    name: "browser-runs-in-browsers",
    files: ["packages/browser/src/**", "packages/console/src/**"],
    forbid: ["^node:"],
    why: "this runs in a browser",
  },
  {
    name: "collector-apart",
    files: ["packages/collector/src/**"],
    tests: true,
    forbid: ["^@wayseal/(?!protocol$)", "^packages/(?!collector/)"],
    why: "collector imports no package of ours but protocol",
  },
  {
    name: "console-types-only",
    files: ["packages/console/src/**"],
    forbid: ["^@wayseal/", "^packages/(?!console/)"],
    types: true,
    why: "console talks HTTP: it imports types of other packages and nothing else",
  },
  {
    name: "noble-in-seal",
    files: ["packages/*/src/**"],
    ignores: ["packages/browser/src/seal/**"],
    forbid: ["^@noble/"],
    why: "noble only in packages/browser/src/seal",
  },
  {
    name: "idb-in-outbox",
    files: ["packages/*/src/**"],
    ignores: ["packages/browser/src/outbox/**"],
    forbid: ["^idb$"],
    why: "idb only in packages/browser/src/outbox",
  },
  {
    name: "crypto-in-its-files",
    files: ["packages/*/src/**"],
    ignores: [
      `${COLLECTOR}/hpke/**`,
      `${COLLECTOR}/keys/**`,
      `${COLLECTOR}/keyring/**`,
      `${COLLECTOR}/pipeline/open.ts`,
      `${COLLECTOR}/pipeline/encrypt.ts`,
      `${COLLECTOR}/people/secrets.ts`,
    ],
    forbid: ["^(node:)?crypto$"],
    why: "node:crypto only where the collector opens, encrypts and keeps keys",
  },
  {
    name: "express-in-routes",
    files: ["packages/*/src/**"],
    ignores: [`${COLLECTOR}/app.ts`, `${COLLECTOR}/routes/**`],
    forbid: ["^express$"],
    why: "Express only in app.ts and routes/",
  },
  {
    name: "sql-in-stores",
    files: ["packages/*/src/**"],
    ignores: [`${COLLECTOR}/catalog/**`, `${COLLECTOR}/store/**`, `${COLLECTOR}/queries/**`],
    forbid: ["^kysely(/|$)", "^better-sqlite3", "^@clickhouse/"],
    why: "SQL only in catalog/, store/ and queries/",
  },
  {
    name: "chdb-in-engine",
    files: ["packages/*/src/**"],
    ignores: [`${COLLECTOR}/engine/**`],
    forbid: ["^chdb(/|$)", "^@chdb/"],
    why: "chdb only in engine/",
  },
  {
    name: "stages-apart",
    files: [`${COLLECTOR}/pipeline/**`],
    // `keep` and `replay` are runs of stages that the pipeline has in more than one place.
    ignores: ["pipeline", "keep", "replay", "index"].map((name) => `${COLLECTOR}/pipeline/${name}.ts`),
    forbid: [`^${COLLECTOR}/pipeline/`],
    except: [`^${COLLECTOR}/pipeline/states\\.js$`],
    why: "stages do not know each other",
  },
  {
    name: "concrete-in-main",
    files: [`${COLLECTOR}/**`],
    ignores: [
      `${COLLECTOR}/main.ts`,
      `${COLLECTOR}/restore.ts`,
      `${COLLECTOR}/catalog/**`,
      `${COLLECTOR}/store/**`,
      `${COLLECTOR}/engine/**`,
      `${COLLECTOR}/keyring/**`,
    ],
    forbid: [`^${COLLECTOR}/(catalog|store|engine|keyring)/`],
    why: "only main.ts, and restore.ts for what it makes, name concrete stores and keyrings",
  },
];

/** SQL written as text, by how its statements begin. */
const SQL =
  "/^\\s*(SELECT\\s|INSERT\\s+INTO\\s|UPDATE\\s+\\S+\\s+SET\\s|DELETE\\s+FROM\\s|CREATE\\s+(TABLE|INDEX|UNIQUE|DATABASE)\\s|ALTER\\s+TABLE\\s|DROP\\s+TABLE\\s|PRAGMA\\s|OPTIMIZE\\s+TABLE\\s)/";

/** @returns {import("eslint").Linter.Config[]} One entry a wall, each under its own rule so that none hides another. */
export function boundaryConfigs() {
  return [
    ...BOUNDARIES.map(({ name, files, ignores = [], tests = false, ...options }) => ({
      name: `boundary/${name}`,
      files: files.map((glob) => (/\.\w+$/.test(glob) ? glob : `${glob}/*.{ts,tsx,js,mjs}`)),
      ignores: [...ignores, ...(tests ? [] : TESTS)],
      rules: {
        [`boundary/${name}`]: /** @type {import("eslint").Linter.RuleEntry} */ ([
          "error",
          { forbid: options.forbid, except: options.except ?? [], types: options.types ?? false, why: options.why },
        ]),
      },
    })),
    {
      name: "boundary/sql-text",
      files: ["packages/*/src/**/*.{ts,tsx}"],
      ignores: [`${COLLECTOR}/catalog/**`, `${COLLECTOR}/store/**`, `${COLLECTOR}/queries/**`, ...TESTS],
      rules: {
        "no-restricted-syntax": [
          "error",
          { selector: `Literal[value=${SQL}]`, message: "SQL text only in catalog/, store/ and queries/" },
          { selector: `TemplateElement[value.raw=${SQL}]`, message: "SQL text only in catalog/, store/ and queries/" },
        ],
      },
    },
  ];
}
