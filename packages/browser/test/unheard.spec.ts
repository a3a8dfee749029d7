import { expect, test } from "@playwright/test";
import { html } from "./tag-page.js";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
});
test.afterEach(() => collector.close());

test("what would go unheard is said on the console: a tag's data-requireconsent, an unknown option, a selector that is none", async ({
  page,
}) => {
  const said: string[] = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  const tag = (attribute: string) => html(`<script async src="/v1/wayseal.js?site=shop" ${attribute}></script>`);
  collector.pages
    .set("/", tag("data-requireconsent data-cookieconsent"))
    .set("/right", tag("data-require-consent data-flush-interval=200"))
    .set(
      "/npm",
      html(`<script type="module">
        import { init } from "/v1/wayseal-module.js";
        init({ site: "shop", collector: "/", key: "${collector.signingKey}", colour: 1, allow: ["city", "#a [b=c]", "#a ["] }).track("x");
      </script>`),
    );
  const ours = (): string[] => said.filter((text) => text.startsWith("wayseal"));
  await page.goto(`${collector.origin}/`);
  await expect.poll(ours).toEqual([expect.stringContaining("data-require-consent")]);
  await page.goto(`${collector.origin}/npm`);
  await expect.poll(() => collector.of("track").length).toBe(1);
  expect(ours().slice(1)).toEqual([`wayseal: "colour" is no option`, `wayseal: "#a [" in "allow" is no selector`]);
  // The control: what is spelt right is not spoken of.
  await page.goto(`${collector.origin}/right`, { waitUntil: "networkidle" });
  expect(ours()).toHaveLength(3);
});
