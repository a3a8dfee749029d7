import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, expect, test } from "@playwright/test";
import type { Journey, JourneyField, JourneyList } from "@wayseal/collector/api";
import { start as startShop } from "../server.mjs";
import { CANARIES, type CanaryName, findCanaries, searchFiles } from "./canaries.js";
import { type HostilePage, openHostilePage } from "./hostile-page.js";
import { bundlePlainSdk } from "./plain/plain-sdk.js";
import { dumpStorage } from "./dump-storage.js";
import { createRecordProxy, type RecordProxy } from "./record-proxy.js";
import { createStack, type Stack } from "../../../packages/collector/test/stack.js";
import { pay, visitHostile, visitShop } from "./visits.js";

const ALL = Object.keys(CANARIES) as CanaryName[];
/** Where Chromium keeps what pages store. Its own memory of typed forms and of visited addresses is not ours. */
const STORAGE = ["IndexedDB", "Local Storage", "Session Storage", "Service Worker", "WebStorage", "File System"];

interface Scene {
  readonly stack: Stack;
  readonly proxy: RecordProxy;
  readonly shop: { readonly url: string; readonly close: () => Promise<void> };
  readonly hostile: HostilePage;
  readonly context: BrowserContext;
  readonly profile: string;
}

/** What was found where, after visitors have typed every canary. */
interface Search {
  readonly sent: readonly CanaryName[];
  readonly kept: readonly CanaryName[];
  readonly stored: readonly CanaryName[];
  readonly places: readonly string[];
}

