import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { ready } from "./tag-page.js";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;
let shop: string;
let help: string;
let foreign: string;

/** Two hosts of a merchant and somebody else's: one server is all three. */
test.beforeAll(async () => {
  collector = await startTinyCollector();
  [shop, help, foreign] = ["127.0.0.1", "localhost", "foreign.localhost"].map((host) =>
    collector.origin.replace("127.0.0.1", host),
  ) as [string, string, string];
  const tags = (consent = ` data-consent="granted"`): string => `<script>var came = location.hash</script>
    <script src="/v1/plugins/link-domains.js" data-site="shop"${consent}
      data-domains="${new URL(shop).host}, ${new URL(help).host}"></script>
    <script src="/v1/wayseal.js?site=shop" data-flush-interval="100"${consent}></script>`;
  const page = (head: string, body = ""): string =>
    `<!doctype html><title>Page</title><link rel="icon" href="data:,">${head}<body>${body}`;
  collector.pages
    .set(
      "/",
      page(
        tags(),
        `<a id="over" href="${help}/over?a=1">Over</a> <a id="shy" href="${help}/shy">Shy</a>
         <a id="top" href="${help}/top#top">Top</a> <a id="foreign" href="${foreign}/foreign">Foreign</a>
         <a id="denied" data-wayseal="deny" href="${help}/denied">Denied</a>
         <a id="forged" data-wayseal="deny" href="${help}/denied#wayseal=forged">Forged</a>
         <form action="${help}/found"><input name="q"><button>Find</button></form><div id="component"></div>
         <script>
           component.attachShadow({ mode: "open" }).innerHTML =
             '<a href="${help}/inner"><b id="inner">Inner</b></a><form action="${help}/sent"><button>Send</button></form>';
           // What its form says leaves its tree by this alone.
           component.shadowRoot.addEventListener("submit", (event) => {
             event.preventDefault();
             told.push(event.target.getAttribute("action"));
           });
           // What is pressed leads nowhere while it is held, and what it said is noted.
           var told = [], held = true;
           for (const [type, name] of [["click", "href"], ["submit", "action"]]) addEventListener(type, (event) => {
             const found = event.composedPath().find((part) => part.hasAttribute?.(name));
             if (!held || !found) return;
             event.preventDefault();
             told.push(found.getAttribute(name));
           });
         </script>`,
      ),
    )
    .set("/foreign", page("<script>var came = location.hash</script>"))
    .set("/shy", page(tags(""), `<a id="back" href="${shop}/back">Back</a>`));
  for (const debug of ["", "data-debug"]) {
    const wrong = `<script>var said = []; console.debug = (...words) => said.push(words.join(" "))</script>
      <script src="/v1/plugins/link-domains.js" data-site="shop" data-domains="*.example" ${debug}></script>`;
    collector.pages.set(`/wrong${debug}`, page(wrong));
  }
  for (const path of ["/over", "/found", "/back"]) collector.pages.set(path, page(tags()));
});
test.afterAll(() => collector.close());

const within = <T>(page: Page, script: string) => page.evaluate<T>(script);
const came = (page: Page) => within<string>(page, "came");
const visitorOf = (page: Page) =>
  within<string | undefined>(page, `JSON.parse(localStorage["wayseal:shop"] ?? "{}").visitor`);
/** Comes as somebody whom no page knows. */
const come = async (context: BrowserContext, address = `${shop}/`): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(address);
  await ready(page);
  return page;
};

