import type { Policy } from "./compile-policy.js";
import type { Asked } from "./explain.js";
import type { Step } from "./rule-on.js";

/**
 * Says whether the event that holds a value is taken in at all.
 *
 * @returns The step, and the entry of `storage.refuse` that refuses it, or null; nothing where the policy refuses no event.
 */
export function explainRefusal(
  policy: Policy,
  { site, form, field, property, event }: Asked,
): { readonly step: Step; readonly by: string | null } | null {
  if (policy.refuse.length === 0) return null;
  const type = field !== undefined ? "field" : property !== undefined && event !== "identify" ? "track" : undefined;
  const names = [type, event].filter((name) => name !== undefined);
  // Where nobody says which event, an entry that names any refuses it all the same.
  const entry = policy.refuse.find(({ matches }) => matches({ site, form }, names.length === 0 ? [""] : names));
  if (entry !== undefined) {
    const says =
      "The event that holds it is not taken in: it waits in quarantine for up to seven days, and is gone then";
    return { step: { by: entry.name, says, then: "refused" }, by: entry.name };
  }
  const isOpen =
    event === undefined && type !== "field" && policy.refuse.some(({ selector }) => selector.event !== undefined);
  const says = isOpen
    ? "Some entries refuse events by their names: ask with the event to know whether it is one of these"
    : "No entry refuses the event that holds it";
  return { step: { by: "storage.refuse", says, then: "" }, by: null };
}
