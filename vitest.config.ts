import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { findSharing } from "./scripts/find-sharing.mjs";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Packages whose modules keep nothing between calls but what they would find again. */
const FOLDERS = ["packages/collector/src", "packages/protocol/src"];
const sharing = FOLDERS.flatMap((folder) => findSharing(source("."), folder));

/** Those that take longest, which must not be the last to start. */
const FIRST = ["/kill.test.ts", "/key-scan.test.ts", "/held-levels.test.ts", "/turnover-kill.test.ts"];

/** Long files first, then the rest that run alone, then those that share: a process goes on where the next shares too. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = FIRST.findIndex((end) => moduleId.endsWith(end));
      return at >= 0 ? at : FIRST.length + (project.name === "alone" ? 0 : 1);
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  resolve: {
    // Unit tests read sources, so that they run before a build and name the lines that people edit.
    alias: { "@wayseal/protocol": source("./packages/protocol/src/index.ts") },
  },
  test: {
    // A machine that does something else may take several times as long: these end what hangs, and time nothing.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The collector's tests start real engines of some hundred MB each.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "alone",
          include: [
            "packages/*/src/**/*.test.{ts,tsx}",
            "packages/*/test/**/*.test.ts",
            "examples/*/test/**/*.test.ts",
            "bench/src/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", ...sharing],
        },
      },
      // Most of a small file's time is that of loading what it tests, which others have loaded already.
      { extends: true, test: { name: "sharing", include: sharing, isolate: false } },
    ],
  },
});
