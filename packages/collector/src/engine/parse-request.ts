/** One statement, as ClickHouse's HTTP interface carries it. */
export interface Statement {
  readonly sql: string;
  /** Rows of an INSERT, in the format that `sql` names. */
  readonly rows: Buffer | null;
  /** Format of the answer where `sql` names none. */
  readonly format: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Values of `{name:Type}`, escaped as ClickHouse's TabSeparated is; so they come and so the engine takes them. */
  readonly params: Readonly<Record<string, string>>;
}

/** The request is not one that this server understands. `code` is ClickHouse's. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  constructor(
    readonly code: number,
    readonly label: string,
    message: string,
  ) {
    super(message);
  }
}

/** What the HTTP layer itself reads of a URL, and what a single-node engine has no use for. */
const IGNORED = new Set([
  "query_id",
  "session_id",
  "session_timeout",
  "session_check",
  "role",
  "wait_end_of_query",
  "buffer_size",
  "enable_http_compression",
  "http_zlib_compression_level",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
  "add_http_cors_header",
  "user",
  "password",
  "quota_key",
  "stacktrace",
]);

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const INSERT = /^\s*INSERT\s+INTO\s[^]*\sFORMAT\s+\w+\s*$/i;

/**
 * Reads a request of ClickHouse's HTTP interface: the SQL in the URL, in the body, or begun in one and ended in the
 * other; settings and `param_*` in the URL.
 *
 * @param url Path and query of the request.
 * @throws {RequestError}
 */
export function parseRequest(url: string, body: Buffer): Statement {
  const search = new URLSearchParams(url.includes("?") ? url.slice(url.indexOf("?") + 1) : "");
  const settings: Record<string, string> = {};
  const params: Record<string, string> = {};
  let format = "TabSeparated";
  let sql = "";
  for (const [name, value] of search) {
    if (name === "query") sql = value;
    else if (name === "default_format") format = word(value);
    else if (name === "database") {
      if (value !== "" && value !== "default") throw new RequestError(81, "UNKNOWN_DATABASE", "There is one database");
    } else if (name.startsWith("param_")) params[word(name.slice(6))] = value;
    else if (!IGNORED.has(name)) settings[word(name)] = value;
  }
  if (sql !== "" && body.length > 0 && INSERT.test(sql)) return { sql, rows: body, format, settings, params };
  const text = body.toString("utf8");
  sql = sql === "" || text === "" ? sql + text : `${sql}\n${text}`;
  if (sql.trim() === "") throw new RequestError(62, "SYNTAX_ERROR", "There is no query");
  for (const [, name] of sql.matchAll(/\{\s*([A-Za-z_]\w*)\s*:/g)) {
    if (name !== undefined && !Object.hasOwn(params, name)) {
      throw new RequestError(456, "UNKNOWN_QUERY_PARAMETER", `Substitution ${name} is not set`);
    }
  }
  return { sql, rows: null, format, settings, params };
}

function word(name: string): string {
  if (!NAME.test(name)) throw new RequestError(115, "UNKNOWN_SETTING", "A name in the URL is not a word");
  return name;
}
