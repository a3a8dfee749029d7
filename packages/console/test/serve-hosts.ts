import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Hosts {
  /** Two origins of one merchant, whose pages link to each other. */
  readonly shop: string;
  readonly help: string;
  close(): Promise<void>;
}

/** Serves two hosts of a merchant with the collector's tag, and its plugin in front. Under `/shy` nobody has agreed. */
export async function serveHosts(collector: string): Promise<Hosts> {
  const server = createServer((request, response) => {
    const there = request.headers.host?.startsWith("localhost") ? shop : help;
    const consent = request.url?.startsWith("/shy") ? "" : ` data-consent="granted"`;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(`<!doctype html><title>Page</title>
      <link rel="icon" href="data:,">
      <script src="${collector}/v1/plugins/link-domains.js" data-site="shop"${consent}
        data-domains="${new URL(shop).host}, ${new URL(help).host}"></script>
      <script src="${collector}/v1/wayseal.js?site=shop" data-flush-interval="100"${consent}></script>
      <a href="${there}/over">Over</a> <a href="${there}/shy">Shy</a>`);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const [shop, help] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  return {
    ...{ shop, help },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
