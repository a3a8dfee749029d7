import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { freeIds } from "./free-ids.js";

const current = eachWithWayseal();

describe("ids that begin with a hyphen", () => {
  const program = new Command("wayseal").option("--max-level <level>");
  program.command("destroy <id>").option("--force").option("-c, --confirm <id>");
  const [kid, id, odd] = ["-Zabcdefghi", "-ZnIhGbAbCdEfGhIjKlMnO", "--abcdefghi"];

  it.each([
    [
      ["destroy", kid, "--force"],
      ["destroy", "--force", "--", kid],
    ],
    [
      ["destroy", "--force", id, "--confirm", id],
      ["destroy", "--force", `--confirm=${id}`, "--", id],
    ],
    [
      ["destroy", "-c", kid, kid],
      ["destroy", `-c${kid}`, "--", kid],
    ],
    [
      ["destroy", odd],
      ["destroy", "--", odd],
    ],
    [
      ["destroy", "--", kid],
      ["destroy", "--", kid],
    ],
    [
      ["destroy", "abc", "--max-level", "internal"],
      ["destroy", "abc", "--max-level", "internal"],
    ],
    [
      ["destroy", "-x", "--unknown"],
      ["destroy", "-x", "--unknown"],
    ],
  ])("are put behind the options: %j", (args, wanted) => {
    expect(freeIds(program, args)).toEqual(wanted);
  });

  it("are known by the commands that take one", async () => {
    const wayseal = (...args: string[]) => current().run(...args);
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    expectOneLine(await wayseal("keys", "compromised", kid), /no recipient key -Zabcdefghi/);
    expectOneLine(await wayseal("keys", "destroy", kid, "--confirm", kid), /There is no .*key -Zabcdefghi/);
    for (const told of ["-V", "-h"]) {
      const id = `${told}abcdefghi`;
      expectOneLine(await wayseal("keys", "destroy", id, "--confirm", id), /There is no .*key -[Vh]abcdefghi/);
    }
    expectOneLine(await wayseal("keys", "destroy", "-x", "--confirm", kid), /unknown option '-x'/, 2);
  });
});
