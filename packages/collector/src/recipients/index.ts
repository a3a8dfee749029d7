export * from "./adopt.js";
export * from "./advance.js";
export * from "./create-turnover.js";
export * from "./give-up.js";
export * from "./rotate.js";
