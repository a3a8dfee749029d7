// `npm start`: the collector, the demo shop and the console, from a bare clone, on this machine only.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { isPortFree } from "./is-port-free.mjs";
import { readFlags } from "./read-flags.mjs";
import { ROOT } from "./run.mjs";
import { startCollector, wayseal } from "./start-collector.mjs";
import { step } from "./step.mjs";

readFlags(`
npm start: installs and builds what is missing, then runs a collector with an embedded store, a demo shop that is
captured live, and a console to watch it, on 127.0.0.1 only, and prints their addresses. Ctrl-C stops all of it.

  PORT=8420        port of the collector and its console
  SHOP_PORT=8421   port of the demo shop

Everything is kept in .wayseal/ for the next start; remove that folder to begin anew.
To run a collector of your own: npx wayseal --help
`);

const HOST = "127.0.0.1";
const home = join(ROOT, ".wayseal");
const data = join(home, "data");
/** Says for which shop the site and its generated journeys were made. */
const filled = join(home, "shop");
const port = Number(process.env.PORT || 8420);
const shopPort = Number(process.env.SHOP_PORT || 8421);
const collectorUrl = `http://${HOST}:${port}`;
const shopUrl = `http://${HOST}:${shopPort}`;
/** The shop may be opened by either name of this machine. */
const places = ["--data", data, "--origin", shopUrl, "--origin", `http://localhost:${shopPort}`, "--if-missing"];
/** The root key lies apart from the data: a copy of one without the other opens nothing. */
const env = { WAYSEAL_ROOT_KEY_FILE: join(home, "keys/root.key"), BASE_URL: collectorUrl };

/** @type {{ stop: () => Promise<void>, kill?: () => void }[]} */
const running = [];
let stopping = false;

/** Stops everything in order; a second time, at once. @param {number} code */
async function stop(code) {
  if (stopping) {
    for (const { kill } of running) kill?.();
    process.exit(130);
  }
  stopping = true;
  for (const { stop: end } of running.reverse()) await end();
  process.exit(code);
}
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => void stop(0));

try {
  for (const [name, wanted] of /** @type {const} */ ([
    ["PORT", port],
    ["SHOP_PORT", shopPort],
  ])) {
    if (!(Number.isInteger(wanted) && wanted > 0 && wanted < 65_536)) {
      throw new Error(`${name} is "${process.env[name]}": set it to a port between 1 and 65535.`);
    }
    if (!(await isPortFree(wanted, HOST))) {
      throw new Error(`Port ${wanted} is taken: stop what listens there, or set ${name} to a free one.`);
    }
  }
  const { compiled } = await install();
  await build();
  await compiled;

  if (!existsSync(data) || readdirSync(data).length === 0) {
    for (const folder of [home, join(home, "keys")]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(filled, { force: true });
    console.log(`\n${(await wayseal(["init", "--data", data], env)).trim()}\n`);
  }
  const isFilled = existsSync(filled) && readFileSync(filled, "utf8") === shopUrl;
  if (!isFilled) {
    const site = await wayseal(["sites", "add", "shop", "--name", "Fernwood Tea & Kettle", ...places, "--json"], env);
    const { origins } = JSON.parse(site).site;
    if (!origins.includes(shopUrl)) {
      throw new Error(`The site "shop" was made for ${origins[0]}: set SHOP_PORT to that port, or remove ${home}`);
    }
  }
  const args = ["--data", data, "--port", String(port), "--host", HOST];
  const log = join(home, "collector.log");
  const collector = startCollector({ args, env, log });
  running.push(collector);
  const said = await step("Starting the collector", () => collector.ready);
  void collector.ended.then(async (code) => {
    if (stopping) return;
    console.error(`The collector ended by itself: see ${log}`);
    await stop(code === 0 ? 1 : code);
  });

  // Loaded only now: it imports what the build has made.
  const { start } = await import("../examples/merchant/server.mjs");
  const { generate } = await import("../examples/merchant/generate.mjs");
  const shop = await start(shopPort, collectorUrl);
  running.push({ stop: shop.close });
  if (!isFilled) {
    // The data directory is new: without them the console would be empty.
    await generate({ collector: collectorUrl, shop: shopUrl });
    writeFileSync(filled, shopUrl);
  }

  console.log(`\ncollector  ${collectorUrl}`);
  console.log(`shop       ${shop.url}`);
  console.log(`console    ${collectorUrl}/console`);
  const welcome = said.find(({ name }) => name === "welcome");
  if (welcome !== undefined)
    console.log(`welcome    ${welcome.address}  (${welcome.email} sets a password there, once)`);
  console.log("\nStop with Ctrl-C. Everything is kept in .wayseal/ for the next start.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}
