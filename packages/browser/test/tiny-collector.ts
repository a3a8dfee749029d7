import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { decodeEnvelopes, streamInfo } from "@wayseal/protocol";

/** One event as the tiny collector opened it. */
export interface Opened {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface TinyCollector {
  readonly origin: string;
  readonly events: Opened[];
  /** Bodies as they came. */
  readonly bodies: Buffer[];
  /** How many records came again. */
  repeats: number;
  /** Answers every request for streams with this status instead of taking it; 0 takes it, -1 cuts the connection. */
  failing: number;
  /** Reasons by which the next records are rejected. */
  rejecting: "key" | "refused" | null;
  /** Milliseconds before it answers. */
  delay: number;
  /** Makes other bytes of each chunk; undefined, and there is none. */
  changeChunk: ((bytes: string) => string | undefined) | undefined;
  /** Milliseconds before it serves a chunk. */
  chunkDelay: number;
  /** Milliseconds before it serves the script with the key set. */
  scriptDelay: number;
  keyRequests: number;
  /** Paths of all requests, in their order. */
  readonly paths: string[];
  /** The policy's share of the key set, from the next `rotate` on. */
  policy: string | undefined;
  rotate(): Promise<void>;
  readonly signingKey: string;
  /** Pages by path. */
  readonly pages: Map<string, string>;
  /** Headers of every page. */
  readonly pageHeaders: Record<string, string>;
  of(type: string): Opened[];
  close(): Promise<void>;
}

const dist = (name: string): string => readFileSync(fileURLToPath(new URL(`../dist/${name}`, import.meta.url)), "utf8");
const base64url = (bytes: ArrayBuffer | Uint8Array | string): string =>
  Buffer.from(bytes as Uint8Array).toString("base64url");

/** What the npm package's entries share lies beside them, under names that the bundler gives. */
const isPart = (path: string): boolean =>
  readdirSync(new URL("../dist", import.meta.url)).includes(path.split("/v1/")[1] ?? "");

const CHUNKS = ["rest.js", "x25519.js", "preview.js"] as const;

/** @returns The end of a chunk's address, which says its bytes. */
export function chunkEnd(name: (typeof CHUNKS)[number]): string {
  return `-${createHash("sha384").update(dist(name)).digest("hex").slice(0, 8)}.js`;
}

/** A collector of one site, written apart from the real one: it opens envelopes with @hpke/core and stores nothing. */
export async function startTinyCollector(site = "shop"): Promise<TinyCollector> {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Chacha20Poly1305(),
  });
  const signer = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const recipients = new Map<string, CryptoKeyPair>();
  let jws = "";
  let version = 0;
  const rotate = async (): Promise<void> => {
    const pair = await suite.kem.generateKeyPair();
    const x = base64url(await suite.kem.serializePublicKey(pair.publicKey));
    const thumbprint = await crypto.subtle.digest("SHA-256", Buffer.from(`{"crv":"X25519","kty":"OKP","x":"${x}"}`));
    const kid = base64url(thumbprint.slice(0, 8));
    recipients.clear();
    recipients.set(kid, pair);
    const keys = [{ kty: "OKP", crv: "X25519", x, kid, alg: "wayseal-x25519-chacha20poly1305" }];
    const times = { issued: Date.now(), expires: Date.now() + 3_600_000 };
    const set = { site, version: ++version, ...times, keys, policy: collector.policy };
    const signed = `${base64url('{"alg":"ES256"}')}.${base64url(JSON.stringify(set))}`;
    const signature = await crypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      signer.privateKey,
      Buffer.from(signed),
    );
    jws = `${signed}.${base64url(signature)}`;
  };
  const collector: Omit<TinyCollector, "origin" | "signingKey"> = {
    events: [],
    bodies: [],
    repeats: 0,
    failing: 0,
    rejecting: null,
    delay: 0,
    changeChunk: undefined,
    chunkDelay: 0,
    scriptDelay: 0,
    keyRequests: 0,
    paths: [],
    policy: undefined,
    rotate,
    pages: new Map(),
    pageHeaders: {},
    of: (type) => collector.events.filter((event) => event.type === type),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  await rotate();
  const seen = new Set<string>();

  const take = async (body: Buffer): Promise<object | null> => {
    const rejected: object[] = [];
    for (const { header, enc, keyId, records } of decodeEnvelopes(body)) {
      const stream = base64url((await crypto.subtle.digest("SHA-256", Buffer.concat([header, enc]))).slice(0, 16));
      const pair = recipients.get(base64url(keyId));
      if (!pair || collector.rejecting) {
        const reason = pair ? collector.rejecting : "key";
        rejected.push(...records.map(({ seq }) => ({ stream, seq, reason })));
        continue;
      }
      const context = await suite.createRecipientContext({
        recipientKey: pair.privateKey,
        enc: Uint8Array.from(enc).buffer,
        info: Uint8Array.from(streamInfo(header)).buffer,
      });
      // The context counts by itself, so numbers that are missing are stepped over by a key of its own.
      const key = (context as unknown as { _ctx: { key: unknown; baseNonce: Uint8Array; seq: number } })._ctx;
      for (const { seq, ciphertext } of records) {
        key.seq = seq;
        const plaintext = await context.open(Uint8Array.from(ciphertext).buffer);
        const event = JSON.parse(new TextDecoder().decode(plaintext)) as Opened;
        if (seen.has(`${stream}/${seq}`)) {
          if (seq > 0) collector.repeats++;
          continue;
        }
        seen.add(`${stream}/${seq}`);
        collector.events.push({ ...event, stream, seq });
      }
    }
    return rejected.length ? { rejected } : null;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    collector.paths.push(pathname);
    const page = collector.pages.get(pathname);
    if (page !== undefined) {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...collector.pageHeaders }).end(page);
      return;
    }
    if (pathname.endsWith("/v1/wayseal.js")) {
      if (collector.scriptDelay) await new Promise((done) => setTimeout(done, collector.scriptDelay));
      const boot = `(self.waysealBoot=self.waysealBoot||{})["${site}"]="${jws}";\n`;
      response.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8" }).end(boot + dist("wayseal.js"));
    } else if (/\/v1\/wayseal-/.test(pathname) || isPart(pathname)) {
      const chunk = /[^/]*\.js(?:on)?$/.exec(pathname)?.[0] ?? "";
      const found = CHUNKS.find((each) => chunk.endsWith(chunkEnd(each)));
      const script = found ?? (pathname.includes("module") ? "index.js" : "wayseal.js");
      const name = chunk.startsWith("wayseal-") ? script : chunk;
      const type = name.endsWith(".json") ? "application/json" : "text/javascript; charset=utf-8";
      if (found && collector.chunkDelay) await new Promise((done) => setTimeout(done, collector.chunkDelay));
      const bytes = found && collector.changeChunk ? collector.changeChunk(dist(name)) : dist(name);
      const cache = found ? "public, max-age=31536000, immutable" : "no-cache";
      const headers = {
        "Content-Type": type,
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": bytes === undefined ? "no-store" : cache,
      };
      response.writeHead(bytes === undefined ? 404 : 200, headers).end(bytes);
    } else if (/\/v1\/plugins\/[\w-]+\.js$/.test(pathname)) {
      const script = dist(`tag/${pathname.split("/").pop()}`);
      response.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8" }).end(script);
    } else if (pathname.endsWith(`/v1/sites/${site}/keys`)) {
      collector.keyRequests++;
      response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end(jws);
    } else if (pathname.endsWith("/v1/streams") && request.method === "POST") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      if (collector.failing < 0) return void request.socket.destroy();
      collector.bodies.push(body);
      if (collector.delay) await new Promise((done) => setTimeout(done, collector.delay));
      const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After" };
      if (collector.failing) return void response.writeHead(collector.failing, headers).end();
      const answer = await take(body);
      response.writeHead(answer ? 200 : 204, headers).end(answer ? JSON.stringify(answer) : undefined);
    } else {
      response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((fault: unknown) => {
      console.error(fault);
      response.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(collector, {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signingKey: base64url(await crypto.subtle.exportKey("raw", signer.publicKey)),
  });
}
