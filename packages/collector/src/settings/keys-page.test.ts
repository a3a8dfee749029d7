import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runCli } from "../cli/run-cli.js";

const page = readFileSync(new URL("../../../../docs/keys.md", import.meta.url), "utf8");

/** Commands as the page writes them, in backticks or in blocks of code. */
const commands = [
  ...new Set(
    [...page.matchAll(/`((?:[A-Z_]+=\S+ )?wayseal [^`]+)`|^((?:[A-Z_]+=\S+ )?wayseal [^#\n]+)/gm)].map(
      ([, inline, block]) => (inline ?? block ?? "").replace(/^[A-Z_]+=\S+ /, "").trim(),
    ),
  ),
];

async function helpOf(words: readonly string[]): Promise<string | null> {
  let out = "";
  const write = (text: string) => (out += text);
  const code = await runCli([...words, "--help"], { env: {}, stdout: { write }, stderr: { write } });
  return code === 0 ? out : null;
}

describe("docs/keys.md", () => {
  it("names commands", () => {
    expect(commands.length).toBeGreaterThan(15);
  });

  it.each(commands)("names a command that is there, with its options: %s", async (command) => {
    const [, ...words] = command.split(/\s+/);
    const options = words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]!);
    const names = words.slice(0, words.findIndex((word) => word.startsWith("-")) >>> 0);
    let help: string | null = null;
    // `keys rotate` is a command, `keys` alone too; what follows a command's name is its argument.
    for (let length = Math.min(2, names.length); length > 0 && help === null; length--) {
      const said = await helpOf(names.slice(0, length));
      if (said?.startsWith(`Usage: wayseal ${names.slice(0, length).join(" ")} `)) help = said;
    }
    expect(help, command).not.toBeNull();
    for (const option of options) expect(help).toMatch(new RegExp(`(^|[\\s,])${option}\\b`, "m"));
  });

  it("negative control: a command or an option that is not there is missed", async () => {
    expect(await helpOf(["keys", "melt"])).not.toMatch(/^Usage: wayseal keys melt /);
    expect(await helpOf(["keys", "rotate"])).not.toMatch(/--melt\b/);
  });
});
