export * from "./errors.js";
export * from "./pipeline.js";
