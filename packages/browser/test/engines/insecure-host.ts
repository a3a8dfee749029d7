/**
 * A host name that every engine here takes to this machine, and that none trusts as it trusts `localhost`: pages on it
 * are no secure context.
 */
export const INSECURE_HOST = "shop.test";
