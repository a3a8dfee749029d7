import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createLane, LaneFull } from "./create-lane.js";
import type { Engine } from "./open-engine.js";
import { parseRequest, RequestError } from "./parse-request.js";
import { runStatement } from "./run-statement.js";

/** Statements besides inserts that run at once; the child's thread pool is this, inserts, and a few to spare. */
export const QUESTION_LANE = 4;
const MAX_BODY_BYTES = 64 << 20;
const PING = { sql: "EXISTS system.one", rows: null, format: "Null", settings: {}, params: {} };

/**
 * Speaks as much of ClickHouse's HTTP interface as `@clickhouse/client` uses: queries in URL or body, settings and
 * parameters in the URL, formats, `/ping`, and exceptions as ClickHouse words them.
 * https://clickhouse.com/docs/interfaces/http
 */
export function serveEngine(engine: Engine, base: Readonly<Record<string, string>>): Server {
  const questions = createLane({ width: QUESTION_LANE, waiting: 64 });
  const inserts = createLane({ width: 1, waiting: 64 });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const url = request.url ?? "/";
    if (url === "/ping") {
      // Not queued: it tells that the engine answers, not that it is idle.
      await runStatement(engine, base, PING, gone.signal);
      send(response, 200, {}, "Ok.\n");
      return;
    }
    const body = await readBody(request);
    const statement = parseRequest(url, body);
    const lane = /^\s*INSERT\s/i.test(statement.sql) ? inserts : questions;
    const bytes = await lane.run(() => runStatement(engine, base, statement, gone.signal));
    send(response, 200, { "X-ClickHouse-Format": statement.format }, bytes);
  }

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendError(response, error));
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const type = request.headers["content-type"] ?? "";
  if (request.headers["content-encoding"] !== undefined || type.startsWith("multipart/")) {
    throw new RequestError(48, "NOT_IMPLEMENTED", "Bodies are plain here: neither compressed nor in parts");
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new RequestError(307, "TOO_MANY_BYTES", "The body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: Uint8Array | string) {
  if (response.destroyed) return;
  response.writeHead(status, { "Content-Type": "text/plain; charset=UTF-8", ...headers });
  response.end(body);
}

function sendError(response: ServerResponse, error: unknown): void {
  const { code, label, message } = read(error);
  const status = code === 202 ? 503 : code === 62 || code === 456 || code === 457 || code === 115 ? 400 : 500;
  send(
    response,
    status,
    { "X-ClickHouse-Exception-Code": String(code) },
    `Code: ${code}. DB::Exception: ${message}. (${label})`,
  );
}

function read(error: unknown): { code: number; label: string; message: string } {
  if (error instanceof RequestError) return error;
  if (error instanceof LaneFull) return { code: 202, label: "TOO_MANY_SIMULTANEOUS_QUERIES", message: error.message };
  const text = error instanceof Error ? error.message : "";
  const match = /Code: (\d+)\. DB::Exception: ([^]*?)\.? \(([A-Z0-9_]+)\)/.exec(text);
  if (match === null) return { code: 1001, label: "STD_EXCEPTION", message: "The engine failed" };
  return { code: Number(match[1]), message: match[2] ?? "", label: match[3] ?? "" };
}
