import { LEVELS } from "@wayseal/protocol";
import { applyPolicyFile, beforeDraft } from "../admin/apply-policy-file.js";
import { viewerNamed } from "../admin/viewer-named.js";
import type { PolicyAnswer, PolicyChangesAnswer, PolicyChecked, PolicyVersion, PolicyVersions } from "../api/policy.js";
import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import { askedFault } from "../policy/asked-fault.js";
import { comparePolicies } from "../policy/compare-policies.js";
import { describePolicy } from "../policy/describe-policy.js";
import { explain } from "../policy/explain.js";
import { policySchema } from "../policy/file/policy-schema.js";
import { PolicyError } from "../policy/index.js";
import type { StoredPolicy } from "../ports/policies.js";
import { NotCleared, requireRight, type Viewer } from "../viewer.js";
import { actorOf } from "./actor-of.js";
import { asViewer, requireKnownSite } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { applyPolicyBody, checkPolicyBody, explainQuery, parseQuery, policyQuery, versionsQuery } from "./question.js";
import { readJson } from "./read-json.js";

/** What errors name a file by that came in a request. */
const WHERE = "wayseal.policy.yaml";

/** `/v1/policy`: what is captured, stored and shown, which rule says so, what earlier versions said, and another one. */
export function policyRoutes(parts: Parts): Route[] {
  const { policies, audit, now, log, catalog, retention } = parts;
  const versionOf = async (number: number) => {
    const found = await policies.version(number);
    if (found === null) throw new RequestError("not-found");
    return found;
  };
  const describers = async () => {
    const names = new Map([...(await catalog.people()), ...(await catalog.tokens())].map(({ id, name }) => [id, name]));
    return ({ version, applied, by, digest }: StoredPolicy): PolicyVersion => ({
      ...{ version, applied, digest, by: by === null ? "release" : by.kind },
      name: by === null ? null : (names.get(by.id) ?? null),
    });
  };
  /** It is one for all sites, so whoever applies another must be one who may see them all. */
  const appliable = (viewer: Viewer) => viewer.sites === "*";
  return [
    {
      path: "/v1/policy",
      methods: {
        GET: asViewer(parts, "manage-policy", async (viewer, request, response) => {
          const { site, country } = parseQuery(policyQuery, request.query);
          await requireKnownSite(parts, viewer, site);
          const policy = await policies.current();
          const stored = await catalog.policy(policy.version);
          if (stored === null) throw new RequestError("unavailable");
          const describe = await describers();
          const answer: PolicyAnswer = {
            ...describePolicy(policy, site, country, retention),
            ...describe(stored),
            appliable: appliable(viewer),
          };
          response.json(answer);
        }),
        POST: [
          readJson,
          asViewer(parts, "manage-policy", async (viewer, request, response) => {
            const { source, after } = parseQuery(applyPolicyBody, request.body);
            if (!appliable(viewer)) throw new NotCleared("The policy is one for all sites, and not all are yours");
            const answer: PolicyChangesAnswer = await audited(
              audit,
              { ...byViewer(viewer, now()), action: "policy.apply", policy: after + 1 },
              () => applyPolicyFile({ policies, log }, { source, where: WHERE, after }, actorOf(viewer)),
              ({ from, changes }) => ({
                ...{ from, changes: changes.length, looser: changes.filter(({ way }) => way === "looser").length },
              }),
            );
            response.status(201).json(answer);
          }),
        ],
      },
    },
    {
      path: "/v1/policy/check",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "manage-policy", async (_viewer, request, response) => {
            const { source } = parseQuery(checkPolicyBody, request.body);
            response.json(await check(source));
          }),
        ],
      },
    },
    {
      path: "/v1/policy/explain",
      methods: {
        GET: asViewer(parts, "manage-policy", async (viewer, request, response) => {
          const { viewer: named, ...asked } = parseQuery(explainQuery, request.query);
          const fault = askedFault(asked);
          if (fault !== null) throw new RequestError("invalid", fault);
          await requireKnownSite(parts, viewer, asked.site);
          // What somebody else may see is told to whoever keeps people.
          const isOther = named !== undefined && named !== viewer.id && !Object.hasOwn(LEVELS, named);
          if (isOther) requireRight(viewer, "manage-people");
          const looking = named === undefined ? null : await viewerNamed(parts, asked.site, named);
          const seenBy = looking && { ...looking, self: named === viewer.id };
          response.json(explain(await policies.current(), asked, seenBy));
        }),
      },
    },
    {
      path: "/v1/policy/versions",
      methods: {
        GET: asViewer(parts, "manage-policy", async (_viewer, _request, response) => {
          await policies.current();
          const describe = await describers();
          response.json({ versions: (await policies.versions()).map(describe) } satisfies PolicyVersions);
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

  async function check(source: string): Promise<PolicyChecked> {
    try {
      const draft = await policies.draft(source, WHERE);
      const before = await beforeDraft(policies, draft);
      return { fault: null, from: before.version, to: draft.version, changes: comparePolicies(before, draft) };
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      const { line, column, why } = error;
      return { fault: { line, column, why } };
    }
  }
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
