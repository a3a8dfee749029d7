/** Only what pages need: neither the console nor the API is reached through here. */
const PATHS =
  /^\/stats(\/v1\/(?:streams|(?:wayseal(?:-[\w.-]+)?|plugins\/[\w.-]+)\.js(?:\.sri)?|words\.json|previews\/explain|sites\/[a-z0-9-]+\/keys))$/;
/** All that is passed on. The shop's own cookies are no business of the collector. */
const PASSED = ["content-type", "content-length", "origin", "if-none-match"];

/** A Cloudflare Worker on the route `shop.example/stats/*`. `COLLECTOR` is a variable of it. */
export default {
  /**
   * @param {Request} request
   * @param {{ COLLECTOR: string }} env
   */
  async fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    const path = PATHS.exec(pathname)?.[1];
    if (path === undefined) return new Response("Not found", { status: 404 });
    const headers = new Headers();
    for (const name of PASSED) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    // Cloudflare writes it over whatever a visitor sent.
    headers.set("X-Forwarded-For", request.headers.get("CF-Connecting-IP") ?? "");
    // The body streams through; `duplex` is how the standard asks to say so.
    const init = { method: request.method, headers, body: request.body, duplex: "half" };
    return fetch(env.COLLECTOR + path + search, /** @type {RequestInit} */ (init));
  },
};
