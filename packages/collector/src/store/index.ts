export { type ChdbStore, type ChdbStoreOptions, openChdbStore } from "./open-chdb-store.js";
export { type ClickHouseStoreOptions, openClickHouseStore } from "./open-clickhouse-store.js";
