// `npm start`: the collector, the demo shop and the console, from a bare clone, on this machine only.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { isPortFree } from "./is-port-free.mjs";
import { ROOT } from "./run.mjs";
import { startCollector, wayseal } from "./start-collector.mjs";
import { step } from "./step.mjs";

const HOST = "127.0.0.1";
const home = join(ROOT, ".wayseal");
const data = join(home, "data");
const generated = join(home, "generated");
const port = Number(process.env.PORT ?? 8420);
const shopPort = Number(process.env.SHOP_PORT ?? 8421);
const collectorUrl = `http://${HOST}:${port}`;
const shopUrl = `http://${HOST}:${shopPort}`;
/** The root key lies apart from the data: a copy of one without the other opens nothing. */
const env = { WAYSEAL_ROOT_KEY_FILE: join(home, "keys/root.key"), BASE_URL: collectorUrl };

/** @type {(() => Promise<void>)[]} */
const stops = [];
let stopping = false;

/** @param {number} code */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const end of stops.reverse()) await end();
  process.exit(code);
}
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => void stop(0));

try {
  for (const [name, wanted] of /** @type {const} */ ([
    ["PORT", port],
    ["SHOP_PORT", shopPort],
  ])) {
    if (!(await isPortFree(wanted, HOST))) {
      throw new Error(`Port ${wanted} is taken: stop what listens there, or set ${name} to a free one.`);
    }
  }
  await install();
  await build();

  const fresh = !existsSync(data);
  if (fresh) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    mkdirSync(join(home, "keys"), { recursive: true, mode: 0o700 });
    rmSync(generated, { force: true });
    const said = await wayseal(["init", "--data", data], env);
    console.log(`\n${said.trim()}\n`);
  }
  await wayseal(["sites", "add", "shop", "--data", data, "--origin", shopUrl], env);

  const collector = await step("Starting the collector", () =>
    startCollector({ port, host: HOST, data, env, log: join(home, "collector.log") }),
  );
  stops.push(collector.stop);
  void collector.ended.then(async (code) => {
    if (stopping) return;
    console.error(`The collector ended by itself: see ${join(home, "collector.log")}`);
    await stop(code === 0 ? 1 : code);
  });

  // Loaded only now: it imports what the build has made.
  const { start } = await import("../examples/merchant/server.mjs");
  const { generate } = await import("../examples/merchant/generate.mjs");
  const shop = await start(shopPort, collectorUrl);
  stops.push(shop.close);
  if (!existsSync(generated)) {
    await generate({ collector: collectorUrl, shop: shopUrl });
    writeFileSync(generated, "");
  }

  console.log(`\ncollector  ${collectorUrl}`);
  console.log(`shop       ${shop.url}`);
  console.log(`console    ${collectorUrl}/console`);
  console.log("\nStop with Ctrl-C. Everything is kept in .wayseal/ for the next start.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}
