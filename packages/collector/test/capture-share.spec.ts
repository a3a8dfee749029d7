import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeEnvelopes } from "@wayseal/protocol";
import { expect, type Page, test } from "@playwright/test";
import { OPERATIONS } from "../src/admin/operations.js";
import { open } from "../src/pipeline/open.js";
import { openSites } from "../src/pipeline/sites.js";
import { openStreams } from "../src/streams/open-streams.js";
import { type HttpCollector, httpCollector } from "./http-collector.js";

/** The page allows all of it: what is refused here, the policy refuses. */
const PAGE = `<!doctype html><title>Club</title><body>
<form id="join" data-wayseal="allow" onsubmit="return false">
  <label>Club membership <input name="loyalty_no"></label>
  <label>Ort <input name="ort" autocomplete="address-level2"></label>
</form>
<form id="complaint-form" data-wayseal="allow" onsubmit="return false"><label>Farbe <input name="colour"></label></form>`;

const POLICY = `format: 1
classes:
  loyalty-number: { treatment: never, names: ["loyalty*"] }
  city: { treatment: never }
capture:
  deny: [{ form: "complaint*" }, { property: secret_plan }]
`;

let collector: HttpCollector;
let shop: ReturnType<typeof createServer>;
let bodies: Buffer[];

test.beforeEach(async ({ page }) => {
  collector = await httpCollector({ origins: ["*"] });
  shop = createServer((_, response) => {
    const tag = `<script src="${collector.url}/v1/wayseal.js?site=shop"></script>`;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE + tag);
  });
  await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
  bodies = [];
  page.on("request", (request) => {
    const body = request.url().endsWith("/v1/streams") ? request.postDataBuffer() : null;
    if (body !== null) bodies.push(body);
  });
});
test.afterEach(async () => {
  shop.closeAllConnections();
  shop.close();
  await collector.close();
});

async function apply(source: string): Promise<void> {
  const { version } = await OPERATIONS["policy.show"].run(collector.parts, {});
  await OPERATIONS["policy.apply"].run(collector.parts, { source, where: "wayseal.policy.yaml", after: version });
  // The collector looks every second by its clock, which stands still.
  collector.forward(2000);
}

async function fill(page: Page): Promise<void> {
  // A field that is left before the chunk of words has come keeps its value to itself, whatever the policy says.
  await page.waitForLoadState("networkidle");
  await page.fill("[name=loyalty_no]", "QK77-ALPACA");
  await page.fill("[name=ort]", "Bratislava");
  await page.fill("[name=colour]", "magenta");
  await page.locator("[name=colour]").blur();
  await page.evaluate(async () => {
    document.title = "Welcome QK77-ALPACA";
    const { wayseal } = window as unknown as {
      wayseal: { track(name: string, properties: object): void; page(): void; flush(): Promise<void> };
    };
    wayseal.track("joined", {
      tier: "gold",
      secret_plan: "umbrella",
      visit: { loyalty_no: "QK77-ALPACA", city: "Bratislava" },
    });
    wayseal.page();
    await wayseal.flush();
  });
}

/** Everything that left the browser, opened as the collector opens it: before any policy of its own. */
async function opened(): Promise<string> {
  const { catalog, parts } = collector;
  const { recipients } = (await openSites({ catalog, keyring: parts.keyring, now: Date.now }).get("shop", []))!;
  return bodies
    .flatMap((body) => decodeEnvelopes(body))
    .flatMap((envelope) => open({ envelope, recipients, received: 0 }, openStreams(10)).opened)
    .map(({ plaintext }) => plaintext.toString())
    .join("\n");
}

const REFUSED = ["QK77", "ALPACA", "Bratislava", "magenta", "umbrella"];

test("what the policy adds to never and denies is refused in the browser: no envelope ever held it", async ({
  page,
}) => {
  await apply(POLICY);
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  await fill(page);
  await expect.poll(opened).toContain('"name":"joined"');
  const all = await opened();
  for (const word of REFUSED) expect(all).not.toContain(word);
  // What it does not name comes through, and that a field was filled.
  expect(all).toContain('"tier":"gold"');
  for (const field of ["loyalty_no", "ort", "colour"]) expect(all).toContain(`"field":"${field}"`);
});

test("without the share the same page sends all of it: the control", async ({ page }) => {
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  await fill(page);
  await expect.poll(opened).toContain('"name":"joined"');
  const all = await opened();
  for (const word of REFUSED) expect(all, word).toContain(word);
});

test("a policy that is applied reaches a page that is open, before its next form is filled in", async ({ page }) => {
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  await expect.poll(opened).toContain("page_view");
  await apply(POLICY);
  const fetched = page.waitForResponse((answer) => answer.url().endsWith("/v1/sites/shop/keys"));
  await page.focus("[name=loyalty_no]");
  await page.keyboard.type("Q");
  await (await fetched).finished();
  await fill(page);
  await expect.poll(opened).toContain('"name":"joined"');
  const all = await opened();
  for (const word of REFUSED) expect(all).not.toContain(word);
});

test("a policy that the collector cannot read lets a page send no values", async ({ page }) => {
  const { catalog } = collector;
  const policy = { version: 2, digest: "0".repeat(64), source: "format: 9\n", packs: "[]", applied: 1, by: null };
  await catalog.addPolicy({ ...policy, version: (await catalog.policyInForce()) + 1 });
  collector.forward(2000);
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  await fill(page);
  await expect.poll(opened).toContain('"name":"joined"');
  const all = await opened();
  for (const word of [...REFUSED, "gold"]) expect(all).not.toContain(word);
});
