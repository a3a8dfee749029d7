import { spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import express from "express";
import { wayseal } from "../express.mjs";
import worker from "../worker.mjs";

export interface Recipe {
  readonly name: string;
  /** The file that docs/first-party.md shows. */
  readonly file: string;
  /** Why it cannot be tried on this machine, or null. */
  readonly missing: string | null;
  /** Serves the merchant's site on a port of 127.0.0.1. @returns How to stop. */
  start(port: number, shop: string, collector: string): Promise<() => Promise<void>>;
}

export const readRecipe = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8");

const PLACES = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/bin", "/usr/local/bin"];

/** @returns Path of an installed program, or null. */
function findProgram(name: string): string | null {
  for (const place of PLACES) {
    try {
      accessSync(join(place, name), constants.X_OK);
      return join(place, name);
    } catch {
      // Not there: look on.
    }
  }
  return null;
}

const missing = (name: string): string | null =>
  findProgram(name) === null ? `${name} is not installed: this recipe was not tried` : null;

/** Runs a server until it is stopped, in a folder of its own. */
async function serve(
  port: number,
  program: string,
  prepare: (folder: string) => { readonly args: readonly string[]; readonly env?: Record<string, string> },
): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "ws-path-"));
  const { args, env = {} } = prepare(folder);
  const child = spawn(findProgram(program) ?? program, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const until = Date.now() + 60_000; !(await listens(port));) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`${program} does not listen: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return stop;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
  });
}

async function serveHere(port: number, handler: RequestListener): Promise<() => Promise<void>> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

/** What the recipes say of hosts, ports and certificates is put right for this machine; all else stays as it is. */
function fill(text: string, changes: readonly (readonly [string, string])[]): string {
  for (const [said, put] of changes) {
    if (!text.includes(said)) throw new Error(`The recipe no longer says ${said}`);
    text = text.replaceAll(said, put);
  }
  return text;
}

const nginx: Recipe = {
  name: "nginx",
  file: "nginx.conf",
  missing: missing("nginx"),
  start: (port, shop, collector) =>
    serve(port, "nginx", (folder) => {
      const site = fill(readRecipe("nginx.conf"), [
        ["listen 80;", `listen 127.0.0.1:${port};`],
        ["server collector.example:443;", `server ${new URL(collector).host};`],
        ["proxy_pass https://wayseal", "proxy_pass http://wayseal"],
        ["http://127.0.0.1:3000", shop],
      ]);
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
      const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
      writeFileSync(join(folder, "site.conf"), site);
      writeFileSync(
        join(folder, "nginx.conf"),
        `${process.getuid?.() === 0 ? "user root;" : ""} pid ${folder}/pid; daemon off; worker_processes 1;
        events {} http { ${paths} access_log off; include ${folder}/site.conf; }`,
      );
      return { args: ["-e", "stderr", "-p", folder, "-c", join(folder, "nginx.conf")] };
    }),
};

const caddy: Recipe = {
  name: "Caddy",
  file: "Caddyfile",
  missing: missing("caddy"),
  start: (port, shop, collector) =>
    serve(port, "caddy", (folder) => {
      const site = fill(readRecipe("Caddyfile"), [
        ["shop.example {", `http://127.0.0.1:${port} {\n\tbind 127.0.0.1`],
        ["https://collector.example", collector],
        ["127.0.0.1:3000", new URL(shop).host],
      ]);
      const home = join(folder, "home");
      mkdirSync(home);
      writeFileSync(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
      return {
        args: ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"],
        env: { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
      };
    }),
};

const expressApp: Recipe = {
  name: "Express",
  file: "express.mjs",
  missing: null,
  start(port, shop, collector) {
    const app = express();
    app.use("/stats", wayseal(collector));
    app.use((request, response, next) => void toShop(shop, request.url).then((page) => response.send(page), next));
    return serveHere(port, app as RequestListener);
  },
};

/** Cloudflare's own part is played by Node: it names the visitor's address and streams what goes in and out. */
const cloudflare: Recipe = {
  name: "Cloudflare Worker",
  file: "worker.mjs",
  missing: null,
  start: (port, shop, collector) =>
    serveHere(port, (request, response) => {
      void (async () => {
        const path = request.url ?? "/";
        if (!path.startsWith("/stats/")) return void response.end(await toShop(shop, path));
        const { method = "GET" } = request;
        const headers = new Headers(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
        );
        headers.set("CF-Connecting-IP", request.socket.remoteAddress ?? "");
        const init = {
          method,
          headers,
          ...(method === "POST" && { body: Readable.toWeb(request), duplex: "half" }),
        } as RequestInit;
        const answer = await worker.fetch(new Request(`http://shop.example${path}`, init), { COLLECTOR: collector });
        // Node's fetch has undone a content coding and still names it; a Worker's does neither.
        const told = [...answer.headers].filter(([name]) => !/^(content-encoding|content-length)$/.test(name));
        response.writeHead(answer.status, Object.fromEntries(told));
        if (answer.body === null) return void response.end();
        await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response);
      })().catch(() => response.destroy());
    }),
};

async function toShop(shop: string, path: string): Promise<string> {
  return (await fetch(shop + path)).text();
}

export const RECIPES: readonly Recipe[] = [nginx, caddy, expressApp, cloudflare];
