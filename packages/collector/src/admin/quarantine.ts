import { REJECT_REASONS, type RejectReason } from "@wayseal/protocol";
import { z } from "zod";
import { createDekReader } from "../keys/index.js";
import { createPipeline } from "../pipeline/index.js";
import { createQuarantine, type Quarantine } from "../quarantine/create-quarantine.js";
import { QuarantineFault } from "../quarantine/quarantine-fault.js";
import { AdminError } from "./errors.js";
import { type AdminParts, onlySite, operation, policiesOf, siteId } from "./operation.js";

const REASONS = Object.keys(REJECT_REASONS) as [RejectReason, ...RejectReason[]];
const reason = z.enum(REASONS, { error: `A reason is one of ${REASONS.join(", ")}` });
const recordId = z.int("A record is a whole number, as wayseal quarantine list shows it").min(1);

/** Which records: exactly one of the three says it. */
export const choice = {
  ids: z.array(recordId).min(1).max(1000).optional(),
  reason: reason.optional(),
  all: z.literal(true).optional(),
};
export const ONE_CHOICE = "Name records, or a reason, or all, and one of these only";
export const isOneChoice = ({ ids, reason, all }: { ids?: unknown; reason?: unknown; all?: unknown }): boolean =>
  [ids, reason, all].filter((one) => one !== undefined).length === 1;

const chosen = z.strictObject({ site: siteId.optional(), ...choice }).refine(isOneChoice, ONE_CHOICE);

export const listQuarantine = operation(
  z.strictObject({ site: siteId.optional(), reason: reason.optional(), before: recordId.optional() }),
  async (parts, { site: named, reason, before }) => {
    const site = await onlySite(parts, named);
    const more = { ...(reason !== undefined && { reason }), ...(before !== undefined && { before }) };
    return { site, ...(await quarantineOf(parts).list(site, more)) };
  },
);

export const showQuarantined = operation(
  z.strictObject({ site: siteId.optional(), id: recordId }),
  async (parts, { site, id }) =>
    quarantineOf(parts)
      .read(await onlySite(parts, site), id)
      .catch(explain),
);

export const replayQuarantined = operation(chosen, async (parts, { site, ...which }) =>
  quarantineOf(parts)
    .replay({ site: await onlySite(parts, site), ...given(which) })
    .catch(explain),
);

export const dropQuarantined = operation(chosen, async (parts, { site, ...which }) =>
  quarantineOf(parts).drop({ site: await onlySite(parts, site), ...given(which) }),
);

function quarantineOf(parts: AdminParts): Quarantine {
  const { catalog, keyring, maxLevel, now, onReplayed } = parts;
  const policies = policiesOf(parts);
  const deks = createDekReader({ keys: catalog, keyring });
  const pipeline = createPipeline({
    ...{ catalog, keyring, policies, maxLevel, now, openDek: (dek) => deks.open(dek) },
    onCommitted: ({ stored }) => onReplayed?.(stored),
  });
  return createQuarantine({ catalog, keyring, policies, pipeline, now });
}

/** zod says `| undefined` for what may be missing. */
function given({
  ids,
  reason,
  all,
}: {
  ids?: number[] | undefined;
  reason?: string | undefined;
  all?: true | undefined;
}) {
  return {
    ...(ids !== undefined && { ids }),
    ...(reason !== undefined && { reason }),
    ...(all !== undefined && { all }),
  };
}

function explain(error: unknown): never {
  if (!(error instanceof QuarantineFault)) throw error;
  throw new AdminError(error.fault === "missing" ? "missing" : "invalid", error.message);
}
