export { type CatalogLoad, loadSqliteCatalog, type TableSum } from "./load-sqlite-catalog.js";
export { openSqliteCatalog, type SqliteCatalogOptions } from "./open-sqlite-catalog.js";
export { verifySqliteCatalog } from "./verify-sqlite-catalog.js";
