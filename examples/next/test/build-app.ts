import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hashFiles } from "../../../scripts/hash-files.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const STAMP = `${ROOT}/examples/next/.next/wayseal-built`;
const APP = ["package.json", "next.config.mjs", "tsconfig.json", "app"].map((name) => `examples/next/${name}`);

export const NEXT = `${ROOT}/node_modules/next/dist/bin/next`;
export const APP_ENV = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", CI: "1" } as const;

/** Builds the app as `npm run build` does, unless it and what it is made of are as they were. */
export async function buildApp(): Promise<void> {
  const wanted = hashFiles(ROOT, [...APP, "packages/browser/dist", "package-lock.json"]);
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  await promisify(execFile)(process.execPath, [NEXT, "build", `${ROOT}/examples/next`], { env: APP_ENV });
  writeFileSync(STAMP, wanted);
}
