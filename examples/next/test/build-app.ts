import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hashFiles } from "../../../scripts/hash-files.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const STAMP = `${ROOT}/examples/next/.next/wayseal-built`;
const APP = ["package.json", "next.config.mjs", "tsconfig.json", "app"].map((name) => `examples/next/${name}`);
const ROUTES = `${ROOT}/examples/next/.next/routes-manifest.json`;

export const NEXT = `${ROOT}/node_modules/next/dist/bin/next`;
export const APP_ENV = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", CI: "1" } as const;

/**
 * Builds the app as `npm run build` does, unless it and what it is made of are as they were.
 *
 * @param collector The origin that `/stats` is passed on to. Next.js notes it as it builds, and a collector of this run has
 *   another port than the last one: so it is put in its place there.
 */
export async function buildApp(collector: string): Promise<void> {
  const sources = [...APP, "examples/first-party/next.config.mjs", "packages/browser/dist", "package-lock.json"];
  const wanted = hashFiles(ROOT, sources);
  if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== wanted) {
    const env = { ...APP_ENV, WAYSEAL_COLLECTOR: "http://127.0.0.1:1" };
    await promisify(execFile)(process.execPath, [NEXT, "build", `${ROOT}/examples/next`], { env });
    writeFileSync(STAMP, wanted);
  }
  writeFileSync(ROUTES, readFileSync(ROUTES, "utf8").replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, collector));
}
