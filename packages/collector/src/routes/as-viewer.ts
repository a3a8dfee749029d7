import type { Request, RequestHandler, Response } from "express";
import { requireSameOrigin } from "../people/require-same-origin.js";
import type { Right } from "../clearance/rights.js";
import { NotCleared, requireRight, requireSite, type Viewer } from "../viewer.js";
import { asking } from "./asking.js";
import type { Parts } from "./parts.js";
import { RequestError } from "./problem.js";

/** What an address asks of its viewer: a right, any one of several, or no more than to be let in. */
export type Needs = Right | readonly Right[] | "signed-in";

/**
 * The only way to a route that queries: `handle` gets the viewer of this very request, who holds what the address needs. A
 * request by cookie that is not a plain GET must come from the console itself.
 */
export function asViewer(
  { viewerOf, baseUrl }: Pick<Parts, "viewerOf" | "baseUrl">,
  needs: Needs,
  handle: (viewer: Viewer, request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    const viewer = await viewerOf(asking(request, baseUrl));
    if (viewer.kind === "person" && request.method !== "GET" && request.method !== "HEAD") {
      requireSameOrigin(request.headers, baseUrl);
    }
    requireNeeds(viewer, needs);
    await handle(viewer, request, response);
  };
}

/** @throws {NotCleared} */
export function requireNeeds(viewer: Viewer, needs: Needs): void {
  if (needs === "signed-in") return;
  if (typeof needs === "string") return requireRight(viewer, needs);
  if (!needs.some((right) => viewer.rights.includes(right))) {
    throw new NotCleared(`This takes one of the rights ${needs.join(", ")}, and you hold none of them`);
  }
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
