import type { Level } from "@wayseal/protocol";
import type { Purpose } from "./purposes.js";
import type { Right } from "./rights.js";

/** What a role brings where nothing else is said of its person. */
export interface Role {
  /** In words for people. */
  readonly about: string;
  readonly rights: readonly Right[];
  readonly clearance: Level;
  readonly purposes: "*" | readonly Purpose[];
}

/** Named bundles. A person may hold several: their rights add up, and the highest clearance counts. */
export const ROLES = {
  viewer: {
    about: "sees journeys and counts, and masks of what people typed",
    rights: ["read-journeys", "query"],
    clearance: "internal",
    purposes: ["analysis"],
  },
  analyst: {
    about: "reads journeys with confidential values, finds visitors, and asks for reveals",
    rights: ["read-journeys", "query", "look-up", "ask-reveals"],
    clearance: "confidential",
    purposes: ["analysis", "support", "fraud"],
  },
  "privacy-officer": {
    about: "handles people's requests, exports and erases, keeps the policy, and approves reveals",
    rights: [
      ...(["read-journeys", "query", "look-up", "export", "handle-requests", "erase"] as const),
      ...(["mend-quarantine", "approve-reveals", "manage-keys", "manage-policy", "read-audit"] as const),
    ],
    clearance: "restricted",
    purposes: ["data-request", "legal", "security", "support"],
  },
  administrator: {
    about: "keeps people, keys and policy, and sees nothing of visitors",
    rights: ["manage-people", "manage-keys", "manage-policy", "read-audit"],
    clearance: "public",
    purposes: ["security"],
  },
  auditor: {
    about: "reads the audit trail, has it signed, takes its evidence away, and sees nothing of visitors",
    rights: ["read-audit", "keep-audit"],
    clearance: "public",
    purposes: ["legal"],
  },
  "super-user": {
    about: "sees a visitor's entire journey with its sensitive values, by standing grant, each read audited",
    rights: ["read-journeys", "query", "look-up", "export", "ask-reveals"],
    clearance: "restricted",
    purposes: "*",
  },
} as const satisfies Readonly<Record<string, Role>>;

export type RoleName = keyof typeof ROLES;

/** What a clearance alone is taken for, where no role is named: what such people could do before there were roles. */
export const ACCESS_OF_CLEARANCE: Readonly<
  Record<Level, { readonly roles: readonly RoleName[]; readonly rights: readonly Right[] }>
> = {
  public: { roles: ["viewer"], rights: ["export"] },
  internal: { roles: ["viewer"], rights: ["export"] },
  confidential: { roles: ["analyst"], rights: ["export", "handle-requests"] },
  restricted: { roles: ["super-user"], rights: ["handle-requests", "erase", "mend-quarantine", "manage-keys"] },
};

export function isRole(name: string): name is RoleName {
  return Object.hasOwn(ROLES, name);
}
