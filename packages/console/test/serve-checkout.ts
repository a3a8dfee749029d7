import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Checkout {
  readonly origin: string;
  close(): Promise<void>;
}

/** A merchant's checkout with the collector's tag, under a strict policy: styles and scripts of nobody else, Trusted Types, no policy. */
export async function serveCheckout(collector: string): Promise<Checkout> {
  const csp = `default-src 'none'; script-src ${collector}; connect-src ${collector}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  const page = `<!doctype html><html lang="en"><title>Checkout</title><link rel="icon" href="data:,">
    <meta name="color-scheme" content="light dark">
    <script async src="${collector}/v1/wayseal.js?site=shop" data-flush-interval="100"></script>
    <h1>Checkout</h1>
    <form id="pay">
      <p><label>E-mail <input name="mail" type="email" data-wayseal="allow"></label>
      <p><label>Town <input name="town" data-wayseal="allow"></label>
      <p><label>Note <textarea name="note"></textarea></label>
      <p><label>Card number <input name="number" autocomplete="cc-number"></label>
      <p><label>Password <input name="secret" type="password" data-wayseal="allow"></label>
      <p data-wayseal="deny"><label>Inner life <input name="diary"></label>
      <p class="ph-no-capture"><label>Hint <input name="hint"></label>
      <p><button type="button">Pay</button>
    </form>${"<p>More to read.".repeat(60)}`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": csp }).end(page);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
