import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { endMarked } from "./end-marked.mjs";

const MARK = "WAYSEAL_END_MARKED";

/** Starts a process with a mark that says when it is ready, and may ignore that it is asked to end. */
async function start(mark: string, deaf = false) {
  const program = `${deaf ? "process.on('SIGTERM', () => {});" : ""} setInterval(() => {}, 1000); console.log("ready")`;
  const child = spawn(process.execPath, ["-e", program], { env: { ...process.env, [MARK]: mark } });
  await once(child.stdout, "data");
  return child;
}

it.skipIf(process.platform !== "linux")(
  "ends what bears the mark, also what does not listen, and nothing else",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "ws-end-"));
    const children = [await start("this run"), await start("this run", true), await start("another run")];
    const ended = children.map((child) => once(child, "close"));
    try {
      expect(endMarked(folder, `${MARK}=this run`, 300)).toBe(1);
      await Promise.all(ended.slice(0, 2));
      expect(children.map(({ signalCode }) => signalCode)).toEqual(["SIGTERM", "SIGKILL", null]);
    } finally {
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(ended);
      rmSync(folder, { recursive: true });
    }
  },
);
