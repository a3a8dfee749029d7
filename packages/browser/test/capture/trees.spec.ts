import { expect, test } from "@playwright/test";
import { type } from "../hostile/hands.js";
import { startTinyCollector } from "../tiny-collector.js";
import { TAG, useScene } from "./scene.js";

const scene = useScene();
const { all, told, open, leave } = scene;

test("an open shadow tree: fields of the form around it, and a form of its own", async ({ page }) => {
  await open(
    page,
    `<form id="outer" onsubmit="event.preventDefault()"><x-city></x-city><button id="send">Go</button></form><x-login></x-login><script>
    const shadow = (name, html) => { document.querySelector(name).attachShadow({ mode: "open" }).innerHTML = html };
    shadow("x-city", '<label>City <input id="town" name="city"></label>');
    shadow("x-login", '<form id="inner"><input name="user" required><select name="kind"><option>a<option>b</select><button id="enter">Enter</button></form>');
    document.querySelector("x-login").shadowRoot.firstChild.addEventListener("submit", (event) => event.preventDefault());
    </script>`,
  );
  await type(page, "#town", "Graz");
  await page.click("#send");
  await page.click("[name=user]");
  await page.click("#enter");
  await page.click("[name=user]");
  await page.keyboard.type("someone");
  await page.locator("[name=kind]").press("b");
  await page.click("#enter");
  await leave(page);
  expect(told("field").map(({ form, field, value, changes }) => [form, field, value, changes])).toEqual([
    ["outer", "city", "Graz", 1],
    ["inner", "user", undefined, 0],
    ["inner", "user", undefined, 1],
    ["inner", "kind", undefined, 1],
  ]);
  expect(told("form_error")).toMatchObject([{ form: "inner", field: "user", kind: "valueMissing" }]);
  expect(told("form_submit").map(({ form }) => form)).toEqual(["outer", "inner"]);
  expect(told("form_abandon")).toEqual([]);
  expect(told("click").map(({ name }) => name)).toEqual(["Go", "Enter", "Enter"]);
});

test("a closed shadow tree is never seen into", async ({ page }) => {
  await open(
    page,
    `<x-closed data-wayseal="allow"></x-closed><button>Go</button><script>
    const root = document.querySelector("x-closed").attachShadow({ mode: "closed" });
    root.innerHTML = '<form id="inner"><input name="deep"><button>Deep</button></form>'; root.firstChild.onsubmit = () => false;
    </script>`,
  );
  // The first key leads into the tree.
  await page.keyboard.press("Tab");
  await page.keyboard.type("knarzol");
  expect(await page.evaluate("root.querySelector('input').value")).toBe("knarzol");
  await page.keyboard.press("Enter");
  await page.click("text=Go");
  await leave(page);
  expect(told("click")).toMatchObject([{ name: "Go" }]);
  expect(all().filter(({ type }) => /^(form|field)/.test(String(type)))).toEqual([]);
  expect(JSON.stringify(all())).not.toMatch(/knarzol|deep/i);
});

test("custom elements that are fields by ElementInternals, open and closed", async ({ page }) => {
  await open(
    page,
    `<form id="f" onsubmit="event.preventDefault()"><x-open name="city"></x-open><x-closed name="nick" data-wayseal="allow"></x-closed>
    <input name="plain"><button>Go</button></form><script>
    for (const mode of ["open", "closed"]) customElements.define("x-" + mode, class extends HTMLElement {
      static formAssociated = true;
      constructor() {
        super();
        this.parts = this.attachInternals();
        this.input = document.createElement("input");
        this.attachShadow({ mode }).append(this.input);
        this.input.addEventListener("input", () => { this.value = this.input.value; this.parts.setFormValue(this.value) });
        this.input.addEventListener("change", () => this.dispatchEvent(new Event("change", { bubbles: true })));
      }
    });</script>`,
  );
  await page.click("x-open");
  await page.keyboard.type("Graz");
  await page.click("x-closed");
  await page.keyboard.type("knarzol");
  await page.click("text=Go");
  expect(await page.evaluate("[...new FormData(f).values()].join()")).toBe("Graz,knarzol,");
  await leave(page);
  expect(told("form_view")).toMatchObject([{ form: "f", fields: 3 }]);
  expect(told("form_start")).toMatchObject([{ form: "f", field: "city" }]);
  const fields = told("field").map(({ form, field, value, changes, filled }) => [form, field, value, changes, filled]);
  expect(fields).toEqual([
    ["f", "city", "Graz", 1, true],
    ["f", "nick", undefined, 1, true],
  ]);
  expect(told("form_submit")).toMatchObject([{ form: "f", filled: 2 }]);
  expect(JSON.stringify(all())).not.toContain("knarzol");
});

