export * from "./file.js";
export * from "./open-keyring.js";
export * from "./passphrase.js";
export type * from "./read-root-key.js";
export * from "./recovery-copy.js";
export * from "./root-keyring.js";
