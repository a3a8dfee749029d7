import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

export interface Display {
  /** Such as `:99`. */
  readonly name: string;
  stop(): Promise<void>;
}

/** Starts an X display in memory, on a free number. @throws {Error} If it cannot be started. */
export async function startDisplay(): Promise<Display> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x960x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const number = await new Promise<string>((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`Xvfb ended with ${code}`)));
    (child.stdio[3] as Readable).once("data", (chunk: Buffer) => done(chunk.toString().trim()));
  });
  return {
    name: `:${number}`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
