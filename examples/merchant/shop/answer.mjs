import { readFileSync } from "node:fs";
import { readCart } from "./cart.mjs";
import { getPage } from "./get-page.mjs";
import { layout } from "./layout.mjs";
import { messagePage } from "./pages/message.mjs";
import { postForm } from "./post-form.mjs";
import { readCookies, readForm, securityHeaders } from "./request.mjs";

/** @typedef {{ status?: number, title: string, content: import("./html.mjs").Html }} Page */
/** @typedef {{ to: string, cookies?: string[] }} Redirect */
/** @typedef {{ body: Buffer, type: string }} Asset */
/**
 * @typedef {object} Visit
 * @property {URL} url
 * @property {Readonly<Record<string, string>>} cookies
 * @property {import("./cart.mjs").Line[]} cart
 */

/** Files that pages load, read once. */
const ASSETS = /** @type {Readonly<Record<string, Asset>>} */ (
  Object.fromEntries(
    [
      ["style.css", "text/css"],
      ["shop.js", "text/javascript"],
      ["icon.svg", "image/svg+xml"],
    ].map(([name, type]) => [
      `/${name}`,
      { body: readFileSync(new URL(`../public/${name}`, import.meta.url)), type: `${type}; charset=utf-8` },
    ]),
  )
);

/**
 * Answers one request.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {{ collector: string, site: string }} settings
 */
export async function answer(request, response, { collector, site }) {
  const url = new URL(request.url ?? "/", "http://shop.invalid");
  const asset = ASSETS[url.pathname];
  const method = request.method === "HEAD" ? "GET" : request.method;
  for (const [name, value] of securityHeaders(collector)) response.setHeader(name, value);
  if (method !== "GET" && method !== "POST") {
    response.writeHead(405, { Allow: "GET, HEAD, POST", "Content-Type": "text/plain" }).end("Only GET and POST.");
    return;
  }
  if (asset !== undefined && method === "GET") {
    response.writeHead(200, { "Content-Type": asset.type, "Cache-Control": "no-cache" }).end(asset.body);
    return;
  }
  const cookies = readCookies(request);
  const visit = { url, cookies, cart: readCart(cookies.cart) };
  const form = method === "POST" ? await readForm(request) : {};
  const result =
    form === null
      ? { status: 413, title: "Too much", content: messagePage("That was too much", "Please send less at once.") }
      : method === "POST"
        ? postForm(visit, form)
        : getPage(visit);
  if ("to" in result) {
    response.writeHead(303, { Location: result.to, "Set-Cookie": result.cookies ?? [] }).end();
    return;
  }
  const context = {
    cart: visit.cart,
    asked: cookies.consent !== undefined,
    path: url.pathname,
    script: collector === "" ? "" : `${collector}/v1/wayseal.js?site=${encodeURIComponent(site)}`,
    subscribed: url.searchParams.has("subscribed"),
  };
  const body = layout(context, result.title, result.content);
  response.writeHead(result.status ?? 200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  response.end(request.method === "HEAD" ? undefined : body);
}
