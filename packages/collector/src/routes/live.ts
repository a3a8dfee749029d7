import type { Request, Response } from "express";
import { coarseFor, type Groups } from "../clearance/coarsen.js";
import { requireSite, type Viewer } from "../viewer.js";
import { requireKnownSite, requireNeeds } from "./as-viewer.js";
import { asking } from "./asking.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { parseQuery, siteQuery } from "./question.js";

/** Keeps proxies from closing a quiet stream, and notices viewers that are gone. */
const HEARTBEAT_MS = 15_000;
const MOST_A_VIEWER = 20;
const LIVE = ["read-journeys", "query"] as const;
/** A reader that takes nothing for this many bytes is cut off. */
const MOST_UNREAD = 64 * 1024;

/**
 * `GET /v1/live?site=`: server-sent events. The viewer is asked for again before each message and each heartbeat, so
 * that whoever is disabled stops seeing at once. Listening alone does not keep a session from idling out.
 */
export function liveRoute({ viewerOf, hub, metrics, catalog, stopping, baseUrl, groups }: Parts): Route {
  const open = new Map<string, number>();

  const listen = async (request: Request, response: Response) => {
    const viewer = await viewerOf(asking(request, baseUrl));
    requireNeeds(viewer, LIVE);
    const { site } = parseQuery(siteQuery, request.query);
    await requireKnownSite({ catalog }, viewer, site);
    const held = open.get(viewer.id) ?? 0;
    if (held >= MOST_A_VIEWER) throw new RequestError("slow-down", "Too many live connections", 10);
    if (stopping()) throw new RequestError("stopping");

    open.set(viewer.id, held + 1);
    metrics.live(1);
    response.status(200).set({
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-store",
      // nginx would otherwise hold messages back.
      "X-Accel-Buffering": "no",
    });
    response.flushHeaders();
    response.write("retry: 2000\n\n");

    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      clearInterval(heartbeat);
      stopListening();
      forget();
      const left = (open.get(viewer.id) ?? 1) - 1;
      if (left > 0) open.set(viewer.id, left);
      else open.delete(viewer.id);
      metrics.live(-1);
      response.end();
    };
    /** @param text What the viewer is told, as they are by then. */
    const write = async (text: (viewer: Viewer) => string) => {
      let still: Viewer;
      try {
        still = await viewerOf(asking(request, baseUrl), { touch: false });
        requireNeeds(still, LIVE);
        requireSite(still, site);
      } catch {
        // Signed out, disabled, lowered or the catalog is gone: in each case there is nothing more to tell.
        end();
        return;
      }
      if (ended) return;
      if (response.writableLength > MOST_UNREAD) end();
      else response.write(text(still));
    };
    const heartbeat = setInterval(() => void write(() => ":\n\n"), HEARTBEAT_MS);
    const stopListening = hub.listen(site, (message) => {
      void write((viewer) => {
        const told = isToldHowMany(viewer, groups) ? message : { at: message.at, events: 0, types: {} };
        return `event: committed\ndata: ${JSON.stringify(told)}\n\n`;
      });
    });
    const forget = hub.onClose(end);
    response.on("close", end);
  };

  return { path: "/v1/live", methods: { GET: listen } };
}

/**
 * Who may not read journeys is told that there is something new, and not how little: it may be one visitor's. So is whoever
 * does not see visitors of everywhere: it may be somebody's elsewhere.
 */
function isToldHowMany(viewer: Viewer, groups: Groups): boolean {
  if (viewer.jurisdictions !== "*") return false;
  return viewer.rights.includes("read-journeys") || coarseFor(viewer, groups) === null;
}
