import { Command } from "commander";
import { expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { addKeys } from "./commands/keys.js";
import { createOutput } from "./output.js";
import { COMMANDS, loadCommands } from "./load-commands.js";
import { createTyped } from "./typed.js";

const current = eachWithWayseal();
const silent = { write: () => true };
const streams = { stdout: silent, stderr: silent };
const context = {
  env: {},
  kept: {},
  cwd: ".",
  typed: createTyped((async function* () {})(), silent),
  streams,
  output: createOutput(streams, false),
  exit: () => undefined,
};

it.each(Object.keys(COMMANDS))("loads %s alone where it is called", async (name) => {
  const program = new Command();
  for (const add of await loadCommands([name, "--json"])) await add(program, context, [name, "--json"]);
  expect(program.commands.map((command) => command.name())).toEqual([name]);
});

it("loads keys list alone where that is called, and every part of keys otherwise", async () => {
  const parts = async (...args: string[]) => {
    const program = new Command();
    await addKeys(program, context, ["keys", ...args]);
    return program.commands[0]!.commands.map((command) => command.name());
  };
  expect(await parts("list")).toEqual(["list"]);
  const all = await parts("--help");
  expect(all).toEqual(expect.arrayContaining(["list", "rotate", "destroy", "sign", "publish", "combine"]));
  expect([await parts(), await parts("sign"), await parts("--json", "list")]).toEqual([all, all, all]);
});

it("loads none for the version, and all for help and what is not known", async () => {
  const all = Object.keys(COMMANDS).length;
  const counts = await Promise.all(
    [["--version"], [], ["--help"], ["nonsense"], ["--data", "x", "sites"], ["toString"], ["--version", "sites"]].map(
      async (args) => (await loadCommands(args)).length,
    ),
  );
  expect(counts).toEqual([0, all, all, all, all, all, all]);
  const { out } = await current().run("--help");
  for (const name of Object.keys(COMMANDS)) expect(out).toMatch(new RegExp(`^  ${name}( |$)`, "m"));
  expectOneLine(await current().run("toString"), /unknown command 'toString'/, 2);
});
