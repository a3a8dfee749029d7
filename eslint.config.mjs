import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";
import tseslint from "typescript-eslint";
import { BOUNDARIES, boundaryConfigs } from "./scripts/lint/boundaries.mjs";
import { boundary } from "./scripts/lint/boundary.mjs";
import { fileName } from "./scripts/lint/file-name.mjs";

export default defineConfig(
  {
    ignores: [
      "**/dist/",
      "**/build/",
      "**/.next/",
      "**/next-env.d.ts",
      "**/node_modules/",
      "**/data/",
      ".wayseal/",
      "test-results/",
      "coverage/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          "packages/*/tsconfig.json",
          "bench/tsconfig.json",
          "examples/next/tsconfig.json",
          "examples/spa/tsconfig.json",
          "tsconfig.tests.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Objects here are made by functions and use no `this`, so that their methods can be taken out of them.
      "@typescript-eslint/unbound-method": "off",
      // Interfaces here are asynchronous where some adapters have nothing to wait for.
      "@typescript-eslint/require-await": "off",
      // Numbers in messages are what people need to read.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: { globals: globals.node },
  },
  {
    files: ["examples/*/public/**/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    plugins: {
      names: { rules: { "file-name": fileName } },
      // One rule a wall: a rule that two entries configure is the last one's only.
      boundary: { rules: Object.fromEntries(BOUNDARIES.map(({ name }) => [name, boundary])) },
    },
    rules: {
      "names/file-name": "error",
      "max-lines": ["error", { max: 300 }],
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-proto": "error",
      eqeqeq: ["error", "always"],
    },
  },
  ...boundaryConfigs(),
);
