import type { Connection, Engine } from "./open-engine.js";
import { RequestError, type Statement } from "./parse-request.js";
import { MAX_SECONDS } from "./base-settings.js";

/** `INSERT INTO table (columns) FORMAT format`, as `@clickhouse/client` writes it. */
const INSERT = /^\s*INSERT\s+INTO\s+([\w.`"]+)\s*(?:\(([^()]*)\))?\s*FORMAT\s+(\w+)\s*$/i;
const RAW_FORMATS = ["TabSeparated", "TSV", "JSONEachRow", "JSONCompactEachRow", "CSV"] as const;

let started = 0;

/**
 * Runs one statement on a connection of its own, off the main thread.
 *
 * @param base Settings that come first and that the statement may not change.
 * @param signal Ends the statement in the engine, within about 0.1 s, when the one who asked has gone.
 * @returns What the engine wrote.
 * @throws {RequestError} Where the statement itself cannot be run.
 * @throws {Error} Whose message is ClickHouse's, `Code: N. DB::Exception: …`.
 */
export async function runStatement(
  engine: Engine,
  base: Readonly<Record<string, string>>,
  statement: Statement,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const mark = `${process.pid}-${++started}`;
  const settings: Record<string, string> = { ...statement.settings };
  settings["max_execution_time"] ??= String(MAX_SECONDS);
  settings["log_comment"] = mark;
  // Last of all, so that `readonly` does not forbid the others.
  const readonly = settings["readonly"];
  delete settings["readonly"];
  for (const [name, value] of Object.entries(base)) {
    if ((settings[name] ?? value) !== value) {
      throw new RequestError(452, "SETTING_CONSTRAINT_VIOLATION", `Setting ${name} is not to be changed`);
    }
  }
  Object.assign(settings, base);
  if (signal.aborted) throw new RequestError(394, "QUERY_WAS_CANCELLED", "Query was cancelled");

  const connection = engine.connect();
  const kill = () => void killStatement(engine, mark);
  signal.addEventListener("abort", kill, { once: true });
  try {
    const insert = statement.rows === null ? null : INSERT.exec(statement.sql);
    if (statement.rows !== null && insert !== null)
      return await insertRows(connection, insert, statement.rows, settings);
    const sql = statement.rows === null ? statement.sql : `${statement.sql}\n${statement.rows.toString("utf8")}`;
    const sets = Object.entries(settings).map(([name, value]) => `${name} = ${literal(value)}`);
    const params = Object.entries(statement.params).map(([name, value]) => `param_${name} = ${literal(value)}`);
    const prefix = [...sets, ...params, ...(readonly === undefined ? [] : [`readonly = ${literal(readonly)}`])];
    const result = await connection.queryAsync(`SET ${prefix.join(", ")}; ${sql}`, { format: statement.format });
    return result.bytes();
  } finally {
    signal.removeEventListener("abort", kill);
    connection.close();
  }
}

/** Hands the rows over as bytes, so that they may be binary and need no second copy as text. */
async function insertRows(
  connection: Connection,
  [, table = "", columns, named = ""]: RegExpExecArray,
  rows: Buffer,
  settings: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const format = RAW_FORMATS.find((known) => known.toLowerCase() === named.toLowerCase());
  if (format === undefined) throw new RequestError(73, "UNKNOWN_FORMAT", `Rows cannot be read in format ${named}`);
  const bare = (name: string) => name.replace(/[`"\s]/g, "");
  await connection.insert({
    table: bare(table),
    values: rows,
    format,
    settings,
    ...(columns === undefined ? {} : { columns: columns.split(",").map(bare) }),
  });
  return new Uint8Array(0);
}

/** The engine's C interface cannot interrupt a statement, but another connection can kill it by a mark it bears. */
async function killStatement(engine: Engine, mark: string): Promise<void> {
  let connection: Connection | undefined;
  try {
    // Nobody awaits this: what connecting throws, too, must not end the engine's process.
    connection = engine.connect();
    await connection.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${literal(mark)} ASYNC`);
  } catch {
    // It ended by itself, or ends at its time limit.
  } finally {
    connection?.close();
  }
}

/** A string literal of ClickHouse's SQL: a backslash and a quote are the only characters that could end it. */
const literal = (text: string) => `'${text.replace(/[\\']/g, "\\$&").replaceAll("\0", "\\0")}'`;
