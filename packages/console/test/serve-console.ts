import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LiveMessage, Problem, SessionAnswer, TrendsQuery } from "@wayseal/collector/api";
import { journey, journeys, loss, older, SESSION, trends } from "./answers.js";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
};

/** Stricter than the collector's own by `trusted-types 'none'`: not even a policy may be made. */
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "frame-ancestors 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

export type Handler = (url: URL, body: unknown, request: IncomingMessage) => unknown;

export interface ConsoleServer {
  readonly url: string;
  /** Answers by `METHOD /path`, to be replaced by tests. Throw a `Refusal` for an error. */
  readonly answers: Map<string, Handler>;
  signedIn: boolean;
  /** What was asked, `METHOD /path?query`, in order. */
  readonly asked: string[];
  send(message: LiveMessage): void;
  /** Cuts live connections and refuses new ones until set again. */
  live: boolean;
  cutLive(): void;
  close(): Promise<void>;
}

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail?: string,
  ) {
    super(code);
  }
}

/** Serves the built console under a path of its own, and beside it an API that answers what the test says. */
export async function serveConsole(
  given: {
    readonly session?: SessionAnswer;
    readonly mount?: string;
    /** Null serves the console without any policy, for negative controls. */
    readonly csp?: string | null;
  } = {},
): Promise<ConsoleServer> {
  const { session = SESSION, mount = "/deep/console", csp = CSP } = given;
  const api = new URL("../v1/", `http://x${mount}/`).pathname;
  const listeners = new Set<ServerResponse>();
  const answers = new Map<string, Handler>([
    ["GET session", () => session],
    [
      "POST session",
      (_, body) => {
        if ((body as { password: string }).password !== "correct horse battery")
          throw new Refusal(401, "bad-credentials");
        state.signedIn = true;
        return session;
      },
    ],
    ["DELETE session", () => void (state.signedIn = false)],
    [
      "POST session/password",
      () => {
        state.signedIn = true;
        return session;
      },
    ],
    ["GET journeys", (url) => (url.searchParams.has("cursor") ? older(Date.now()) : journeys(Date.now()))],
    ["GET journeys/:subject", () => journey(Date.now())],
    ["GET sites/shop/install", () => ({ key: "BKEY", version: "1.2.3", integrity: "sha384-abc" })],
    ["GET reveals", () => ({ reveals: [] })],
    ["POST query/trends", (_, body) => trends(body as TrendsQuery)],
    [
      "POST query/loss",
      (_, body) => {
        const { from, to } = body as { from: number; to: number };
        return loss(to, Math.max(2, Math.round((to - from) / 86_400_000)));
      },
    ],
  ]);
  const open = new Set(["POST session", "POST session/password"]);

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : new Refusal(500, "internal");
      const { status, code, detail } = refusal;
      const problem: Problem = {
        type: "about:blank",
        title: code,
        status,
        code,
        ...(detail === undefined ? {} : { detail }),
      };
      response.writeHead(status, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://x");
    if (url.pathname.startsWith(`${mount}/`)) {
      const name = url.pathname.slice(mount.length + 1) || "index.html";
      if (!/^[\w.-]+$/.test(name)) throw new Refusal(404, "not-found");
      const content = await readFile(join(DIST, name)).catch(() => {
        throw new Refusal(404, "not-found");
      });
      const type = TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
      response.writeHead(200, {
        "content-type": type,
        ...(csp === null ? {} : { "content-security-policy": csp }),
        "x-content-type-options": "nosniff",
      });
      response.end(content);
      return;
    }
    if (!url.pathname.startsWith(api)) throw new Refusal(404, "not-found");
    const path = url.pathname.slice(api.length);
    state.asked.push(`${request.method} ${path}${url.search}`);
    if (path === "live") {
      if (!state.signedIn) throw new Refusal(401, "signed-out");
      if (!state.live) throw new Refusal(503, "unavailable");
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(":\n\n");
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
      return;
    }
    const name = `${request.method} ${path.replace(/^journeys\/.+$/, "journeys/:subject")}`;
    if (!state.signedIn && !open.has(name)) throw new Refusal(401, "signed-out");
    const handler = answers.get(name);
    if (handler === undefined) throw new Refusal(404, "not-found");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const said: unknown = await handler(url, text === "" ? undefined : JSON.parse(text), request);
    if (said === undefined) response.writeHead(204).end();
    else
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(typeof said === "string" ? said : JSON.stringify(said));
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const state: ConsoleServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${mount}/`,
    answers,
    signedIn: true,
    asked: [],
    live: true,
    send(message) {
      for (const listener of listeners) listener.write(`event: committed\ndata: ${JSON.stringify(message)}\n\n`);
    },
    cutLive() {
      for (const listener of listeners) listener.destroy();
    },
    async close() {
      for (const listener of listeners) listener.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return state;
}
