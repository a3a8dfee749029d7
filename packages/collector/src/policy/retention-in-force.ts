import type { Retention } from "../settings/settings.js";
import type { Policy } from "./compile-policy.js";

/** @returns How long each level is kept: what the policy says, and where it says nothing what the settings say. */
export function retentionInForce({ file: { retention = {} } }: Policy, settings: Retention): Retention {
  const days = (level: keyof Retention) => {
    const said = retention[level];
    return said === undefined ? settings[level] : said === "unlimited" ? null : said;
  };
  return {
    ...{ public: days("public"), internal: days("internal") },
    ...{ confidential: days("confidential"), restricted: days("restricted") },
  };
}
