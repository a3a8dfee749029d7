import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { startTinyCollector, type TinyCollector } from "../../../packages/browser/test/tiny-collector.js";

/** The parts of the template, by their headings. */
const parts = new Map(
  readFileSync(new URL("../template.tpl", import.meta.url), "utf8")
    .split(/^___(\w+)___$/m)
    .slice(1)
    .map((part, at, all) => [part, (all[at + 1] ?? "").trim()] as const)
    .filter((_, at) => at % 2 === 0),
);
const code = parts.get("SANDBOXED_JS_FOR_WEB_TEMPLATE") ?? "";

interface Parameter {
  readonly name: string;
}
interface Permission {
  readonly instance: { readonly key: { readonly publicId: string }; readonly param: unknown };
}

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
  collector.pages.set("/", `<!doctype html><title>Shop</title><form id="f"><input name="city"></form>`);
});
test.afterEach(() => collector.close());

/** Runs the template as Tag Manager does: with its own APIs, by their documentation, and nothing of the page. */
async function fire(page: Page, data: Readonly<Record<string, unknown>>): Promise<string> {
  await page.addScriptTag({ content: `window.runTemplate = (require, data) => {\n${code}\n};` });
  return page.evaluate(
    (data) =>
      new Promise<string>((resolve) => {
        const scope = window as unknown as Record<string, { (...args: unknown[]): unknown; q?: unknown[] } | undefined>;
        const apis: Record<string, unknown> = {
          createArgumentsQueue: (name: string) => {
            const queue: unknown[] = [];
            scope[name] ??= Object.assign(
              function () {
                // eslint-disable-next-line prefer-rest-params -- what is queued are arguments objects
                queue.push(arguments);
              },
              { q: queue },
            );
          },
          callInWindow: (name: string, ...args: unknown[]) => scope[name]?.(...args),
          injectScript: (url: string, success: () => void, failure: () => void) => {
            const script = Object.assign(document.createElement("script"), { async: true, src: url });
            script.onload = success;
            script.onerror = failure;
            document.head.append(script);
          },
          encodeUriComponent: encodeURIComponent,
          makeNumber: Number,
          makeTableMap: (rows: Record<string, string>[], key: string, value: string): Record<string, unknown> =>
            Object.fromEntries(rows.map((row) => [row[key] ?? "", row[value]] as const)),
        };
        scope["runTemplate"]?.((name: string) => apis[name], {
          ...data,
          gtmOnSuccess: () => resolve("success"),
          gtmOnFailure: () => resolve("failure"),
        });
      }),
    data,
  );
}

test("loads the script, and passes calls on that come before it and after", async ({ page }) => {
  await page.goto(collector.origin);
  expect(await fire(page, { action: "consent", choice: "granted" })).toBe("success");
  const load = { action: "load", collector: collector.origin, site: "shop" };
  expect(await fire(page, load)).toBe("success");
  const season = [{ name: "season", value: "spring" }];
  expect(await fire(page, { action: "register", properties: season })).toBe("success");
  const properties = [{ name: "code", value: "SPRING" }];
  expect(await fire(page, { action: "track", event: "Coupon used", properties })).toBe("success");
  expect(await fire(page, { action: "identify", user: "customer-42" })).toBe("success");
  for (const action of ["page", "reset"]) expect(await fire(page, { action })).toBe("success");
  await expect.poll(() => collector.of("reset").length).toBe(1);
  expect(collector.of("consent")).toMatchObject([{ choice: "granted" }]);
  expect(collector.of("track")).toMatchObject([
    { name: "Coupon used", properties: { season: "spring", code: "SPRING" } },
  ]);
  expect(collector.of("identify")).toMatchObject([{ user: "customer-42" }]);
  expect(collector.of("page_view").map(({ kind }) => kind)).toContain("navigate");
});

test("measures a visitor no more, and again", async ({ page }) => {
  await page.goto(collector.origin);
  expect(await fire(page, { action: "load", collector: collector.origin, site: "shop" })).toBe("success");
  const track = (event: string) => fire(page, { action: "track", event });
  for (const [action, event] of [
    ["optOut", "unseen"],
    ["optIn", "seen"],
  ] as const) {
    expect(await fire(page, { action })).toBe("success");
    expect(await track(event)).toBe("success");
  }
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["seen"]);
});

