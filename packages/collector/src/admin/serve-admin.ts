import { chmod } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { Log } from "../log/log.js";
import type { AdminParts } from "./operation.js";
import { runOperation } from "./operations.js";
import { removeSocket, takeSocketPath } from "./socket-path.js";

const MOST_BYTES = 256 * 1024;
/** Between two signs of life of an operation that takes long; callers give up after 30 seconds without one. */
const BEAT_MS = 5_000;

export interface AdminServer {
  close(): Promise<void>;
}

/**
 * Lets the CLI of the same user work on a data directory that this process has open: HTTP and JSON on a Unix socket of
 * mode 0600 in a directory of mode 0700. Whoever can open it can open the data directory itself.
 */
export async function serveAdmin(
  dir: string,
  parts: AdminParts,
  log: Log,
  beatMs: number = BEAT_MS,
): Promise<AdminServer> {
  const path = await takeSocketPath(dir);
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 4096 }, (request, response) => {
    const answer = (status: number, content: unknown) => {
      clearInterval(beat);
      if (!response.headersSent) response.writeHead(status, HEADERS);
      response.end(JSON.stringify(content));
    };
    // White space before JSON means nothing, and the content alone says whether it went well.
    const beat = setInterval(() => {
      if (!response.headersSent) response.writeHead(200, HEADERS);
      response.write(" ");
    }, beatMs);
    response.on("close", () => clearInterval(beat));
    void (async () => {
      const name = (request.url ?? "").replace(/^\/admin\//, "");
      if (request.method !== "POST")
        throw Object.assign(new Error("Only POST"), { name: "AdminError", fault: "invalid" });
      const result = await runOperation(parts, name, JSON.parse(await bodyOf(request)));
      log.info({ operation: name }, "an operator asked");
      answer(200, { result });
    })().catch((error: unknown) => {
      const { name, fault, message } = error as { name: string; fault?: string; message: string };
      const told = name === "AdminError" || name === "CatalogError" || name === "KeyringError";
      if (!told) log.error({ error }, "an operator's request failed");
      answer(told ? 422 : 500, {
        error: {
          fault: fault ?? "internal",
          message: told ? message : "Something went wrong: see the collector's log",
        },
      });
    });
  });
  // The socket is made with the mode that the umask leaves: nobody can slip in before chmod.
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(path, resolve);
    });
  } finally {
    process.umask(umask);
  }
  await chmod(path, 0o600);
  return {
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await removeSocket(dir);
    },
  };
}

const HEADERS = { "content-type": "application/json", connection: "close" };

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error("too much");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
