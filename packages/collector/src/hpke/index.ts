export * from "./aead.js";
export * from "./errors.js";
export * from "./kem.js";
export * from "./key-schedule.js";
export * from "./recipient.js";
export * from "./sender.js";
export * from "./x25519.js";
