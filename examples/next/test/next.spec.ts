import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { type } from "../../../packages/browser/test/hostile/hands.js";
import { type Opened, startTinyCollector, type TinyCollector } from "../../../packages/browser/test/tiny-collector.js";
import { APP_ENV, buildApp, NEXT } from "./build-app.js";

let collector: TinyCollector;
let server: ChildProcess;
let address: string;

test.beforeAll(async () => {
  // The compiler wants both cores.
  test.setTimeout(240_000);
  collector = await startTinyCollector("kilns");
  await buildApp(collector.origin);
  const env = { WAYSEAL_COLLECTOR: collector.origin, WAYSEAL_SITE: "kilns", WAYSEAL_KEY: collector.signingKey };
  const app = fileURLToPath(new URL("..", import.meta.url));
  server = spawn(process.execPath, [NEXT, "start", app, "-H", "127.0.0.1", "-p", "0"], {
    env: { ...APP_ENV, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
    address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? address;
    if (/Ready in/.test(line)) break;
  }
});
test.afterAll(async () => {
  server.kill();
  if (server.exitCode === null) await once(server, "exit");
  await collector.close();
});

test("routes, a form and consent of a Next.js app are measured, and what is typed is not", async ({ page }) => {
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(address);
  await expect.poll(() => collector.of("page_view").length).toBe(1);
  await page.click("text=Book the north kiln");
  await expect(page).toHaveTitle("Book the north kiln");
  await type(page, "[name=who]", "Vrenzi Quarbjow");
  await type(page, "[name=city]", "Graz");
  await page.click("form >> text=Book");
  await expect(page.getByRole("status")).toHaveText("See you, Vrenzi Quarbjow");
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.click("text=Yes");
  await expect.poll(() => page.evaluate(() => localStorage.getItem("wayseal:kilns"))).toContain("granted");
  await page.click("text=All kilns");
  await expect(page).toHaveTitle("Kilns");
  await page.goBack();
  await expect(page).toHaveTitle("Book the north kiln");
  await expect.poll(() => collector.of("page_view").length).toBe(4);

  const pathOf = ({ stream, url }: Opened): string => {
    const hello = collector.of("hello").find((each) => each.stream === stream);
    return new URL((url ?? hello?.url) as string).pathname;
  };
  const views = collector.of("page_view").map((event) => [event.kind, pathOf(event), event.title]);
  expect(views).toEqual([
    ["load", "/", "Kilns"],
    ["navigate", "/book/north", "Book the north kiln"],
    ["navigate", "/", "Kilns"],
    ["navigate", "/book/north", "Book the north kiln"],
  ]);
  expect(collector.of("form_start")).toMatchObject([{ form: "book", field: "who" }]);
  expect(collector.of("field").map(({ field, class: kind, value }) => [field, kind, value])).toEqual([
    ["who", "name", undefined],
    ["city", "city", "Graz"],
  ]);
  expect(collector.of("form_submit")).toMatchObject([{ form: "book", filled: 2 }]);
  expect(collector.of("track")).toMatchObject([{ name: "Booked", properties: { kiln: "north" } }]);
  expect(collector.of("consent").map(({ choice }) => choice)).toEqual(["granted"]);
  expect(JSON.stringify(collector.events)).not.toMatch(/vrenzi|quarbjow/i);
  // No icon is asked to be there.
  expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
});

test("what goes through the app's own path arrives, scripts and key sets byte by byte, and nothing else passes", async ({
  page,
}) => {
  const sent: number[] = [];
  page.on("response", (answer) => answer.url() === `${address}/stats/v1/streams` && sent.push(answer.status()));
  await page.goto(`${address}/book/south`);
  await page.addScriptTag({ url: "/stats/v1/wayseal.js?site=kilns" });
  await page.evaluate(() => {
    (window as unknown as { wayseal: (...call: unknown[]) => void }).wayseal("track", "Own path");
  });
  await expect.poll(() => collector.of("track").filter(({ name }) => name === "Own path").length).toBe(1);
  expect(sent).toContain(204);
  for (const path of ["/v1/wayseal.js?site=kilns", "/v1/sites/kilns/keys"]) {
    const [own, theirs] = [
      await page.request.get(`${address}/stats${path}`),
      await page.request.get(collector.origin + path),
    ];
    expect([own.status(), await own.text()]).toEqual([200, await theirs.text()]);
  }
  const before = collector.paths.length;
  for (const path of ["/v1/journeys", "/console", "/v1/streams/x", "/v1/sites/kilns", "/../v1/journeys"])
    expect((await page.request.get(`${address}/stats${path}`)).status(), path).toBe(404);
  expect(collector.paths.slice(before)).toEqual([]);
});
