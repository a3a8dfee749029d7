import type { Request, RequestHandler, Response } from "express";
import type { SessionAnswer } from "../api.js";
import { type Purpose, PURPOSES } from "../clearance/purposes.js";
import { rightsOf } from "../clearance/rights-of.js";
import { readCookie, writeCookie } from "../people/cookie.js";
import { AccessError } from "../people/errors.js";
import { requireSameOrigin } from "../people/require-same-origin.js";
import { findPerson } from "../people/viewer-of.js";
import type { Person } from "../ports/catalog.js";
import { asking } from "./asking.js";
import { addressKey, limitRate } from "./limit-rate.js";
import type { Parts, Route } from "./parts.js";
import { passwordBody, parseQuery, signInBody } from "./question.js";
import { readJson } from "./read-json.js";
import { visibleSites } from "./sites.js";

/** `/v1/session`: sign in, who is signed in, sign out; `/v1/session/password`: the way in by one-time link. */
export function sessionRoutes(parts: Parts): Route[] {
  const { sessions, signIn, session, baseUrl, catalog, metrics, limits, audit, now } = parts;
  const isSecure = (request: Request) => asking(request, baseUrl).secure;
  const cookieOf = (request: Request) => ({
    secure: isSecure(request),
    path: baseUrl === null ? request.baseUrl || "/" : new URL(baseUrl).pathname,
  });

  const answer = async (person: Person): Promise<SessionAnswer> => ({
    person: { id: person.id, name: person.name, email: person.email },
    clearance: person.clearance,
    roles: person.roles,
    rights: rightsOf(person),
    purposes: person.purposes === "*" ? (Object.keys(PURPOSES) as Purpose[]) : person.purposes,
    sites: visibleSites(person.sites, await catalog.sites()),
  });

  /** A new secret each time; the one that the browser came with ends. */
  const begin = async (request: Request, response: Response, person: Person, by: "password" | "link") => {
    await audit.record({ at: now(), actor: person.id, kind: "person", action: "sign-in", detail: { by } });
    const before = readCookie(request.headers, isSecure(request));
    if (before !== null) await sessions.end(before);
    const secret = await sessions.begin(person.id);
    response.set("Set-Cookie", writeCookie(secret, session.absoluteMs, cookieOf(request)));
    response.json(await answer(person));
  };

  /** Names the person, if it is one, and never what was typed. Looked up for a stranger too: both take as long. */
  const refused = async (account: unknown, reason: string) => {
    const person = typeof account === "string" ? await catalog.personByEmail(account.trim().toLowerCase()) : null;
    const who = person?.id ?? "unknown";
    await audit.record({ at: now(), actor: who, kind: "person", action: "sign-in.refused", detail: { reason } });
  };

  const sameOrigin: RequestHandler = (request, _response, next) => {
    requireSameOrigin(request.headers, baseUrl);
    next();
  };
  const counted =
    (act: (request: Request, response: Response) => Promise<void>): RequestHandler =>
    async (request, response) => {
      try {
        await act(request, response);
        metrics.signIn("in");
      } catch (error) {
        if (error instanceof AccessError) {
          metrics.signIn(error.fault === "slow-down" ? "throttled" : "refused");
          await refused(response.locals["account"], error.fault);
        }
        throw error;
      }
    };
  const guards = [limitRate(limits.signInsPerMinute), sameOrigin, readJson];

  return [
    {
      path: "/v1/session",
      methods: {
        async GET(request, response) {
          const person = await findPerson(sessions, asking(request, baseUrl));
          if (person === null) throw new AccessError("signed-out", "Sign in first");
          response.json(await answer(person));
        },
        POST: [
          ...guards,
          counted(async (request, response) => {
            const { email, password } = parseQuery(signInBody, request.body);
            response.locals["account"] = email;
            await begin(
              request,
              response,
              await signIn.byPassword(email, password, addressKey(request.ip)),
              "password",
            );
          }),
        ],
        DELETE: [
          sameOrigin,
          async (request, response) => {
            const secret = readCookie(request.headers, isSecure(request));
            if (secret !== null) {
              const person = await sessions.find(secret, false);
              await sessions.end(secret);
              if (person !== null) {
                await audit.record({ at: now(), actor: person.id, kind: "person", action: "sign-out" });
              }
            }
            response
              .set("Set-Cookie", writeCookie(null, 0, cookieOf(request)))
              .status(204)
              .end();
          },
        ],
      },
    },
    {
      path: "/v1/session/password",
      methods: {
        POST: [
          ...guards,
          counted(async (request, response) => {
            const { secret, password } = parseQuery(passwordBody, request.body);
            await begin(request, response, await signIn.byInvite(secret, password, addressKey(request.ip)), "link");
          }),
        ],
      },
    },
  ];
}
