import { expect } from "@playwright/test";
import { keptOnDevice } from "../kept-on-device.js";
import { test } from "./engine-test.js";

const page = (attributes: string): string => `<!doctype html><title>Shop</title>
<script src="/v1/wayseal.js?site=shop" data-flush-interval="100" ${attributes}></script>
<input name="city" data-wayseal="allow"><button id="press">Press</button>`;

test("what is sealed here is opened by another HPKE, with the set in the script and with a signed one", async ({
  tab,
  collector,
}) => {
  const key = `data-key="${collector.signingKey}"`;
  collector.pages.set("/", page("")).set("/signed", page(`data-site="shop" ${key}`));
  for (const path of ["/", "/signed"]) {
    await tab.goto(collector.origin + path);
    await tab.click("#press");
    await expect.poll(() => collector.of("click").length).toBe(path === "/" ? 1 : 2);
  }
  expect(collector.of("click")).toMatchObject([{ name: "Press" }, { name: "Press" }]);
});

test("a set that another key signed seals nothing", async ({ tab, collector }) => {
  const { publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  const other = Buffer.from(await crypto.subtle.exportKey("raw", publicKey)).toString("base64url");
  collector.pages.set("/", page(`data-key="${other}"`));
  await tab.goto(`${collector.origin}/`);
  await tab.click("#press");
  await new Promise((done) => setTimeout(done, 2_000));
  expect(collector.bodies).toEqual([]);
});

test("the device keeps ciphertext only, until the collector is back, and each event arrives once", async ({
  tab,
  collector,
}) => {
  collector.pages.set("/", page(`data-consent="granted"`)).set("/later", page(`data-consent="granted"`));
  collector.failing = -1;
  const kept = async (): Promise<number> => (await tab.evaluate(keptOnDevice)).records;
  await tab.goto(`${collector.origin}/`);
  await expect.poll(kept).toBeGreaterThan(0);
  // It waits for the chunk: from then on values may leave, and presses may be dead ones.
  await tab.evaluate(() => (window as unknown as { wayseal: (method: string) => unknown }).wayseal("flush"));
  await tab.click("[name=city]");
  await tab.type("Lisbon");
  await tab.click("#press");
  await expect.poll(kept).toBeGreaterThan(4);
  const { text } = await tab.evaluate(keptOnDevice);
  for (const word of ["Lisbon", "Press", "page_view"]) expect(text).not.toContain(word);
  // The control: what is kept was looked at.
  expect(text).toContain("granted");

  collector.failing = 0;
  await tab.goto(`${collector.origin}/later`);
  await expect.poll(() => collector.of("field").length, { timeout: 30_000 }).toBe(1);
  expect(collector.of("field")).toMatchObject([{ field: "city", value: "Lisbon" }]);
  expect(collector.of("click")).toMatchObject([{ name: "Press" }]);
  expect(new Set(collector.of("hello").map(({ visitor }) => visitor)).size).toBe(1);
  // Where the page that was left got its records through itself, the next one takes them for lost after ten seconds only.
  await expect.poll(kept, { timeout: 30_000 }).toBe(0);
});

test("without consent the device keeps nothing", async ({ tab, collector }) => {
  collector.pages.set("/", page(""));
  collector.failing = 503;
  await tab.goto(`${collector.origin}/`);
  await tab.click("#press");
  await expect.poll(() => collector.bodies.length).toBeGreaterThan(0);
  expect(await tab.evaluate(keptOnDevice)).toEqual({ text: "{}\n{}\n", records: 0 });
});

test("who follows a link to another host of the site is kept there as the same visitor, and the address is clean", async ({
  tab,
  collector,
}) => {
  const help = collector.origin.replace("127.0.0.1", "localhost");
  const hosts = [collector.origin, help].map((origin) => new URL(origin).host).join();
  const linked = `<script>var came = location.hash</script><script src="/v1/plugins/link-domains.js" data-site="shop"
    data-domains="${hosts}" data-consent="granted"></script>${page(`data-consent="granted"`)}`;
  collector.pages.set("/", `${linked}<a id="over" href="${help}/there">There</a>`).set("/there", linked);
  await tab.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  await tab.click("#over");
  await tab.until(() => location.pathname === "/there" && document.readyState === "complete");
  expect(await tab.evaluate(() => [location.hash, (window as unknown as { came: string }).came])).toEqual([
    "",
    expect.stringMatching(`^#wayseal=shop\\.${String(collector.of("hello")[0]?.["visitor"])}`),
  ]);
  await expect.poll(() => collector.of("page_view").length).toBe(2);
  expect(
    new Set(collector.of("hello").map(({ visitor, session }) => `${String(visitor)} ${String(session)}`)).size,
  ).toBe(1);
  expect(collector.of("click")).toMatchObject([{ kind: "outbound", target: `${help}/there` }]);
});
