import { isSiteId } from "@wayseal/protocol";
import type { Response } from "express";
import { dirname, resolve } from "node:path";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { type Asset, integrityOf, readAsset } from "./read-asset.js";

/** Seconds for what changes with a key or a release. */
const SHORT = "public, max-age=300";
/** What the script loads from beside itself, on pages that need it. */
const CHUNKS = ["x25519.js", "words.json"];
const FOREVER = "public, max-age=31536000, immutable";

/** The ways to load the browser's script (docs/protocol.md): with the site's key set inside, or immutable and without. */
export function scriptRoutes({ keySets, assets }: Parts): Route[] {
  const version = async () => {
    const description = await readAsset(dirname(resolve(assets.browser)), "package.json");
    const { version: said } = JSON.parse(description?.bytes.toString("utf8") ?? "{}") as { version?: unknown };
    return typeof said === "string" ? said : null;
  };
  const built = async (name: string): Promise<Asset> => {
    const asset = await readAsset(assets.browser, name);
    if (asset === null) throw new RequestError("not-found", "The browser's script has not been built here");
    return asset;
  };
  const versioned = async (wanted: string): Promise<Asset> => {
    if (wanted !== (await version())) throw new RequestError("not-found", "That version is not served here");
    return built("wayseal.js");
  };
  const send = (response: Response, body: Buffer, etag: string, cache: string, type = "text/javascript") => {
    response.set({ "Cache-Control": cache, ETag: `"${etag}"`, "Content-Type": `${type}; charset=utf-8` }).send(body);
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
          send(response, body, await integrityOf(body), SHORT);
        },
      },
    },
    {
      path: "/v1/wayseal-:version.js",
      open: true,
      methods: {
        async GET(request, response) {
          const script = await versioned(String(request.params["version"]));
          send(response, script.bytes, script.integrity, FOREVER);
        },
      },
    },
    {
      path: "/v1/wayseal-:version.js.sri",
      open: true,
      methods: {
        async GET(request, response) {
          const script = await versioned(String(request.params["version"]));
          response.set("Cache-Control", FOREVER).type("text/plain").send(`${script.integrity}\n`);
        },
      },
    },
    ...CHUNKS.map((name): Route => ({
      path: `/v1/${name}`,
      open: true,
      methods: {
        async GET(_request, response) {
          const chunk = await built(name);
          send(response, chunk.bytes, chunk.integrity, SHORT, name.endsWith("json") ? "application/json" : undefined);
        },
      },
    })),
  ];
}
