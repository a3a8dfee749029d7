import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { bundle } from "./snippets/bundle.js";
import { checkTypes } from "./snippets/check-types.js";
import { type Action, type Plan, readPlan } from "./snippets/read-plan.js";
import { readPage, readSnippets, type Snippet } from "./snippets/read-snippets.js";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

/** Every block of these pages runs. Of the README, those about the SDK; what operators type is not for a page. */
const SNIPPETS = [
  ...readSnippets("docs/sdk.md"),
  ...readSnippets("README.md", ["For the merchant: paste one tag", "For the single-page app: add one package"]),
  ...readSnippets("packages/browser/README.md"),
  ...readSnippets("docs/migration.md"),
];

/** What stands in the docs for what each site has of its own. */
const COLLECTOR = "https://collector.example";
const KEY = "BASE64URL-OF-THE-SITE'S-SIGNING-KEY";
const TAG = `<script async src="${COLLECTOR}/v1/wayseal.js?site=shop"></script>`;
const START = `import { init } from "@wayseal/browser";
const wayseal = init({ site: "shop", collector: "${COLLECTOR}", key: "${KEY}" });
`;

/** Milliseconds that a busy machine is given. */
const PATIENCE = 60_000;

const MODULES = /^(ts|tsx|js|jsx)$/;

