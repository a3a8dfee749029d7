export * from "./decide.js";
export * from "./default-policy.js";
export * from "./govern.js";
export * from "./mask.js";
