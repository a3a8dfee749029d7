export type * from "./api.js";
export type * from "./pipeline/states.js";
export type * from "./ports/catalog.js";
export type * from "./ports/event-store.js";
export type * from "./ports/keyring.js";
export type * from "./viewer.js";
