import { Command } from "commander";
import { expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { createOutput } from "./output.js";
import { COMMANDS, loadCommands } from "./load-commands.js";
import { createTyped } from "./typed.js";

const current = eachWithWayseal();
const silent = { write: () => true };
const streams = { stdout: silent, stderr: silent };
const context = {
  env: {},
  cwd: ".",
  typed: createTyped((async function* () {})(), silent),
  streams,
  output: createOutput(streams, false),
  exit: () => undefined,
};

it.each(Object.keys(COMMANDS))("loads %s alone where it is called", async (name) => {
  const program = new Command();
  for (const add of await loadCommands([name, "--json"])) add(program, context);
  expect(program.commands.map((command) => command.name())).toEqual([name]);
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