test("a link says who follows it to another host of the site, and the address that it leads to is clean", async ({
  context,
}) => {
  const page = await come(context);
  const visitor = await visitorOf(page);
  const pass = `#wayseal=shop\\.${visitor}[\\w-]{22}\\d{13}$`;
  const says = (address: string): unknown => expect.stringMatching(`^${address.replace("?", "\\?")}${pass}`);

  for (const link of ["#over", "#inner", "text=Find", "#top", "#denied", "#forged", "#foreign", "text=Send"])
    await page.click(link);
  await page.focus("#over");
  await page.keyboard.press("Enter");
  expect(await within(page, "told")).toEqual([
    says(`${help}/over?a=1`),
    says(`${help}/inner`),
    says(`${help}/found`),
    // Its own fragment stays, what is denied stays apart, and nobody else is told.
    `${help}/top#top`,
    `${help}/denied`,
    `${help}/denied`,
    `${foreign}/foreign`,
    says(`${help}/sent`),
    says(`${help}/over?a=1`),
  ]);
  await page.waitForFunction(`document.querySelector("#over").getAttribute("href") === "${help}/over?a=1"`);
  // As soon as it is followed it is as it was, and the right button's menu finds nothing to copy.
  await within(
    page,
    `held = false; told = []; over = document.querySelector("#over");
    new MutationObserver(() => told.push(over.getAttribute("href"))).observe(over, { attributes: true })`,
  );
  await page.click("#over", { button: "right" });
  expect(await within(page, "told")).toEqual([]);
  const [tab] = await Promise.all([context.waitForEvent("page"), page.click("#over", { button: "middle" })]);
  await tab.waitForURL(`${help}/over?a=1`);
  expect([await came(tab), await visitorOf(tab)]).toEqual([expect.stringMatching(pass), visitor]);
  expect(await within(page, "told")).toEqual([says(`${help}/over?a=1`), `${help}/over?a=1`]);
  await tab.close();

  await page.click("text=Find");
  await page.waitForURL(`${help}/found?q=`);
  await ready(page);
  expect([await came(page), await visitorOf(page)]).toEqual([expect.stringMatching(pass), visitor]);
  expect(await within(page, "[location.href, document.referrer]")).toEqual([`${help}/found?q=`, `${shop}/`]);
  expect(await within<string>(page, "JSON.stringify(navigation.entries().map(({ url }) => url))")).not.toContain(
    "wayseal=",
  );
  await page.goBack();
  expect(await visitorOf(page)).toBe(visitor);

  // All of it is one visitor's, in one visit, and no event holds what the link said.
  await expect.poll(() => collector.of("hello").map(({ url }) => url)).toContain(`${help}/found`);
  const hellos = collector.of("hello");
  expect(new Set(hellos.map(({ visitor, session }) => `${String(visitor)} ${String(session)}`)).size).toBe(1);
  expect(new Set(hellos.map(({ url }) => new URL(String(url)).hostname))).toEqual(new Set(["127.0.0.1", "localhost"]));
  expect(JSON.stringify(collector.events)).not.toContain("wayseal=");
});

test("what somebody else has written is not believed: too old, from a foreign page, or out of a mail", async ({
  context,
}) => {
  const page = await come(context, `${help}/over`);
  const visitor = await visitorOf(page);
  const forged = (at: number) => `${help}/over#wayseal=shop.${"f".repeat(22)}${"s".repeat(22)}${at}`;
  const lead = async (from: string, address: string): Promise<string | undefined> => {
    await page.goto(from);
    await Promise.all([page.waitForURL(`${help}/over`), within(page, `location.href = ${JSON.stringify(address)}`)]);
    return visitorOf(page);
  };
  expect(await lead(`${shop}/`, forged(Date.now() - 120_001))).toBe(visitor);
  expect(await lead(`${foreign}/foreign`, forged(Date.now()))).toBe(visitor);
  await page.goto("about:blank");
  await page.goto(forged(Date.now()));
  expect([page.url(), await visitorOf(page)]).toEqual([`${help}/over`, visitor]);
  // The control: where none of that is so, it would be.
  expect(await lead(`${shop}/`, forged(Date.now()))).toBe("f".repeat(22));
});

test("of wrong options the page hears nothing, and with data-debug the console says which", async ({ page }) => {
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(fault.message));
  await page.goto(`${shop}/wrong`);
  expect(await within(page, "said")).toEqual([]);
  await page.goto(`${shop}/wrongdata-debug`);
  expect(await within(page, "said")).toEqual([
    expect.stringContaining(`wayseal: TypeError: linkDomains: "*.example" is no host`),
  ]);
  expect(faults).toEqual([]);
});

test("without consent there nothing is kept, and without consent here nothing is said", async ({ context }) => {
  const page = await come(context);
  const visitor = await visitorOf(page);
  await within(page, "held = false");
  await page.click("#shy");
  await page.waitForURL(`${help}/shy`);
  await ready(page);
  expect(await came(page)).toContain(visitor);
  expect(await within(page, "localStorage.length")).toBe(0);
  await expect.poll(() => collector.of("hello").filter(({ url }) => url === `${help}/shy`)).toHaveLength(1);
  expect(collector.of("hello").find(({ url }) => url === `${help}/shy`)?.["visitor"]).not.toBe(visitor);
  await page.click("#back");
  await page.waitForURL(`${shop}/back`);
  expect(await came(page)).toBe("");
});
