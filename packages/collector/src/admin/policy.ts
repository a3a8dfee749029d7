import { z } from "zod";
import { askedFault } from "../policy/asked-fault.js";
import { comparePolicies } from "../policy/compare-policies.js";
import { explain, type Explained } from "../policy/explain.js";
import type { Policies, Policy } from "../policy/index.js";
import { PLACE_CODE } from "../policy/place-code.js";
import { applyPolicyFile, draftPolicy, type PolicyChanges } from "./apply-policy-file.js";
import { OPERATOR } from "./erasures.js";
import { AdminError } from "./errors.js";
import { operation, policiesOf, requireSites, siteId } from "./operation.js";
import { POLICY_SOURCE, POLICY_VERSION } from "./policy-shapes.js";
import { viewerNamed } from "./viewer-named.js";

const file = { source: POLICY_SOURCE, where: z.string().max(500) };
const version = POLICY_VERSION;
const name = z.string().min(1).max(256).optional();

/** A version, without what it says. */
export interface PolicyListed {
  readonly version: number;
  readonly applied: number;
  readonly by: string;
  readonly digest: string;
}

export const listPolicies = operation(
  z.strictObject({}),
  async (parts): Promise<{ readonly versions: readonly PolicyListed[] }> => {
    const policies = policiesOf(parts);
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
    const { version, source } = await versionOf(policiesOf(parts), asked.version);
    return { version, source };
  },
);

export const explainPolicy = operation(
  z.strictObject({
    ...{ site: siteId, form: name, field: name, property: name, trait: name, event: name, class: name },
    country: z.string().regex(PLACE_CODE, "A country is such as DE or US-CA").optional(),
    /** A clearance, a person's e-mail address, or a token's id. */
    viewer: z.string().min(1).max(254).optional(),
  }),
  async (parts, { viewer, ...asked }): Promise<Explained> => {
    const fault = askedFault(asked);
    if (fault !== null) throw new AdminError("invalid", fault);
    await requireSites(parts, [asked.site]);
    const looking = viewer === undefined ? null : await viewerNamed(parts, asked.site, viewer);
    return explain(await policiesOf(parts).current(), asked, looking);
  },
);

export const comparePolicy = operation(
  z.strictObject({ from: version.optional(), to: version.optional(), file: z.strictObject(file).optional() }),
  async (parts, { from, to, file }): Promise<PolicyChanges> => {
    const policies = policiesOf(parts);
    const before = await versionOf(policies, from);
    const after = file === undefined ? await versionOf(policies, to) : await draftPolicy(policies, file);
    return { from: before.version, to: after.version, changes: comparePolicies(before, after) };
  },
);

export const applyPolicy = operation(
  // `after`: the version that whoever applies it has seen. Another one since then refuses.
  z.strictObject({ ...file, after: version }),
  (parts, file): Promise<PolicyChanges> =>
    applyPolicyFile({ policies: policiesOf(parts), log: parts.log }, file, OPERATOR),
);

async function versionOf(policies: Policies, number: number | undefined): Promise<Policy> {
  const current = await policies.current();
  if (number === undefined || number === current.version) return current;
  const found = await policies.version(number);
  if (found === null) throw new AdminError("missing", `There is no version ${number} of the policy`);
  return found;
}
