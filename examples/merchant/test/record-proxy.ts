import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy in front of the collector that keeps every byte which a browser sent through it. */
export interface RecordProxy {
  readonly url: string;
  /** Request lines, headers and bodies, as they came. */
  readonly recorded: () => Buffer;
  readonly bodies: () => number;
  /** While true, events are answered with 503, so that browsers have to keep them. */
  down: boolean;
  readonly close: () => Promise<void>;
}

/** @param rewrite May replace the body of the answer to a GET of `path`. */
export async function createRecordProxy(
  target: string,
  rewrite: (path: string, body: Buffer) => Buffer = (_, body) => body,
): Promise<RecordProxy> {
  const record: Buffer[] = [];
  let bodies = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const path = incoming.url ?? "/";
      record.push(Buffer.from(`${incoming.method} ${path}\n${incoming.rawHeaders.join("\n")}\n`), body);
      if (body.length > 0) bodies++;
      if (proxy.down && incoming.method === "POST") {
        outgoing.writeHead(503, { "Access-Control-Allow-Origin": "*", "Retry-After": "1" }).end();
        return;
      }
      // Uncoded, so that answers can be read and rewritten.
      const { host: _, "accept-encoding": _coding, ...headers } = incoming.headers;
      const forward = request(new URL(path, target), { method: incoming.method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => parts.push(chunk));
        answer.on("end", () => {
          const { "content-length": _length, ...rest } = answer.headers;
          const whole = Buffer.concat(parts);
          outgoing.writeHead(answer.statusCode ?? 502, rest);
          outgoing.end(incoming.method === "GET" ? rewrite(path, whole) : whole);
        });
      });
      forward.on("error", () => outgoing.destroy());
      forward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: RecordProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded: () => Buffer.concat(record),
    bodies: () => bodies,
    down: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
