import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { type Browser, chromium, type Page } from "@playwright/test";
import { generateKeyPair } from "../../packages/collector/dist/hpke/index.js";
import { CHECKOUT, FIELDS } from "./checkout-page.js";
import { median } from "./median.js";
import { printTable } from "./print-table.js";

const VISITS = 5;
/** How many times slower than this machine. */
const SLOWDOWNS = [1, 4];
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

/** What one visit cost. Times are milliseconds. */
interface Cost {
  readonly script: number;
  readonly task: number;
  /** From an input's time stamp until the last listener of the page has run; the median of the visit, and the longest. */
  readonly delay: number;
  readonly longestDelay: number;
  readonly bytes: number;
  readonly requests: number;
}

/**
 * One checkout page in Chromium, filled with real key and mouse input, with the SDK and without: what the SDK adds.
 * The longest task of ours is read from the browser's own trace, in visits of their own, since tracing costs too.
 */
export async function benchPage(): Promise<void> {
  const server = await startServer();
  const browser = await chromium.launch({
    // `scripts/bench.mjs` has found it, or made sure that Playwright has its own.
    ...(process.env["CHROMIUM_PATH"] && { executablePath: process.env["CHROMIUM_PATH"] }),
    args: ARGS,
  });
  try {
    for (const slowdown of SLOWDOWNS) {
      const costs: Record<"with" | "without", Cost[]> = { with: [], without: [] };
      // In turns, so that a busy moment of the machine meets both. The first of each warms up.
      for (let visit = 0; visit <= VISITS; visit++) {
        for (const kind of ["without", "with"] as const) {
          const cost = await visitPage(browser, server, kind, slowdown);
          if (visit > 0) costs[kind].push(cost);
        }
      }
      const traced: number[] = [];
      for (let visit = 0; visit < 3; visit++) traced.push(await longestTask(browser, server, slowdown));
      const of = (kind: "with" | "without", name: keyof Cost) => median(costs[kind].map((cost) => cost[name]));
      const row = (what: string, name: keyof Cost, digits = 1): string[] => {
        const [without, sdk] = [of("without", name), of("with", name)];
        return [what, without.toFixed(digits), sdk.toFixed(digits), (sdk - without).toFixed(digits)];
      };
      printTable(`A checkout page, CPU slowed ${slowdown} times, medians of ${VISITS} visits`, [
        ["", "without", "with", "added"],
        row("script, ms", "script"),
        row("tasks, ms", "task"),
        row("delay of an input, ms", "delay", 2),
        row("longest delay of an input, ms", "longestDelay", 2),
        row("bytes sent", "bytes", 0),
        row("requests", "requests", 0),
        ["longest task of ours, ms (traced)", "", median(traced).toFixed(1), ""],
      ]);
    }
    const script = readFileSync(new URL("../../packages/browser/dist/wayseal.js", import.meta.url));
    console.log(`\n  The script itself: ${brotliCompressSync(script).length} bytes brotli.`);
  } finally {
    await browser.close();
    await server.close();
  }
}

interface BenchServer {
  readonly origin: string;
  /** Bodies of sealed events since it was last asked. */
  take(): { bytes: number; requests: number };
  close(): Promise<void>;
}

/** Serves the page, with and without the script, and takes events without opening them. */
async function startServer(): Promise<BenchServer> {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const jwk = {
    kty: "OKP",
    crv: "X25519",
    x: generateKeyPair().publicKey.toString("base64url"),
    kid: randomBytes(8).toString("base64url"),
    alg: "wayseal-x25519-chacha20poly1305",
  };
  const set = { site: "shop", version: 1, issued: Date.now(), expires: Date.now() + 3_600_000, keys: [jwk] };
  const boot = `(self.waysealBoot=self.waysealBoot||{}).shop="${encode({ alg: "ES256" })}.${encode(set)}.";\n`;
  const file = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../packages/browser/dist/${name}`, import.meta.url)));
  const { version } = JSON.parse(file("../package.json").toString()) as { version: string };
  const tag = '<script async src="/v1/wayseal.js?site=shop" data-consent="granted" data-allow="city"></script>';
  const answers: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
    "/without": ["text/html", CHECKOUT],
    "/with": ["text/html", CHECKOUT.replace("</head>", `${tag}</head>`)],
    "/v1/wayseal.js": ["text/javascript", boot + file("wayseal.js").toString()],
    [`/v1/wayseal-${version}-${createHash("sha384").update(file("rest.js")).digest("hex").slice(0, 8)}.js`]: [
      "text/javascript",
      file("rest.js"),
    ],
    "/v1/words.json": ["application/json", file("words.json")],
  };
  let taken = { bytes: 0, requests: 0 };
  const server = createServer((request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    if (path === "/v1/streams") {
      taken.requests++;
      request.on("data", (part: Buffer) => (taken.bytes += part.length));
      request.on("end", () => response.writeHead(204).end());
      return;
    }
    const [type, body] = answers[path] ?? ["text/plain", ""];
    response.writeHead(answers[path] ? 200 : 404, { "Content-Type": `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const before = taken;
      taken = { bytes: 0, requests: 0 };
      return before;
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** Goes to the page and fills it as a person does: moves, presses, types. */
async function fill(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForTimeout(300);
  for (const [name, value] of FIELDS) {
    const box = await page.locator(`[name=${name}]`).boundingBox();
    if (!box) throw new Error(`The page has no field ${name}`);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
    await page.mouse.down();
    await page.mouse.up();
    if (value) await page.keyboard.type(value, { delay: 15 });
  }
  await page.mouse.wheel(0, 400);
  await page.waitForTimeout(200);
  await page.locator("button").click();
  // The SDK sends two seconds after an event.
  await page.waitForTimeout(2500);
}

async function visitPage(browser: Browser, server: BenchServer, kind: string, slowdown: number): Promise<Cost> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    server.take();
    await fill(page, `${server.origin}/${kind}`);
    const { metrics } = await session.send("Performance.getMetrics");
    const milliseconds = (name: string) => 1000 * (metrics.find((metric) => metric.name === name)?.value ?? NaN);
    const delays = await page.evaluate(() => (window as unknown as { delays: number[] }).delays);
    // Leaving sends the rest.
    await page.goto("about:blank");
    await new Promise((done) => setTimeout(done, 500));
    return {
      script: milliseconds("ScriptDuration"),
      task: milliseconds("TaskDuration"),
      delay: median(delays),
      longestDelay: Math.max(...delays),
      ...server.take(),
    };
  } finally {
    await context.close();
  }
}

/** @returns The longest run of the SDK's own code in one task, milliseconds. */
async function longestTask(browser: Browser, server: BenchServer, slowdown: number): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await browser.startTracing(page, { categories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] });
    await fill(page, `${server.origin}/with`);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const ours = traceEvents.filter(
      ({ name, args }) =>
        (name === "FunctionCall" || name === "EvaluateScript") && /\/v1\/wayseal[-.]/.test(args?.data?.url ?? ""),
    );
    const tasks = traceEvents.filter(({ name, dur = 0 }) => name === "RunTask" && dur > 0);
    // A task's listeners are calls of their own: what runs in one task belongs together.
    const sums = tasks.map((task) =>
      ours
        .filter(({ tid, ts }) => tid === task.tid && ts >= task.ts && ts < task.ts + (task.dur ?? 0))
        .reduce((sum, { dur = 0 }) => sum + dur, 0),
    );
    return Math.max(0, ...sums) / 1000;
  } finally {
    await context.close();
  }
}

interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}
