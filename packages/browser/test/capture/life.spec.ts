import { expect, type Page, test } from "@playwright/test";
import { autofill, paste, type } from "../hostile/hands.js";
import { TAG, useScene } from "./scene.js";

const scene = useScene();
const { all, told, open, leave } = scene;

test("a form's whole life: seen, begun, filled, corrected, refused, sent", async ({ page }) => {
  await open(
    page,
    `<form id="f" action="/end"><input name="mail" type="email" required><input name="city" pattern="[a-z]+" title="x">
    <textarea name="note"></textarea><input name="late"><button>Go</button></form>`,
  );
  await type(page, "[name=mail]", "vrenzi");
  await page.click("text=Go");
  await page.click("[name=mail]");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("vrenzi@kettlvox.example");
  await type(page, "[name=city]", "graz");
  await paste(page, "[name=note]", "a note");
  await page.click("[name=mail]");
  await page.click("text=Go");
  await expect.poll(() => told("page_leave").length).toBe(1);
  const life = all().filter(({ type }) => /^(form|field)/.test(String(type)));
  expect(life.map(({ type, field }) => [type, field])).toEqual([
    ["form_view", undefined],
    ["form_start", "mail"],
    ["field", "mail"],
    ["form_error", "mail"],
    ["field", "mail"],
    ["field", "city"],
    ["field", "note"],
    ["field", "mail"],
    ["form_submit", undefined],
  ]);
  expect(life.every(({ form }) => form === "f")).toBe(true);
  expect(told("form_view")[0]).toMatchObject({ fields: 4 });
  expect(told("form_error")[0]).toMatchObject({ kind: "typeMismatch" });
  const [wrong, right, city, note, back] = told("field");
  expect(wrong).toMatchObject({ valid: false, changes: 1, refills: 0, filled: true, autofilled: false, pasted: false });
  expect(right).toMatchObject({ valid: true, changes: 1, refills: 1, corrections: 1 });
  expect(city).toMatchObject({ class: "city", value: "graz", valid: true });
  expect(note).toMatchObject({ pasted: true, filled: true });
  expect(back).toMatchObject({ changes: 0, filled: true });
  expect(told("form_submit")[0]).toMatchObject({ filled: 3 });
  for (const { duration } of [...told("field"), ...told("form_submit")]) expect(duration).toBeGreaterThan(0);
  expect(JSON.stringify(all())).not.toMatch(/vrenzi|a note/);
});

test("a form that is left tells its last field, and that it was filled by the browser", async ({ page }) => {
  await open(
    page,
    `<form id="pay"><input name="number" autocomplete="cc-number"><input name="who" autocomplete="cc-name">
    <input name="last"><button>Pay</button></form><form id="untouched"><input name="x"></form>`,
  );
  await autofill(page, "[name=number]", { number: "4929718304625178", name: "Vrenzi Quarbjow" });
  await type(page, "[name=last]", "x");
  await leave(page);
  expect(told("field").map(({ field, autofilled, filled }) => [field, autofilled, filled])).toEqual([
    ["number", true, true],
    ["who", true, true],
    ["last", false, true],
  ]);
  expect(told("form_abandon")).toMatchObject([{ form: "pay", field: "last", filled: 3 }]);
});

test("forms that are added later, and those that are scrolled to, are viewed once", async ({ page }) => {
  await open(
    page,
    `<form id="first"><input name="a"></form><div style="height: 3000px"></div><form id="below"><input name="b"></form>
    <script>setTimeout(() => first.insertAdjacentHTML("afterend", '<form id="late"><input name="c"><input name="d"></form>'), 50)</script>`,
  );
  await expect
    .poll(() => told("form_view").map(({ form, fields }) => [form, fields]))
    .toEqual([
      ["first", 1],
      ["late", 2],
    ]);
  await page.evaluate(() => document.querySelector("#below")?.scrollIntoView());
  await expect.poll(() => told("form_view").length).toBe(3);
  await page.evaluate(() => scrollTo(0, 0));
  await type(page, "[name=c]", "x");
  await leave(page);
  expect(told("form_view").map(({ form }) => form)).toEqual(["first", "late", "below"]);
  expect(told("page_leave")[0]).toMatchObject({ scroll: 100 });
});