/** A snippet that uses a client and does not make one stands for the rest of a module that has. */
const moduleOf = ({ code }: Snippet): string => {
  const makes = /\b(const|let) wayseal\b|\bwayseal =/.test(code);
  return (makes || !/\bwayseal\b(?!["/])/.test(code) ? "" : START) + code;
};

let collector: TinyCollector;
let shop: Server;
let origin: string;
const pages = new Map<string, string>();

test.beforeEach(async () => {
  collector = await startTinyCollector();
  pages.clear();
  shop = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://shop");
    const type = pathname.endsWith(".js") ? "javascript" : "html";
    // What a merchant's server answers with: pages need no more of a token than its three parts.
    if (pathname === "/wayseal-token") return void response.end("e30.e30.c2ln");
    // A page answers at each address that a plan visits, and there is one to leave for.
    const body = pathname === "/elsewhere" ? "<title>Elsewhere</title>" : (pages.get(pathname) ?? pages.get("/"));
    response.writeHead(200, { "Content-Type": `text/${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
test.afterEach(async () => {
  shop.closeAllConnections();
  await new Promise((done) => shop.close(done));
  await collector.close();
});

const act: {
  readonly [Kind in Action["kind"]]: (page: Page, action: Extract<Action, { kind: Kind }>) => Promise<void>;
} = {
  press: (page, { selector }) => page.locator(selector).click(),
  async fill(page, { selector, text }) {
    await page.locator(selector).pressSequentially(text);
    await page.locator(selector).blur();
  },
  run: async (page, { script }) => void (await page.evaluate(script)),
  leave: async (page) => void (await page.goto(`${origin}/elsewhere`)),
  until: (_, { type }) => expect.poll(() => collector.of(type).length, { timeout: PATIENCE }).toBeGreaterThan(0),
};

/** Opens the snippet's page, does what its plan says, and waits for what must come of it. */
async function follow(page: Page, html: string, plan: Plan): Promise<void> {
  const integrity = /integrity="sha384-…"/.test(html) ? await integrityOf(html) : "";
  const filled = html.replaceAll(COLLECTOR, collector.origin).replaceAll(KEY, collector.signingKey);
  pages.set("/", filled.replace(/sha384-…/, integrity));
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  await (plan.early.length > 0 ? openEarly(page, plan) : page.goto(origin + plan.visit));
  await page.waitForLoadState("networkidle");
  // A stub takes calls and no presses: what a visitor does counts from when the script has come.
  await page.waitForFunction("globalThis.snippetClient ?? globalThis.wayseal?.flush", null, { timeout: PATIENCE });
  await comeToFields(page, plan);
  for (const action of plan.actions) await act[action.kind](page, action as never);
  await expect(async () => {
    await page.evaluate("(globalThis.snippetClient ?? globalThis.wayseal)?.flush?.()");
    for (const { type, fields } of plan.expect) {
      expect(collector.of(type), type).toContainEqual(expect.objectContaining(expected(fields)));
    }
    for (const script of plan.holds) expect(await page.evaluate(script), script).toBe(true);
  }).toPass({ timeout: PATIENCE, intervals: [50, 100, 200] });
  for (const type of plan.none) expect(collector.of(type), type).toEqual([]);
  const sent = JSON.stringify(collector.events);
  for (const text of plan.absent) expect(sent).not.toContain(text);
  expect(faults).toEqual([]);
}

/** Presses the first field that is filled: one that is left before the chunk of words has come keeps its value to itself. */
async function comeToFields(page: Page, { actions }: Plan): Promise<void> {
  const first = actions.find((action) => action.kind === "fill");
  if (!first) return;
  await page.evaluate("(globalThis.snippetClient ?? globalThis.wayseal)?.flush?.()");
  // None are asked for where the field may not be measured.
  const words = page.waitForResponse(/\/words\.js/, { timeout: 5_000 }).catch(() => null);
  await page.locator(first.selector).click();
  await (await words)?.finished();
}

/** Opens the page, and lets its script come when all has been pressed that is pressed before. */
async function openEarly(page: Page, { visit, early }: Plan): Promise<void> {
  let pressed = (): void => undefined;
  const all = new Promise<void>((done) => (pressed = done));
  await page.route(/\/v1\/wayseal[^/]*\.js/, async (route) => {
    await all;
    await route.continue();
  });
  // The page's load waits for the script.
  await page.goto(origin + visit, { waitUntil: "domcontentloaded" });
  for (const selector of early) await page.locator(selector).click();
  pressed();
}

/** Objects within are matched by what they have at least. */
function expected(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? (expect.objectContaining(expected(value as Record<string, unknown>)) as unknown)
        : typeof value === "string"
          ? value.replaceAll("https://shop.example", origin)
          : value,
    ]),
  );
}

async function integrityOf(html: string): Promise<string> {
  const path = /src="[^"]*(\/v1\/wayseal-[^"]+)"/.exec(html)?.[1] ?? "";
  const script = await (await fetch(collector.origin + path)).arrayBuffer();
  return `sha384-${Buffer.from(await crypto.subtle.digest("SHA-384", script)).toString("base64")}`;
}

for (const snippet of SNIPPETS) {
  test(`${snippet.place} (${snippet.heading})`, async ({ page }) => {
    const plan = readPlan(snippet);
    if (plan.checkedBy !== null) {
      expect(existsSync(fileURLToPath(new URL(`../../../${plan.checkedBy}`, import.meta.url)))).toBe(true);
      expect(readPage(plan.checkedBy)).toContain(snippet.place.split(":")[0]);
      return;
    }
    if (snippet.language === "html") {
      const loads = /<script[^>]*\/v1\/wayseal/.test(snippet.code);
      await follow(
        page,
        `<!doctype html><title>Snippet</title><body>${plan.add}${snippet.code}${loads ? "" : TAG}`,
        plan,
      );
    } else {
      expect(snippet.language).toMatch(MODULES);
      // A framework's tree keeps its client to itself.
      const code = `${moduleOf(snippet)}\nglobalThis.snippetClient = typeof wayseal === "undefined" ? {} : wayseal;`;
      const filled = code.replaceAll(COLLECTOR, collector.origin).replaceAll(KEY, collector.signingKey);
      pages.set("/snippet.js", await bundle(filled));
      const head = `<!doctype html><title>Snippet</title><body>`;
      await follow(page, `${head}${plan.add}<script type="module" src="/snippet.js"></script>`, plan);
    }
  });
}

test("every module of the docs passes the type checker, against the built declarations", () => {
  const modules = SNIPPETS.filter(({ language }) => /^tsx?$/.test(language));
  const named = new Map(
    modules.map((snippet, at) => [`${at}.${snippet.language}`, `${moduleOf(snippet)}\nexport {};`]),
  );
  expect(named.size).toBeGreaterThan(0);
  const wrong = checkTypes(named).map((line) => line.replace(/^\d+/, (at) => modules[Number(at)]?.place ?? at));
  expect(wrong).toEqual([]);
  // The control: what does not exist is noticed.
  expect(checkTypes(new Map([["no.ts", `${START}wayseal.trak("x");`]]))).toEqual([
    expect.stringMatching(/'trak' does not exist/),
  ]);
});

test("a button that calls the tag is pressed before the script has come, in each snippet that has one", () => {
  const calls = SNIPPETS.filter(({ language, code }) => language === "html" && /\son\w+="[^"]*\bwayseal\b/.test(code));
  expect(calls).not.toEqual([]);
  for (const snippet of calls) expect(readPlan(snippet).early, snippet.place).not.toEqual([]);
});

test("a snippet of which nothing is expected is refused", () => {
  const snippet = { place: "x.md:1", heading: "X", language: "html", code: "<p>", plan: ["press p"] };
  expect(() => readPlan(snippet)).toThrow("nothing is expected");
  expect(() => readPlan({ ...snippet, plan: ["exepct click"] })).toThrow('what is "exepct"');
});
