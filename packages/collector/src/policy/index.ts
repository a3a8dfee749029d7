export * from "./default-policy.js";
export * from "./govern.js";
