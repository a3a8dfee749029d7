import type { IndexTable } from "./tables.js";

/** What waits for its index goes as the index would, and before it: whoever indexes it meanwhile has put the index behind it. */
export const INDEX_TABLES = ["pending_index", "blind_index"] as const satisfies readonly IndexTable[];
