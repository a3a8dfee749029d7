import { z } from "zod";
import type { RevealAnswer } from "../api.js";
import { impersonal } from "../clearance/impersonal.js";
import { RevealError } from "../clearance/reveal-error.js";
import { sweepReveals } from "../clearance/sweep-reveals.js";
import { tellReveal } from "../clearance/tell-reveal.js";
import type { Reveal, RevealChange } from "../ports/reveals.js";
import { OPERATOR } from "./erasures.js";
import { AdminError } from "./errors.js";
import { type AdminParts, onlySite, operation, siteId } from "./operation.js";

/** A reveal as an operator sees it: who asked for what, and what became of it. */
export type RevealListed = Omit<RevealAnswer, "may">;

const MOST = 200;
const id = z.string().regex(/^[\w-]{1,64}$/, "That is not the id of a reveal");

export const listReveals = operation(
  z.strictObject({ site: siteId.optional(), all: z.boolean().optional() }),
  async (parts, { site: named, all = false }): Promise<{ readonly reveals: readonly RevealListed[] }> => {
    const site = await onlySite(parts, named);
    await sweepReveals(parts);
    const found = await parts.catalog.reveals([site], MOST);
    const tell = tellReveal(await parts.catalog.people());
    return { reveals: found.filter(({ state }) => all || state === "asked" || state === "active").map(tell) };
  },
);

/**
 * An operator says no, and never yes: whoever sits at the machine is cleared for nothing, and showing somebody's values takes
 * a second person who is.
 */
export const refuseReveal = operation(z.strictObject({ id, reason: z.string() }), async (parts, { id, reason }) => {
  const note = said(() => impersonal(reason));
  return move(parts, id, ["asked"], (at) => ({ state: "refused", decided: at, decidedBy: OPERATOR.id, note }));
});

export const revokeReveal = operation(z.strictObject({ id }), (parts, { id }) =>
  move(parts, id, ["asked", "active"], (at) => ({ state: "revoked", ended: at, endedBy: OPERATOR.id })),
);

async function move(
  parts: AdminParts,
  id: string,
  from: readonly Reveal["state"][],
  change: (at: number) => RevealChange,
): Promise<RevealListed> {
  const { catalog, now } = parts;
  await sweepReveals(parts);
  const before = await catalog.reveal(id);
  if (before === null) throw new AdminError("missing", "There is no such reveal");
  if (!from.includes(before.state)) throw new AdminError("invalid", `It is ${before.state}: that cannot be done now`);
  const changed = change(now());
  if (!(await catalog.moveReveal(id, before.state, changed))) {
    throw new AdminError("exists", "Somebody else was quicker: look again");
  }
  return tellReveal(await catalog.people())({ ...before, ...changed });
}

function said<T>(say: () => T): T {
  try {
    return say();
  } catch (error) {
    if (error instanceof RevealError) throw new AdminError("invalid", error.message);
    throw error;
  }
}
