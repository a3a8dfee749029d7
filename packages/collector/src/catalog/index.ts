export { openSqliteCatalog, type SqliteCatalogOptions } from "./open-sqlite-catalog.js";
