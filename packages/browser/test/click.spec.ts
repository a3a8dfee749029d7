import { expect, test } from "@playwright/test";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async ({ page }) => {
  collector = await startTinyCollector();
  collector.pages.set(
    "/",
    `<!doctype html><title>Shop</title><script src="/v1/wayseal.js?site=shop" data-flush-interval="100"></script>
    <style>button, a, #picture { display: block; margin: 20px; width: 200px; height: 40px }</style>
    <button id="dead" type="button">Apply coupon</button>
    <button id="alive" type="button" onclick="setTimeout(() => (this.dataset.done = 'yes'), 300)">Add</button>
    <button id="rage" type="button" onclick="document.body.append('.')">Next</button>
    <div id="picture">jane@example.com</div>
    <a id="out" href="https://other.example/deal?ref=7" onclick="event.preventDefault()">Deal</a>
    <a id="file" href="/terms.PDF" onclick="event.preventDefault()">Terms</a>
    <a id="kept" href="/blob" download onclick="event.preventDefault()">Receipt</a>
    <a id="in" href="/#more">More</a>
    <form onsubmit="event.preventDefault()"><input name="city" required pattern="[a-z]+"><button id="send">Send</button></form>
    <div data-wayseal-event="Size chosen" data-wayseal-prop-size="XL" data-wayseal-prop-paid="4111 1111 1111 1111">
      <button id="size" type="button">XL</button></div>
    <div data-wayseal="deny"><button id="denied" type="button">Denied</button></div>`,
  );
  await page.goto(`${collector.origin}/`);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
});
test.afterEach(() => collector.close());

const kinds = (): unknown[] => collector.of("frustration").map(({ kind, role, name }) => [kind, role, name]);

test("a press that nothing follows is reported, one that something follows is not", async ({ page }) => {
  await page.click("#alive");
  await page.waitForTimeout(1300);
  await page.click("#dead");
  await expect.poll(kinds).toEqual([["dead", "button", "Apply coupon"]]);
  // The browser's own answer to what is missing is an answer, and so is a form's sending.
  await page.click("#send");
  await page.waitForTimeout(1300);
  await page.fill("[name=city]", "lima");
  await page.click("#send");
  await page.waitForTimeout(1300);
  expect(collector.of("form_submit").length).toBe(1);
  expect(kinds().length).toBe(1);
});

test("three quick presses at one place are rage, also where nothing is to be pressed", async ({ page }) => {
  await page.locator("#rage").click({ clickCount: 3, delay: 20 });
  await expect.poll(kinds).toEqual([["rage", "button", "Next"]]);
  await page.locator("#picture").click({ clickCount: 4, delay: 20 });
  await expect.poll(kinds).toEqual([
    ["rage", "button", "Next"],
    ["rage", "div", "unnamed"],
  ]);
  // Apart in place: no rage. A held key: none either.
  for (const id of ["#rage", "#in", "#alive", "#rage", "#in", "#alive"]) await page.click(id);
  await page.focus("#rage");
  for (let i = 0; i < 5; i++) await page.keyboard.press("Enter");
  await page.locator("#denied").click({ clickCount: 3, delay: 20 });
  await page.waitForTimeout(1500);
  expect(kinds().length).toBe(2);
  expect(JSON.stringify(collector.events)).not.toContain("jane@");
});

test("links that lead elsewhere and files are told from others", async ({ page }) => {
  for (const id of ["#out", "#file", "#kept", "#in"]) await page.click(id);
  await expect
    .poll(() => collector.of("click").map(({ name, kind, target }) => [name, kind, target]))
    .toEqual([
      ["Deal", "outbound", "https://other.example/deal"],
      ["Terms", "download", `${collector.origin}/terms.PDF`],
      ["Receipt", "download", `${collector.origin}/blob`],
      ["More", undefined, `${collector.origin}/`],
    ]);
});

test("a link to a file that is kept is a download by its ending, and one to a page is not", async ({ page }) => {
  const files = "pdf ZIP tgz gz csv rtf json xml ics epub odt ods odp doc docx pptx mp3".split(" ");
  for (const ending of [...files, "html", "odd", "xmlx"]) {
    await page.evaluate((ending) => document.querySelector("#file")?.setAttribute("href", `/a.${ending}`), ending);
    await page.click("#file");
  }
  await expect
    .poll(() => collector.of("click").map(({ kind }) => kind))
    .toEqual([...files.map(() => "download"), undefined, undefined, undefined]);
});

test("a declared event takes its properties along, but for what is never captured", async ({ page }) => {
  await page.click("#size");
  await expect.poll(() => collector.of("track").length).toBe(1);
  expect(collector.of("track")[0]).toMatchObject({ name: "Size chosen", properties: { size: "XL" } });
  expect(JSON.stringify(collector.of("track"))).not.toContain("4111");
});

test("a change after the field was found invalid is a correction", async ({ page }) => {
  await page.locator("[name=city]").pressSequentially("Lima 1");
  await page.click("#send");
  await page.fill("[name=city]", "lima");
  await page.locator("[name=city]").blur();
  await expect
    .poll(() => collector.of("field").map(({ valid, corrections }) => [valid, corrections]))
    .toEqual([
      [false, undefined],
      [true, 1],
    ]);
});
