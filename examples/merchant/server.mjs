import { createServer } from "node:http";
import { argv, env } from "node:process";
import { pathToFileURL } from "node:url";
import { answer } from "./shop/answer.mjs";

/**
 * Starts the shop. It works whether or not a collector answers.
 *
 * @param {number} port 0 takes a free one.
 * @param {string} collector Address of the collector, such as `http://127.0.0.1:8420`; empty for a shop without one.
 * @param {{ host?: string, site?: string }} [options] `host` defaults to 127.0.0.1, `site` to `shop`.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} Rejects if the port cannot be had.
 */
export async function start(port, collector, { host = "127.0.0.1", site = "shop" } = {}) {
  const server = createServer((request, response) => {
    answer(request, response, { collector, site }).catch((/** @type {unknown} */ error) => {
      console.error("shop:", error instanceof Error ? error.message : error);
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
      response.end("The kettle boiled over. Please try again.");
    });
  });
  server.requestTimeout = 15_000;
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const { url } = await start(Number(env.PORT ?? 8421), env.COLLECTOR_URL ?? "http://127.0.0.1:8420");
  console.log(`shop  ${url}`);
}
