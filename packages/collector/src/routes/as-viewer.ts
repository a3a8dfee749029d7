import type { Request, RequestHandler, Response } from "express";
import { requireSameOrigin } from "../people/require-same-origin.js";
import { requireSite, type Viewer } from "../viewer.js";
import { asking } from "./asking.js";
import type { Parts } from "./parts.js";
import { RequestError } from "./problem.js";

/**
 * The only way to a route that queries: `handle` gets the viewer of this very request. A request by cookie that is not
 * a plain GET must come from the console itself.
 */
export function asViewer(
  { viewerOf, baseUrl }: Pick<Parts, "viewerOf" | "baseUrl">,
  handle: (viewer: Viewer, request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    const viewer = await viewerOf(asking(request, baseUrl));
    if (viewer.kind === "person" && request.method !== "GET" && request.method !== "HEAD") {
      requireSameOrigin(request.headers, baseUrl);
    }
    await handle(viewer, request, response);
  };
}

/** @throws {NotVisible | RequestError} If the site is not the viewer's or does not exist: the answers are the same. */
export async function requireKnownSite(
  { catalog }: Pick<Parts, "catalog">,
  viewer: Viewer,
  site: string,
): Promise<void> {
  requireSite(viewer, site);
  if (!(await catalog.sites()).some(({ id }) => id === site)) throw new RequestError("unknown-site");
}
