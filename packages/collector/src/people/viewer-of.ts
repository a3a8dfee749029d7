import type { IncomingHttpHeaders } from "node:http";
import type { PeopleCatalog, Person } from "../ports/catalog.js";
import { type Viewer, viewerOf } from "../viewer.js";
import { readCookie } from "./cookie.js";
import { AccessError } from "./errors.js";
import { hashSecret } from "./secrets.js";
import type { Sessions } from "./sessions.js";

/** What is needed of a request to know who asks. */
export interface Asking {
  readonly headers: IncomingHttpHeaders;
  /** Whether it came by https. */
  readonly secure: boolean;
}

export interface ViewerOfOptions {
  readonly sessions: Sessions;
  readonly catalog: Pick<PeopleCatalog, "tokenByHash">;
  readonly now?: () => number;
}

/**
 * The one door to a Viewer: a bearer token or a session, looked up anew for each request, so that whoever was disabled,
 * revoked or lowered meets it on the next one.
 *
 * @throws {AccessError} `signed-out`
 */
export type ViewerOf = (request: Asking, use?: { readonly touch?: boolean }) => Promise<Viewer>;

export function createViewerOf({ sessions, catalog, now = Date.now }: ViewerOfOptions): ViewerOf {
  return async (request, { touch = true } = {}) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      // A request that shows a token is judged by it alone: it never falls back to a cookie.
      const secret = /^Bearer +(ws_[A-Za-z0-9_-]{43})$/i.exec(authorization.trim())?.[1];
      const token = secret === undefined ? null : await catalog.tokenByHash(hashSecret(secret), now());
      if (token === null) throw new AccessError("signed-out", "The token is not valid");
      return viewerOf({ id: token.id, kind: "token" }, token);
    }
    const person = await findPerson(sessions, request, touch);
    if (person === null) throw new AccessError("signed-out", "Sign in first");
    return viewerOfPerson(person);
  };
}

/** @returns The person of the request's session cookie, or null. */
export async function findPerson(sessions: Sessions, request: Asking, touch = true): Promise<Person | null> {
  const secret = readCookie(request.headers, request.secure);
  return secret === null ? null : sessions.find(secret, touch);
}

export function viewerOfPerson(person: Person): Viewer {
  return viewerOf({ id: person.id, kind: "person" }, person);
}

/**
 * Asks again who somebody is, for what goes on after their request was answered: an export under way, a download.
 *
 * @returns Null once they were disabled, revoked or have expired.
 */
export type StillViewer = (viewer: Pick<Viewer, "id" | "kind">) => Promise<Viewer | null>;

export function createStillViewer(
  catalog: Pick<PeopleCatalog, "person" | "token">,
  now: () => number = Date.now,
): StillViewer {
  return async ({ id, kind }) => {
    if (kind === "token") {
      const token = await catalog.token(id, now());
      return token === null ? null : viewerOf({ id, kind }, token);
    }
    const person = await catalog.person(id);
    return person === null || person.disabled ? null : viewerOfPerson(person);
  };
}