test("rich text and fields without a form have times and changes, and are never abandoned", async ({ page }) => {
  await open(
    page,
    `<input name="city" aria-label="City"><div contenteditable id="note"><b>old</b></div><select name="s"><option>a<option>b</select>`,
  );
  await type(page, "[name=city]", "Graz");
  await page.click("#note b");
  await page.keyboard.type("knarzol");
  await page.selectOption("[name=s]", "b");
  await leave(page);
  expect(told("field").map(({ form, field, value, changes, filled }) => [form, field, value, changes, filled])).toEqual(
    [
      ["form-0", "city", "Graz", 1, true],
      ["form-0", "note", undefined, 1, true],
      ["form-0", "s", undefined, 1, true],
    ],
  );
  expect(told("form_abandon")).toEqual([]);
  expect(JSON.stringify(all())).not.toContain("knarzol");
});

for (const [name, act] of [
  ["by a button's script", (page: Page) => page.click("text=Script")],
  ["as something is chosen", (page: Page) => page.selectOption("[name=s]", "b")],
  ["as ever", (page: Page) => page.click("text=Send")],
] as const) {
  test(`a form that is sent ${name} is sent once, and not abandoned`, async ({ page }) => {
    await open(
      page,
      `<form id="f" action="/end"><input name="city"><select name="s" onchange="this.form.submit()"><option>a<option>b</select>
      <button type="button" onclick="new FormData(f); f.submit()">Script</button><button>Send</button></form>`,
    );
    // What hears of it comes with the chunk.
    await page.evaluate("wayseal.flush()");
    await type(page, "[name=city]", "Graz");
    await act(page);
    await page.waitForURL("**/end?**");
    await expect.poll(() => told("page_leave").length).toBe(1);
    expect(told("form_submit")).toMatchObject([{ form: "f", filled: 2 }]);
    expect(told("form_abandon")).toEqual([]);
  });
}

test("a form whose data a script takes, and that is left by a link, is abandoned", async ({ page }) => {
  await open(
    page,
    `<form id="f" onchange="new FormData(f)"><input name="city"><button type="button" onclick="new FormData(f)">Save</button></form>
    <a href="/end">Leave</a>`,
  );
  await page.evaluate("wayseal.flush()");
  await type(page, "[name=city]", "Graz");
  await page.click("text=Save");
  await page.click("text=Leave");
  await expect.poll(() => told("page_leave").length).toBe(1);
  expect(told("form_submit")).toEqual([]);
  expect(told("form_abandon")).toMatchObject([{ form: "f", field: "city" }]);
});

test("a form of several steps in one page is begun and sent once, whatever is hidden", async ({ page }) => {
  await open(
    page,
    `<form id="f" onsubmit="event.preventDefault()"><div><input name="city"><button type="button">Next</button></div>
    <div hidden><input name="b"><button type="button">Next</button></div><div hidden><input name="c"><button>Send</button></div></form><script>
    for (const button of document.querySelectorAll("[type=button]")) button.onclick = () => {
      button.parentElement.hidden = true; button.parentElement.nextElementSibling.hidden = false };</script>`,
  );
  await type(page, "[name=city]", "Graz");
  await page.click("text=Next >> visible=true");
  await type(page, "[name=b]", "x");
  await page.click("text=Next >> visible=true");
  await type(page, "[name=c]", "y");
  await page.keyboard.press("Enter");
  await leave(page);
  expect(told("form_start").length).toBe(1);
  expect(told("field").map(({ field, value }) => [field, value])).toEqual([
    ["city", "Graz"],
    ["b", undefined],
    ["c", undefined],
  ]);
  expect(told("form_submit")).toMatchObject([{ form: "f", filled: 3 }]);
  expect(told("form_abandon")).toEqual([]);
});