test("with a key hears what other tags said before it: a visitor who opted out, and properties", async ({ page }) => {
  const { origin, signingKey: key } = collector;
  const load = { action: "load", collector: origin, site: "shop", key, version: "0.1.0" };
  await page.goto(collector.origin);
  expect(await fire(page, { action: "register", properties: [{ name: "season", value: "spring" }] })).toBe("success");
  expect(await fire(page, { action: "track", event: "early" })).toBe("success");
  expect(await fire(page, load)).toBe("success");
  await expect.poll(() => collector.of("track")).toMatchObject([{ name: "early", properties: { season: "spring" } }]);

  await page.goto(collector.origin);
  for (const action of ["optOut", "page"]) expect(await fire(page, { action })).toBe("success");
  expect(await fire(page, load)).toBe("success");
  for (const [action, event] of [["track", "unseen"], ["optIn"], ["track", "seen"]] as const)
    expect(await fire(page, { action, event })).toBe("success");
  await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["early", "seen"]);
});

for (const sample of [0, "0"]) {
  test(`measures nobody with a share of ${JSON.stringify(sample)}, and everybody without one`, async ({ page }) => {
    const { origin, signingKey: key } = collector;
    const load = { action: "load", collector: origin, site: "shop", key, version: "0.1.0" };
    await page.goto(collector.origin);
    expect(await fire(page, { ...load, sample })).toBe("success");
    expect(await fire(page, { action: "track", event: "unseen" })).toBe("success");
    await page.goto(collector.origin);
    expect(await fire(page, load)).toBe("success");
    expect(await fire(page, { action: "track", event: "seen" })).toBe("success");
    await expect.poll(() => collector.of("track").map(({ name }) => name)).toEqual(["seen"]);
  });
}

test("with a key loads a fixed version, with its options", async ({ page }) => {
  await page.goto(collector.origin);
  const { origin, signingKey: key } = collector;
  const options = { requireConsent: true, allow: " city \n\n#none", query: "ref", sample: "0.999999999" };
  const load = { action: "load", collector: origin, site: "shop", key, version: "0.1.0", ...options };
  expect(await fire(page, load)).toBe("success");
  await page.fill("[name=city]", "Lima");
  await page.locator("[name=city]").blur();
  expect(await fire(page, { action: "consent", choice: "granted" })).toBe("success");
  // Until the words by which fields are known have come, no value is taken.
  const words = page.waitForResponse("**/v1/words.json");
  await page.fill("[name=city]", "Cusco");
  await (await words).finished();
  await page.locator("[name=city]").blur();
  await expect.poll(() => collector.of("field").map(({ value }) => value)).toEqual(["Cusco"]);
  expect(collector.of("hello").map(({ sample }) => sample)).toContain(0.999999999);
  expect(collector.paths).toContain("/v1/wayseal-0.1.0.js");
});

test("says so where the script cannot be had", async ({ page }) => {
  await page.goto(collector.origin);
  const load = { action: "load", collector: `${collector.origin}/nowhere`, site: "shop", key: "k", version: "9.9.9" };
  await page.route("**/nowhere/**", (route) => route.abort());
  expect(await fire(page, load)).toBe("failure");
});

test("is whole: each part parses, each parameter is used, and each API has its permission", () => {
  const read = (name: string): unknown => JSON.parse(parts.get(name) ?? "");
  expect(read("INFO")).toMatchObject({ type: "TAG", containerContexts: ["WEB"] });
  for (const { name } of read("TEMPLATE_PARAMETERS") as Parameter[]) expect(code).toContain(`data.${name}`);
  const permissions = (read("WEB_PERMISSIONS") as Permission[]).map(({ instance }) => instance.key.publicId);
  // The other APIs of the template need none.
  expect(permissions.sort()).toEqual(["access_globals", "inject_script"]);
  // Sandboxed JavaScript is ECMAScript 5.1 with const, let and arrows.
  expect(code).not.toMatch(/\.\.\.|`|\bclass\b|\bnew\b|\bthis\b|\bfunction\b|\?\.|\?\?|\bwindow\b|\bdocument\b/);
});
