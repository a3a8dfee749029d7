export * from "./dek-reader.js";
export * from "./field-reader.js";
export * from "./key-sets.js";
export * from "./make-site-keys.js";
export * from "./receipt-key.js";
export type * from "./sealed-row.js";
export * from "./sign-key-set.js";
export * from "./thumbprint.js";
export * from "./verify-receipt.js";
