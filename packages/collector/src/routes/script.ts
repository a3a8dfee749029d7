import { isSiteId } from "@wayseal/protocol";
import type { Request, Response } from "express";
import { type Coding, encodeContent, integrityOf, type PublishedScript } from "../scripts/index.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";

/** Seconds for what changes with a key or a release. */
const SHORT = "public, max-age=300";
const FOREVER = "public, max-age=31536000, immutable";

/** The ways to load the browser's script (docs/protocol.md): with the site's key set inside, or immutable and without. */
export function scriptRoutes({ keySets, scripts }: Parts): Route[] {
  const built = async (name: "wayseal.js" | "words.json") => {
    const asset = await scripts.built(name);
    if (asset === null) throw new RequestError("not-found", "The browser's script has not been built here");
    return asset;
  };
  const versioned = async (request: Request): Promise<PublishedScript> => {
    const script = await scripts.version(String(request.params["version"]));
    if (script === null) throw new RequestError("not-found", "That version is not served here");
    return script;
  };
  const pluginOf = async (request: Request) => {
    const plugin = await scripts.plugin(String(request.params["plugin"]));
    if (plugin === null) throw new RequestError("not-found", "No such plugin is served here");
    return plugin;
  };
  const send = async (
    request: Request,
    response: Response,
    body: Buffer,
    hash: string,
    cache: string,
    type = "text/javascript",
  ) => {
    // `acceptsEncodings` takes silence for consent to any coding; here it is for whoever says nothing.
    const said = request.headers["accept-encoding"] === undefined ? "identity" : request.acceptsEncodings("br", "gzip");
    const coding: Coding = said === "br" || said === "gzip" ? said : "identity";
    response.set({
      "Cache-Control": cache,
      "Content-Type": `${type}; charset=utf-8`,
      // Integrity is of the script itself, whatever coding it travels in.
      ETag: coding === "identity" ? `"${hash}"` : `"${hash}-${coding}"`,
      Vary: "Accept-Encoding",
      ...(coding !== "identity" && { "Content-Encoding": coding }),
    });
    response.send(await encodeContent(body, hash, coding));
  };

  return [
    {
      path: "/v1/wayseal.js",
      open: true,
      methods: {
        async GET(request, response) {
          const { site } = request.query;
          if (typeof site !== "string") throw new RequestError("invalid", "site: must be said, once");
          const set = isSiteId(site) ? await keySets.get(site) : null;
          if (set === null) throw new RequestError("unknown-site");
          const script = await built("wayseal.js");
          // A site id and a compact JWS are of [A-Za-z0-9._-] only, so nothing in them can end the string.
          const boot = `(self.waysealBoot=self.waysealBoot||{})["${site}"]="${set.jws}";\n`;
          const body = Buffer.concat([Buffer.from(boot), script.bytes]);
          await send(request, response, body, await integrityOf(body), SHORT);
        },
      },
    },
    {
      path: "/v1/wayseal-:version.js",
      open: true,
      methods: {
        async GET(request, response) {
          const script = await versioned(request);
          await send(request, response, script.bytes, script.integrity, FOREVER);
        },
      },
    },
    {
      path: "/v1/wayseal-:version.js.sri",
      open: true,
      methods: {
        async GET(request, response) {
          const script = await versioned(request);
          response.set("Cache-Control", FOREVER).type("text/plain").send(`${script.integrity}\n`);
        },
      },
    },
    {
      path: "/v1/plugins/:plugin.js",
      open: true,
      methods: {
        async GET(request, response) {
          const { bytes, integrity, pinned } = await pluginOf(request);
          await send(request, response, bytes, integrity, pinned ? FOREVER : SHORT);
        },
      },
    },
    {
      path: "/v1/plugins/:plugin.js.sri",
      open: true,
      methods: {
        async GET(request, response) {
          const { integrity, pinned } = await pluginOf(request);
          // What changes with a release cannot be pinned: it would be refused one day.
          if (!pinned) throw new RequestError("not-found", "Only a version of a plugin can be pinned");
          response.set("Cache-Control", FOREVER).type("text/plain").send(`${integrity}\n`);
        },
      },
    },
    {
      path: "/v1/words.json",
      open: true,
      methods: {
        async GET(request, response) {
          const { bytes, integrity } = await built("words.json");
          await send(request, response, bytes, integrity, SHORT, "application/json");
        },
      },
    },
  ];
}
