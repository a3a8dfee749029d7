import { comparePolicies, type Change } from "../policy/compare-policies.js";
import { type Policies, type Policy, PolicyError } from "../policy/index.js";
import { CatalogError } from "../ports/catalog.js";
import type { Actor } from "../ports/erasures.js";
import type { Log } from "../log/log.js";
import { AdminError } from "./errors.js";

export interface PolicyChanges {
  readonly from: number;
  /** A file that is not applied has the number that it would get. */
  readonly to: number;
  readonly changes: readonly Change[];
}

/** A file, and what errors name it by. */
export interface WrittenPolicy {
  readonly source: string;
  readonly where: string;
}

/**
 * Puts a file in force for whoever asks, unless it is in force already or another was applied since they looked.
 *
 * @param file.after The version that they have seen.
 * @throws {AdminError} What is in force stays so.
 */
export async function applyPolicyFile(
  { policies, log }: { readonly policies: Policies; readonly log?: Log | undefined },
  { after, ...file }: WrittenPolicy & { readonly after: number },
  by: Actor,
): Promise<PolicyChanges> {
  const draft = await draftPolicy(policies, file);
  if (draft.version !== after + 1) {
    throw new AdminError("exists", `Version ${draft.version - 1} was applied meanwhile: compare with it first`);
  }
  const before = await beforeDraft(policies, draft);
  const changes = comparePolicies(before, draft);
  if (before.digest === draft.digest && before.source === draft.source) {
    throw new AdminError("exists", `That is version ${before.version}, which is in force already`);
  }
  try {
    await policies.apply(draft, by);
  } catch (error) {
    if (error instanceof CatalogError && error.fault === "exists") throw new AdminError("exists", error.message);
    throw error;
  }
  const loosened = changes.filter(({ way }) => way === "looser").length;
  log?.info({ policy: draft.version, changes: changes.length, loosened }, "a policy was applied");
  return { from: before.version, to: draft.version, changes };
}

/** @returns What is in force before a draft. What is held at hand may be a moment older, where another process applied it. */
export async function beforeDraft(policies: Policies, { version }: Policy): Promise<Policy> {
  const current = await policies.current();
  return current.version === version - 1 ? current : ((await policies.version(version - 1)) ?? current);
}

/** @throws {AdminError} `invalid`: its message names line and column. */
export async function draftPolicy(policies: Policies, { source, where }: WrittenPolicy): Promise<Policy> {
  try {
    return await policies.draft(source, where);
  } catch (error) {
    if (error instanceof PolicyError) throw new AdminError("invalid", error.message);
    throw error;
  }
}
