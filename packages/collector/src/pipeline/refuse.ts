import { type Policy, refuseEvent } from "../policy/index.js";
import { refusedContent } from "../streams/refused-content.js";
import type { OpenedEvent, RejectedRecord, ValidEvent } from "./states.js";

/** Refuses an event that the policy does not take in at all; what is refused already stays so. Never throws. */
export function refuse(
  valid: ValidEvent | RejectedRecord,
  opened: OpenedEvent,
  policy: Policy,
): ValidEvent | RejectedRecord {
  if ("reason" in valid) return valid;
  const { event, context, seq } = valid;
  const by = refuseEvent(policy, context.site, event);
  if (by === null) return valid;
  const content = refusedContent(opened);
  return {
    ...{ stream: context.stream, seq, reason: "policy", authentic: true, detail: `${by} of policy ${policy.version}` },
    ...(content !== null && { content }),
  };
}
