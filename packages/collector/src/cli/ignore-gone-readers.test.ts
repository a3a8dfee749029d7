import { spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { eachWithWayseal } from "../../test/run-wayseal.js";
import { ignoreGoneReaders } from "./ignore-gone-readers.js";

const current = eachWithWayseal();

it("a command finishes what it does though nobody reads on, as behind a pipe to head", async () => {
  const cli = fileURLToPath(new URL("../../dist/cli/wayseal.js", import.meta.url));
  const child = spawn(process.execPath, [cli, "init"], { env: current().env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  const ended = new Promise((resolve) => child.once("close", resolve));
  expect([await text(child.stderr), await ended]).toEqual(["", 0]);
  expect((await current().run("sites", "list")).code).toBe(0);
});

it("another error of a stream is not passed over", () => {
  const stream = new PassThrough();
  ignoreGoneReaders(stream);
  const fail = (code: string) => stream.emit("error", Object.assign(new Error(code), { code }));
  expect(fail("EPIPE")).toBe(true);
  expect(() => fail("ENOSPC")).toThrow("ENOSPC");
});
