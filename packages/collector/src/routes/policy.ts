import { comparePolicies } from "../policy/compare-policies.js";
import { describePolicy } from "../policy/describe-policy.js";
import { explain } from "../policy/explain.js";
import { policySchema } from "../policy/file/policy-schema.js";
import type { PolicyChangesAnswer, PolicyVersions } from "../api/policy.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { explainQuery, parseQuery, policyQuery, versionsQuery } from "./question.js";

/** `/v1/policy`: what is captured, stored and shown, which rule says so, and what earlier versions said. Read only. */
export function policyRoutes(parts: Parts): Route[] {
  const { policies } = parts;
  const versionOf = async (number: number) => {
    const found = await policies.version(number);
    if (found === null) throw new RequestError("not-found");
    return found;
  };
  return [
    {
      path: "/v1/policy",
      methods: {
        GET: asViewer(parts, "manage-policy", async (viewer, request, response) => {
          const { site, country } = parseQuery(policyQuery, request.query);
          await requireKnownSite(parts, viewer, site);
          response.json(describePolicy(await policies.current(), site, country));
        }),
      },
    },
    {
      path: "/v1/policy/explain",
      methods: {
        GET: asViewer(parts, "manage-policy", async (viewer, request, response) => {
          const asked = parseQuery(explainQuery, request.query);
          await requireKnownSite(parts, viewer, asked.site);
          response.json(explain(await policies.current(), asked));
        }),
      },
    },
    {
      path: "/v1/policy/versions",
      methods: {
        GET: asViewer(parts, "manage-policy", async (_viewer, _request, response) => {
          const versions = (await policies.versions()).map(({ version, applied, by }) => ({
            ...{ version, applied, by: by === null ? "release" : by.kind },
          }));
          response.json({ versions } satisfies PolicyVersions);
        }),
      },
    },
    {
      path: "/v1/policy/changes",
      methods: {
        GET: asViewer(parts, "manage-policy", async (_viewer, request, response) => {
          const { from, to } = parseQuery(versionsQuery, request.query);
          const changes = comparePolicies(await versionOf(from), await versionOf(to));
          response.json({ from, to, changes } satisfies PolicyChangesAnswer);
        }),
      },
    },
    policySchemaRoute(),
  ];
}

/** `GET /policy.schema.json`: by which editors complete a policy file. Public. */
function policySchemaRoute(): Route {
  const schema = JSON.stringify(policySchema());
  return {
    path: "/policy.schema.json",
    open: true,
    methods: {
      GET(_request, response) {
        response.set("Cache-Control", "public, max-age=300").type("application/schema+json").send(schema);
      },
    },
  };
}
