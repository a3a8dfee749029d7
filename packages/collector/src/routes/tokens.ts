import { accessDetail } from "../admin/access-detail.js";
import { createToken, revokeToken } from "../admin/tokens.js";
import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import type { TokenAnswer, TokenMade, TokensAnswer } from "../api.js";
import { accessWithin } from "../clearance/access-within.js";
import { beyond } from "../clearance/require-within.js";
import { RIGHTS } from "../clearance/rights.js";
import { rightsOf } from "../clearance/rights-of.js";
import { composeAccess } from "../clearance/compose-access.js";
import { type RoleName, ROLES } from "../clearance/roles.js";
import type { ApiToken } from "../ports/people.js";
import { NotCleared, type Viewer } from "../viewer.js";
import { asViewer } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { makeTokenBody, parseQuery, tokenParam } from "./question.js";
import { readJson } from "./read-json.js";

/** `/v1/tokens`: programs' tokens. Nobody makes one with more than they have themselves, and no token makes another. */
export function tokenRoutes(parts: Parts): Route[] {
  const { catalog, admin, audit, now } = parts;

  function describe(viewer: Viewer, token: ApiToken): TokenAnswer {
    const expired = token.expires !== null && token.expires <= now();
    return { ...token, may: rightsOf(token), expired, revocable: !token.revoked && covers(viewer, token) };
  }

  return [
    {
      path: "/v1/tokens",
      methods: {
        GET: asViewer(parts, "manage-people", async (viewer, _request, response) => {
          const tokens = [...(await catalog.tokens())].sort((one, other) => other.created - one.created);
          const answer: TokensAnswer = {
            tokens: tokens.map((token) => describe(viewer, token)),
            roles: (Object.keys(ROLES) as RoleName[])
              .filter((name) => gives(viewer, name))
              .map((name) => {
                const { about, rights, clearance } = ROLES[name];
                return { name, about, rights, clearance };
              }),
            rights: viewer.rights.map((name) => ({ name, about: RIGHTS[name] })),
          };
          response.json(answer);
        }),
        POST: [
          readJson,
          asViewer(parts, "manage-people", async (viewer, request, response) => {
            // One that made another would outlive its own end.
            if (viewer.kind !== "person") throw new NotCleared("A token makes no token: a person does");
            const { name, days, ...asked } = parseQuery(makeTokenBody, request.body);
            const access = accessWithin(viewer, asked);
            const { token: secret, ...token } = await audited(
              audit,
              {
                ...{ ...byViewer(viewer, now()), action: "token.create" },
                detail: { ...accessDetail(access), days: days ?? "never" },
              },
              () => createToken.run(admin, { ...(structuredClone(access) as MadeAccess), name, days }),
              ({ id: token }) => ({ token }),
            );
            const answer: TokenMade = { token: describe(viewer, token), secret };
            response.status(201).json(answer);
          }),
        ],
      },
    },
    {
      path: "/v1/tokens/:id",
      methods: {
        DELETE: asViewer(parts, "manage-people", async (viewer, request, response) => {
          const { id } = parseQuery(tokenParam, request.params);
          const token = (await catalog.tokens()).find((one) => one.id === id);
          if (token === undefined) throw new RequestError("not-found");
          if (!covers(viewer, token)) throw new NotCleared("You may not revoke a token of sites that are not yours");
          await audited(audit, { ...byViewer(viewer, now()), action: "token.revoke", detail: { token: id } }, () =>
            revokeToken.run(admin, { id }),
          );
          response.json(describe(viewer, { ...token, revoked: true }));
        }),
      },
    },
  ];
}

type MadeAccess = Omit<Parameters<typeof createToken.run>[1], "name" | "days">;

/** Whether a role brings nothing that the viewer has not, beside a clearance and purposes that may be said otherwise. */
function gives(viewer: Viewer, name: RoleName): boolean {
  const { clearance, sites, jurisdictions, purposes, allow, deny } = viewer;
  return (
    beyond(viewer, composeAccess({ roles: [name], clearance, sites, jurisdictions, purposes, allow, deny })) === null
  );
}

function covers({ sites }: Viewer, token: ApiToken): boolean {
  return sites === "*" || (token.sites !== "*" && token.sites.every((site) => sites.includes(site)));
}
