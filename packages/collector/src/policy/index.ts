export * from "./capture-share.js";
export * from "./compile-policy.js";
export * from "./cut-refused.js";
export * from "./default-policy.js";
export * from "./govern.js";
export * from "./policies.js";
export * from "./retention-in-force.js";
export * from "./viewing-rule.js";
export { PolicyError } from "./file/policy-error.js";
