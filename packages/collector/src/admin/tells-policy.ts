import type { SignedSet } from "../ports/recipients.js";
import { captureShare, type Policy } from "../policy/index.js";

/** Whether a key set that was signed elsewhere tells browsers of the policy what is in force. */
export function tellsPolicy({ site, jws }: SignedSet, policy: Policy): boolean {
  const payload = JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()) as { policy?: string };
  return payload.policy === captureShare(policy, site);
}
