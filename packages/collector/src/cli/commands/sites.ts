import type { Command } from "commander";
import { AdminError } from "../../admin/errors.js";
import { askData } from "../ask-data.js";
import { collect } from "../collect.js";
import { UsageError } from "../errors.js";
import { type Context, settingsOf, withData } from "../context.js";
import { day, table } from "../output.js";

export function addSites(program: Command, context: Context): void {
  const { output } = context;
  const sites = program.command("sites").description("merchant properties");

  withData(sites.command("add <id>"))
    .description("add a site and make its keys")
    .requiredOption(
      "--origin <origin>",
      "an origin whose pages may send, such as https://shop.example; repeatable, * for any",
      collect,
      [],
    )
    .option("--name <name>", "what people call it (default: its id)")
    .option("--if-missing", "do nothing, and succeed, where there is a site of that id already")
    .addHelpText(
      "after",
      `
Examples:
  wayseal sites add shop --origin https://shop.example
  wayseal sites add blog --name "Our blog" --origin https://blog.example --origin https://www.blog.example`,
    )
    .action(async (id: string, options: { origin: string[]; name?: string; ifMissing?: boolean }) => {
      const settings = settingsOf(context, options);
      if (options.ifMissing === true) {
        const there = (await askData(settings, "sites.list", {})).sites.find((site) => site.id === id);
        if (there !== undefined) {
          output.answer({ site: there, made: false }, [`The site ${id} is there already`]);
          return;
        }
      }
      const added = await askData(settings, "sites.add", { id, name: options.name ?? id, origins: options.origin });
      output.answer({ ...added, made: true }, [
        `Added the site ${id}. Put this into its pages:`,
        "",
        `  ${added.script}`,
        "",
        `Signing key, for the npm package and data-key: ${added.key}`,
        `Other ways to load it: wayseal sites tag ${id} --pinned, or --npm`,
      ]);
    });

  withData(sites.command("tag <id>"))
    .description("print what to paste into a site's pages")
    .option("--pinned", "the tag that is pinned by a hash: no other script runs, and only signed keys are used")
    .option("--npm", "the first lines for the npm package")
    .addHelpText(
      "after",
      `
Examples:
  wayseal sites tag shop
  wayseal sites tag shop --pinned > tag.html`,
    )
    .action(async (id: string, options: { pinned?: boolean; npm?: boolean }) => {
      const tags = await askData(settingsOf(context, options), "sites.tag", { id });
      const wanted = options.npm === true ? tags.npm : options.pinned === true ? tags.pinned : tags.script;
      if (wanted === null) throw new AdminError("missing", "The browser's script has not been built here");
      output.answer(tags, wanted.split("\n"));
    });

  withData(sites.command("change <id>"))
    .description("say whether sensitive values of a site take a second person before anybody sees them")
    .requiredOption(
      "--two-people <on|off>",
      "on: confidential and restricted values are masked until a reveal is approved",
    )
    .addHelpText("after", "\nExample:\n  wayseal sites change shop --two-people on")
    .action(async (id: string, options: { twoPeople: string }) => {
      const { twoPeople } = options;
      if (twoPeople !== "on" && twoPeople !== "off") throw new UsageError("--two-people takes on or off");
      const args = { id, twoPeople: twoPeople === "on" };
      output.answer(await askData(settingsOf(context, options), "sites.change", args), [
        args.twoPeople
          ? `${id}: sensitive values are shown by an approved reveal only`
          : `${id}: sensitive values are shown by clearance`,
      ]);
    });

  withData(sites.command("list"))
    .description("list sites, each with the signing key for data-key and the npm package")
    .action(async (options: object) => {
      const { sites: list } = await askData(settingsOf(context, options), "sites.list", {});
      output.answer(
        { sites: list },
        list.length === 0
          ? ["There is no site yet: add one with wayseal sites add"]
          : table(
              ["ID", "NAME", "ORIGINS", "CREATED", "SIGNING KEY"],
              list.map(({ id, name, origins, created, key }) => [id, name, origins.join(" "), day(created), key]),
            ),
      );
    });
}