test("frames of the page's own origin, also later ones and frames within, and never others", async ({ page }) => {
  const other = await startTinyCollector();
  const inner = (form: string, more = ""): string =>
    `<!doctype html><body><form id="${form}" action="/sent"><input name="city"><button>Send ${form}</button></form>${more}`;
  scene.collector.pages
    .set("/frame", inner("framed", `<iframe src="/within"></iframe>`))
    .set("/within", inner("within"))
    .set("/later", inner("later"))
    .set("/denied", inner("denied"))
    .set("/own", `${TAG}${inner("own")}`)
    .set("/sent", "<title>Sent</title>");
  other.pages.set("/other", inner("other"));
  await open(
    page,
    `<iframe name="a" src="/frame"></iframe><iframe name="o" src="${other.origin}/other"></iframe>
    <iframe name="d" src="/denied" data-wayseal="deny"></iframe><iframe name="w" src="/own"></iframe><button id="more" onclick="
      document.body.append(Object.assign(document.createElement('iframe'), { name: 'l', src: '/later' }))">More</button>`,
  );
  await page.click("#more");
  const fill = async (form: string, text: string): Promise<void> => {
    await expect.poll(() => page.frames().some((frame) => frame.url().endsWith(`/${form}`))).toBe(true);
    const frame = page.frames().find((frame) => frame.url().endsWith(`/${form}`));
    await frame?.click("[name=city]");
    await page.keyboard.type(text);
  };
  await fill("other", "Elsewhere");
  await fill("denied", "Nowhere");
  await fill("own", "Own");
  await fill("later", "Linz");
  await fill("frame", "Graz");
  await page
    .frames()
    .find((frame) => frame.url().endsWith("/frame"))
    ?.click("button");
  await expect.poll(() => page.frames().some((frame) => frame.url().includes("/sent"))).toBe(true);
  await page.evaluate(() => document.querySelector("[name=l]")?.remove());
  await leave(page, 2);
  await other.close();
  const mine = told("page_leave").map(({ stream }) => stream);
  expect(new Set(mine).size).toBe(2);
  const top = told("click").find(({ name }) => name === "More")?.["stream"];
  const of = (type: string, whose: boolean) => told(type).filter(({ stream }) => (stream === top) === whose);
  expect(of("field", true).map(({ form, field, value }) => [form, field, value])).toEqual([
    ["later", "city", "Linz"],
    ["framed", "city", "Graz"],
  ]);
  expect(of("form_submit", true).map(({ form }) => form)).toEqual(["framed"]);
  expect(of("form_abandon", true).map(({ form }) => form)).toEqual(["later"]);
  expect(of("click", true).map(({ name }) => name)).toEqual(["More", "Send framed"]);
  expect(of("form_view", true).map(({ form }) => form)).toContain("within");
  // The frame with the SDK in it told of itself, and nobody else did.
  expect(of("field", false).map(({ form, value }) => [form, value])).toEqual([["own", "Own"]]);
  expect(JSON.stringify(all())).not.toMatch(/Elsewhere|Nowhere|denied|"other"/);
});
