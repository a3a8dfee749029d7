import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Unit tests read sources, so that they run before a build and name the lines that people edit.
    alias: { "@wayseal/protocol": source("./packages/protocol/src/index.ts") },
  },
  test: {
    include: [
      "packages/*/src/**/*.test.{ts,tsx}",
      "packages/*/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    testTimeout: 20_000,
    // The collector's tests start real engines of some hundred MB each.
    maxWorkers: 2,
  },
});
