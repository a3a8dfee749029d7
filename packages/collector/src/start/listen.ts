import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import { PROBLEMS, type ProblemCode } from "../routes/problem.js";
import type { Limits } from "../settings/settings.js";

/** Headers of one request; Express and proxies need far less. */
const MOST_HEADER_BYTES = 16 * 1024;

/** The address cannot be listened on. The message is one line for an operator. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  constructor(
    readonly fault: "taken" | "refused",
    message: string,
  ) {
    super(message);
  }
}

export interface Listening {
  readonly port: number;
  /** Answers requests from now on. Before, they get 503. */
  handle(handler: RequestListener): void;
  /** Stops accepting, lets requests under way end, and cuts those that take longer than `limits.shutdownMs`. */
  close(): Promise<void>;
}

/**
 * Listens with limits on headers, time and connections. It listens before anything is opened, so that a port that is
 * taken has no effect on the data.
 *
 * @throws {ListenError}
 */
export async function listen({
  port,
  host,
  limits,
}: {
  port: number;
  host: string;
  limits: Limits;
}): Promise<Listening> {
  let handler: RequestListener = (_request, response) => {
    response.writeHead(503, { ...HEADERS, "Retry-After": "2" }).end(problemText("unavailable"));
  };
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: limits.headersMs,
      // A little later than the route's own limit on a body, whose answer is the better one.
      requestTimeout: Math.max(limits.headersMs, limits.bodyMs) + 5_000,
      connectionsCheckingInterval: 1_000,
      // Longer than proxies keep an idle connection, so that it is they who close it.
      keepAliveTimeout: 65_000,
    },
    (request, response) => handler(request, response),
  );
  server.maxConnections = limits.connections;
  server.on("clientError", answerClientError);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : port,
    handle(next) {
      handler = next;
    },
    close: () => closeServer(server, limits.shutdownMs),
  };
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new ListenError("taken", `Port ${port} is taken: stop what listens there, or choose another with --port`);
    case "EACCES":
      return new ListenError("refused", `Port ${port} may not be listened on by this user: choose one above 1023`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new ListenError("refused", `HOST: ${host} is no address of this machine`);
    default:
      return error;
  }
}

async function closeServer(server: Server, patience: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections that are kept alive become idle one by one, as their requests end.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), patience);
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

const HEADERS = {
  "Content-Type": "application/problem+json",
  "Cache-Control": "no-store",
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Retry-After",
  Connection: "close",
};

/** Requests that never became one: too slow, headers too large, or not HTTP. Answered like every other error. */
function answerClientError(error: NodeJS.ErrnoException, duplex: unknown): void {
  const socket = duplex as Socket;
  const { _httpMessage: begun } = socket as unknown as { _httpMessage?: { headersSent: boolean } | null };
  if (error.code === "ECONNRESET" || !socket.writable || begun?.headersSent === true) {
    socket.destroy();
    return;
  }
  const code: ProblemCode =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? "timeout"
      : error.code === "HPE_HEADER_OVERFLOW"
        ? "headers-too-large"
        : "invalid";
  const text = problemText(code);
  const head = Object.entries({ ...HEADERS, "Content-Length": Buffer.byteLength(text) })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  socket.end(`HTTP/1.1 ${PROBLEMS[code][0]} ${PROBLEMS[code][1]}\r\n${head}\r\n${text}`);
}

function problemText(code: ProblemCode): string {
  const [status, title] = PROBLEMS[code];
  return JSON.stringify({ type: `urn:wayseal:problem:${code}`, title, status, code });
}
