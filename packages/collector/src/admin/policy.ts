import { type Level, LEVELS } from "@wayseal/protocol";
import { z } from "zod";
import { comparePolicies, type Change } from "../policy/compare-policies.js";
import { explain, type Explained, type ExplainedViewer } from "../policy/explain.js";
import { createPolicies, type Policies, type Policy, PolicyError } from "../policy/index.js";
import { PLACE_CODE } from "../policy/place-code.js";
import { CatalogError } from "../ports/catalog.js";
import { NO_FIELDS } from "../clearance/access.js";
import { viewerOf } from "../viewer.js";
import { OPERATOR } from "./erasures.js";
import { AdminError } from "./errors.js";
import { type AdminParts, operation, siteId } from "./operation.js";

const file = { source: z.string().max(60_000, "A policy has at most 60,000 characters"), where: z.string().max(500) };
const version = z.int().min(1).max(1_000_000_000);
const name = z.string().min(1).max(256).optional();

/** A version, without what it says. */
export interface PolicyListed {
  readonly version: number;
  readonly applied: number;
  readonly by: string;
  readonly digest: string;
}

export interface PolicyChanges {
  readonly from: number;
  /** A file that is not applied has the number that it would get. */
  readonly to: number;
  readonly changes: readonly Change[];
}

export const listPolicies = operation(
  z.strictObject({}),
  async (parts): Promise<{ readonly versions: readonly PolicyListed[] }> => {
    const policies = of(parts);
    await policies.current();
    const versions = (await policies.versions()).map(({ version, applied, by, digest }) => ({
      ...{ version, applied, digest, by: by === null ? "this release" : `${by.kind} ${by.id}` },
    }));
    return { versions };
  },
);

export const showPolicy = operation(
  z.strictObject({ version: version.optional() }),
  async (parts, asked): Promise<{ readonly version: number; readonly source: string }> => {
    const { version, source } = await versionOf(of(parts), asked.version);
    return { version, source };
  },
);

export const explainPolicy = operation(
  z.strictObject({
    ...{ site: siteId, form: name, field: name, property: name, class: name },
    country: z.string().regex(PLACE_CODE, "A country is such as DE or US-CA").optional(),
    /** A clearance, a person's e-mail address, or a token's id. */
    viewer: z.string().min(1).max(254).optional(),
  }),
  async (parts, { viewer, ...asked }): Promise<Explained> =>
    explain(await of(parts).current(), asked, viewer === undefined ? null : await viewerNamed(parts, viewer)),
);

export const comparePolicy = operation(
  z.strictObject({ from: version.optional(), to: version.optional(), file: z.strictObject(file).optional() }),
  async (parts, { from, to, file }): Promise<PolicyChanges> => {
    const policies = of(parts);
    const before = await versionOf(policies, from);
    const after = file === undefined ? await versionOf(policies, to) : await drafted(policies, file);
    return { from: before.version, to: after.version, changes: comparePolicies(before, after) };
  },
);

export const applyPolicy = operation(
  // `after`: the version that whoever applies it has seen. Another one since then refuses.
  z.strictObject({ ...file, after: version }),
  async (parts, { after, ...file }): Promise<PolicyChanges> => {
    const policies = of(parts);
    const before = await policies.current();
    const draft = await drafted(policies, file);
    if (draft.version !== after + 1) {
      throw new AdminError("exists", `Version ${draft.version - 1} was applied meanwhile: compare with it first`);
    }
    const changes = comparePolicies(before, draft);
    if (before.digest === draft.digest && before.source === draft.source) {
      throw new AdminError("exists", `That is version ${before.version}, which is in force already`);
    }
    try {
      await policies.apply(draft, OPERATOR);
    } catch (error) {
      if (error instanceof CatalogError && error.fault === "exists") throw new AdminError("exists", error.message);
      throw error;
    }
    const loosened = changes.filter(({ way }) => way === "looser").length;
    parts.log?.info({ policy: draft.version, changes: changes.length, loosened }, "a policy was applied");
    return { from: before.version, to: draft.version, changes };
  },
);

function of({ policies, catalog, now }: AdminParts): Policies {
  return policies ?? createPolicies({ catalog, now });
}

async function versionOf(policies: Policies, number: number | undefined): Promise<Policy> {
  const current = await policies.current();
  if (number === undefined || number === current.version) return current;
  const found = await policies.version(number);
  if (found === null) throw new AdminError("missing", `There is no version ${number} of the policy`);
  return found;
}

async function drafted(policies: Policies, { source, where }: { source: string; where: string }): Promise<Policy> {
  try {
    return await policies.draft(source, where);
  } catch (error) {
    if (error instanceof PolicyError) throw new AdminError("invalid", error.message);
    throw error;
  }
}

async function viewerNamed({ catalog }: AdminParts, name: string): Promise<ExplainedViewer> {
  if (Object.hasOwn(LEVELS, name)) {
    const everything = { sites: "*", jurisdictions: "*", purposes: "*", allow: null, deny: NO_FIELDS } as const;
    const access = { ...everything, roles: ["analyst"], rights: [], clearance: name as Level } as const;
    return { name: `an analyst cleared for ${name}`, viewer: viewerOf({ id: name, kind: "person" }, access) };
  }
  const person = await catalog.personByEmail(name);
  if (person !== null) return { name, viewer: viewerOf({ id: person.id, kind: "person" }, person) };
  const token = (await catalog.tokens()).find(({ id }) => id === name);
  if (token !== undefined) return { name, viewer: viewerOf({ id: token.id, kind: "token" }, token) };
  throw new AdminError("missing", `There is no clearance, person or token ${name}`);
}