test("a form of several pages is one form each, in one session where it may be known", async ({ page }) => {
  const tag = TAG.replace("<script", `<script data-consent="granted"`);
  const step = (n: number, to: string): string =>
    `<!doctype html>${tag}<form id="step-${n}" action="${to}"><input name="x${n}"><button>Next</button></form>`;
  scene.collector.pages.set("/1", step(1, "/2")).set("/2", step(2, "/3")).set("/3", step(3, "/4"));
  await open(page, null, "/1");
  for (const n of [1, 2]) {
    await type(page, `[name=x${n}]`, "x");
    await page.click("text=Next");
    await page.waitForURL(`**/${n + 1}?**`);
  }
  await type(page, "[name=x3]", "x");
  await leave(page, 3);
  expect(told("form_submit").map(({ form }) => form)).toEqual(["step-1", "step-2"]);
  expect(told("form_abandon")).toMatchObject([{ form: "step-3", field: "x3" }]);
  const hellos = told("hello");
  expect(new Set(hellos.map(({ session }) => session)).size).toBe(1);
  // Each tells the streams before it, so that what is lost between two pages is known.
  expect(hellos.map(({ previous }) => (previous as unknown[] | undefined)?.length ?? 0)).toEqual([0, 1, 2]);
});

test("campaign parameters and the referrer's host come with hello, and nothing else of an address", async ({
  page,
}) => {
  const utm = "utm_source=news&utm_medium=mail&utm_campaign=spring&utm_term=tea&utm_content=top";
  scene.collector.pages.set("/before", `<a href="/?${utm}&gclid=knarzol&q=knarzol#knarzol">Go</a>`);
  await open(page, "", "/before");
  await page.click("a");
  await page.waitForURL("**/?utm**");
  await leave(page);
  expect(told("hello")).toMatchObject([
    {
      url: `${scene.collector.origin}/`,
      referrer: new URL(scene.collector.origin).host,
      campaign: { source: "news", medium: "mail", name: "spring", term: "tea", content: "top" },
    },
  ]);
  expect(JSON.stringify(all())).not.toContain("knarzol");
});

for (const [browser, without] of [
  ["", ""],
  [", in a browser without the Navigation API", "delete window.navigation"],
] as const) {
  test(`in-page navigations are page views of their own${browser}, and a second tag adds nothing`, async ({ page }) => {
    scene.collector.pages.set(
      "/app",
      `<!doctype html><title>App</title><script>${without}</script>${TAG}${TAG}<body>
      <button onclick="history.pushState({}, '', '/basket')">Basket</button>`,
    );
    await open(page, null, "/app");
    expect(await page.evaluate("typeof navigation")).toBe(without ? "undefined" : "object");
    // What watches is part of the chunk.
    await page.evaluate("wayseal.flush()");
    const seen = (views: number): Promise<void> => expect.poll(() => told("page_view").length).toBe(views);
    await page.evaluate(() => {
      history.pushState({}, "", "/products/shoes");
      document.title = "Shoes";
    });
    await seen(2);
    // Another query or anchor is the same page, another route in the fragment is not.
    await page.evaluate(() => history.replaceState({}, "", "/products/shoes?sort=price#top"));
    await page.evaluate(() => (location.hash = "/sizes"));
    await seen(3);
    await page.evaluate(() => history.back());
    await seen(4);
    // A router's own: by a press, and the title stays.
    await page.click("button");
    await seen(5);
    if (!without) {
      await page.evaluate(`navigation.addEventListener("navigate", (event) => event.intercept(), { once: true });
        navigation.navigate("/paid"); undefined`);
      await seen(6);
    }
    const path = (url: unknown): string => new URL(String(url)).pathname + new URL(String(url)).hash;
    expect(told("hello")).toHaveLength(1);
    expect(told("page_view").map(({ kind, url }) => [kind, path(url ?? told("hello")[0]?.["url"])])).toEqual([
      ["load", "/app"],
      ["navigate", "/products/shoes"],
      ["navigate", "/products/shoes#/sizes"],
      ["navigate", "/products/shoes"],
      ["navigate", "/basket"],
      ...(without ? [] : [["navigate", "/paid"]]),
    ]);
    expect(told("page_view")[1]).toMatchObject({ title: "Shoes" });
    expect(told("page_leave")[0]).not.toHaveProperty("url");
  });
}