async function ask<Answer>(
  stack: Stack,
  token: string | null,
  path: string,
): Promise<{ status: number; body: Answer }> {
  const headers: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${stack.url}${path}`, { headers });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

/** Every field that a viewer with this token is told of, over all journeys. */
async function fieldsFor(stack: Stack, token: string): Promise<(JourneyField & { field: unknown })[]> {
  const to = Date.now() + 60_000;
  const range = `site=shop&from=${to - 86_400_000}&to=${to}`;
  const list = await ask<JourneyList>(stack, token, `/v1/journeys?${range}`);
  const found: (JourneyField & { field: unknown })[] = [];
  for (const { subject } of list.body.journeys) {
    let cursor: string | null = "";
    while (cursor !== null) {
      const next: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body }: { body: Journey } = await ask<Journey>(stack, token, `/v1/journeys/${subject}?site=shop${next}`);
      found.push(
        ...body.events.flatMap(({ fields, columns }) => fields.map((field) => ({ ...field, field: columns["field"] }))),
      );
      cursor = body.next;
    }
  }
  return found;
}

/** Types every canary, checks what `during` wants while the collector runs, stops it, and searches everything. */
async function search(scene: Scene, during: () => Promise<void>): Promise<Search> {
  const { stack, proxy, shop, hostile, context, profile } = scene;
  const page = await context.newPage();
  await visitShop(page, shop.url);
  // While the collector answers 503 the outbox has to keep what was sealed.
  proxy.down = true;
  await page.getByLabel("Note for the courier").fill("Please ring twice");
  await page.getByLabel("City").focus();
  let kept = await dumpStorage(page);
  await expect
    .poll(async () => (kept = await dumpStorage(page)).records, { message: "records wait in the outbox" })
    .toBeGreaterThan(0);
  proxy.down = false;
  await pay(page);
  await visitHostile(page, hostile.url);
  await page.waitForTimeout(3000);
  const last = await dumpStorage(page);
  await during();
  await context.close();
  await stack.stop();

  const places: string[] = [];
  const storage = STORAGE.map((name) => join(profile, "Default", name)).filter((path) => existsSync(path));
  expect(storage.length).toBeGreaterThan(0);
  const disk = storage.map(searchFiles);
  const server = searchFiles(stack.folder);
  expect(server.files).toBeGreaterThan(20);
  expect(proxy.bodies()).toBeGreaterThan(5);
  for (const { findings } of [...disk, server])
    places.push(...findings.map(({ path, canaries }) => `${path}: ${canaries.join(", ")}`));
  console.log(
    `searched ${proxy.bodies()} request bodies (${proxy.recorded().length} bytes), ` +
      `${kept.records} records kept in the browser, ${server.files} files of the collector (${server.bytes} bytes)`,
  );
  const all = (list: readonly (readonly CanaryName[])[]) =>
    ALL.filter((name) => list.some((found) => found.includes(name)));
  return {
    sent: findCanaries(proxy.recorded()),
    kept: all([
      findCanaries(kept.bytes),
      findCanaries(last.bytes),
      ...disk.flatMap(({ findings }) => findings.map(({ canaries }) => canaries)),
    ]),
    stored: all(server.findings.map(({ canaries }) => canaries)),
    places,
  };
}

test.describe("canaries typed into the shop and into a hostile page", () => {
  test.setTimeout(180_000);

  async function inScene(
    plain: boolean,
    use: (scene: Scene) => Promise<void>,
    launch: (profile: string) => Promise<BrowserContext>,
  ): Promise<void> {
    const hooks = fileURLToPath(new URL("./plain/register.mjs", import.meta.url));
    const sdk = plain ? await bundlePlainSdk() : null;
    const stack = await createStack(plain ? { NODE_OPTIONS: `--import=${hooks}` } : {});
    const proxy = await createRecordProxy(stack.url, (path, body) =>
      // The first line is the key set; the SDK itself follows.
      sdk !== null && path.startsWith("/v1/wayseal.js")
        ? Buffer.from(`${body.toString().split("\n")[0]}\n${sdk}`)
        : body,
    );
    const shop = await startShop(0, proxy.url);
    const hostile = await openHostilePage(proxy.url);
    const profile = join(stack.folder, "..", `${stack.folder.split("/").at(-1)}-profile`);
    try {
      await stack.cli("init");
      await stack.cli("sites", "add", "shop", "--origin", shop.url, "--origin", hostile.url);
      await stack.start();
      const context = await launch(profile);
      try {
        await use({ stack, proxy, shop, hostile, context, profile });
      } finally {
        // Closed already where the search got that far; a failed one must not leave its browser over the profile.
        await context.close();
      }
    } finally {
      await Promise.all([shop.close(), hostile.close(), proxy.close()]);
      await stack.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  test("are found in no request, browser storage, catalog, store, temporary file or log", async ({
    playwright,
    launchOptions,
  }) => {
    const launch = (profile: string) => playwright.chromium.launchPersistentContext(profile, launchOptions);
    await inScene(
      false,
      async (scene) => {
        const found = await search(scene, async () => {
          const { stack } = scene;
          const restricted = await stack.token("restricted");
          const confidential = await stack.token("confidential");
          const internal = await stack.token("internal");
          const open = await stack.token("public");
          await expect
            .poll(async () => (await fieldsFor(stack, restricted)).map(({ field }) => field), { timeout: 15_000 })
            .toContain("favourite_colour");

          // Allowed fields are readable by a cleared viewer …
          const emailFor = async (token: string) =>
            (await fieldsFor(stack, token)).filter(({ field, path }) => field === "email" && path === "value");
          for (const token of [restricted, confidential]) {
            expect((await emailFor(token)).map(({ state, value }) => ({ state, value }))).toContainEqual({
              state: "shown",
              value: CANARIES.email,
            });
          }
          // … and by no one else.
          for (const token of [internal, open]) {
            const fields = await fieldsFor(stack, token);
            expect(findCanaries(Buffer.from(JSON.stringify(fields)))).toEqual([]);
            for (const field of await emailFor(token)) expect(field.state).not.toBe("shown");
          }
          expect((await ask(stack, null, "/v1/journeys?site=shop")).status).toBe(401);
          expect((await ask(stack, "ws_wrong", "/v1/journeys?site=shop")).status).toBe(401);

          // What was not allowed is not there even for the highest clearance.
          const everything = Buffer.from(JSON.stringify(await fieldsFor(stack, restricted)));
          expect(findCanaries(everything)).toEqual(["email"]);
        });
        expect(found).toEqual({ sent: [], kept: [], stored: [], places: [] });
      },
      launch,
    );
  });

  test("are found in all of them once sealing and storage encryption are taken out", async ({
    playwright,
    launchOptions,
  }) => {
    const launch = (profile: string) => playwright.chromium.launchPersistentContext(profile, launchOptions);
    await inScene(
      true,
      async (scene) => {
        const found = await search(scene, async () => {
          const token = await scene.stack.token("restricted");
          await expect
            .poll(async () => (await fieldsFor(scene.stack, token)).map(({ field }) => field), { timeout: 15_000 })
            .toContain("favourite_colour");
        });
        expect(found.sent).toEqual(ALL);
        expect(found.kept).toEqual(expect.arrayContaining(["email", "street", "id", "password"]));
        // The collector's policy is a defence of its own: it still destroys what is a card number by its shape.
        expect(found.stored).toEqual(expect.arrayContaining(["email", "street", "id"]));
        expect(found.places.some((place) => place.includes("catalog"))).toBe(true);
        expect(found.places.some((place) => place.includes("store"))).toBe(true);
      },
      launch,
    );
  });
});
