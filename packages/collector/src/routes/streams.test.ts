import { connect } from "node:net";
import { MAX_BODY_BYTES, MAX_PLAINTEXT_BYTES, pad } from "@wayseal/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector, ORIGIN } from "../../test/http-collector.js";
import { hello, sealStream } from "../../test/seal-stream.js";
import { CatalogError } from "../ports/catalog.js";

let stand: HttpCollector;
beforeAll(async () => {
  stand = await httpCollector({ limits: { bodyMs: 400 } });
});
afterAll(() => stand.close());

const click = { type: "click", at: 5, role: "button" };
const text = { "content-type": "text/plain" };
const send = (body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string> = text) =>
  stand.ask("/v1/streams", { method: "POST", body, headers });

/** An envelope to `shop` with a hello, `events`, and a clock that is right. */
function envelope(events: readonly (object | Uint8Array)[] = [click], site = "shop"): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sealStream(stand.key, site, [hello({ clock: Date.now() }), ...events]).envelope(Date.now()));
}

function edit(body: Uint8Array<ArrayBuffer>, at: number, ...bytes: number[]): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(body);
  copy.set(bytes, at);
  return copy;
}

async function rows(): Promise<number> {
  return stand.catalog.depth();
}

describe("POST /v1/streams", () => {
  it("stores an envelope and answers 204 with nothing", async () => {
    const before = await rows();
    const answer = await send(envelope(), { ...text, origin: ORIGIN });
    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe("");
    expect(await rows()).toBe(before + 2);
  });

  it("answers a repeat with 204 and stores it once", async () => {
    const body = envelope();
    expect((await send(body)).status).toBe(204);
    const before = await rows();
    expect((await send(body)).status).toBe(204);
    expect(await rows()).toBe(before);
  });

  it("takes application/octet-stream and a body without a type", async () => {
    expect((await send(envelope(), { "content-type": "application/octet-stream" })).status).toBe(204);
    const answer = await stand.ask("/v1/streams", { method: "POST", body: new Blob([envelope()]) });
    expect(answer.status).toBe(204);
  });

  const bad: readonly [string, () => Uint8Array<ArrayBuffer> | string, Record<string, string>, number, string][] = [
    ["an empty body", () => "", text, 400, "malformed"],
    ["text", () => "hello", text, 400, "malformed"],
    ["JSON", () => '{"events":[]}', text, 400, "malformed"],
    ["a wrong magic", () => edit(envelope(), 0, 0x58), text, 400, "malformed"],
    ["a wrong version", () => edit(envelope(), 2, 2), text, 400, "malformed"],
    ["a suite that cannot be framed", () => edit(envelope(), 11, 0xff, 0xff), text, 400, "malformed"],
    ["a truncated envelope", () => envelope().slice(0, -1), text, 400, "malformed"],
    ["an envelope cut in its header", () => envelope().slice(0, 17), text, 400, "malformed"],
    ["a tail that is no envelope", () => new Uint8Array([...envelope(), 0x57]), text, 400, "malformed"],
    ["an unknown site", () => envelope([click], "nowhere"), text, 404, "unknown-site"],
    ["a wrong origin", () => envelope(), { ...text, origin: "https://evil.example" }, 403, "origin"],
    ["an origin of null", () => envelope(), { ...text, origin: "null" }, 403, "origin"],
    ["a body of one byte too many", () => new Uint8Array(MAX_BODY_BYTES + 1), text, 413, "too-large"],
    ["application/json", () => envelope(), { "content-type": "application/json" }, 415, "content-type"],
    ["a form", () => envelope(), { "content-type": "application/x-www-form-urlencoded" }, 415, "content-type"],
    ["a content coding", () => envelope(), { ...text, "content-encoding": "gzip" }, 415, "content-type"],
  ];
  it.each(bad)("refuses %s as a whole, without effect", async (_, body, headers, status, code) => {
    const before = await rows();
    const answer = await send(body(), headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(await answer.json()).toMatchObject({ type: `urn:wayseal:problem:${code}`, status, code });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-expose-headers")).toBe("Retry-After");
    expect(await rows()).toBe(before);
  });

  it("takes a body of exactly the limit as far as its framing", async () => {
    expect((await send(new Uint8Array(MAX_BODY_BYTES))).status).toBe(400);
  });

  const flipped = (at: number) => (body: Uint8Array<ArrayBuffer>) => edit(body, at, (body.at(at) ?? 0) ^ 1);
  const refused: readonly [string, (body: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>, string][] = [
    ["a key id that is not accepted", flipped(3), "key"],
    ["a suite that the key does not open", (body) => edit(body, 15, 0, 1), "key"],
    ["another enc", flipped(30), "unreadable"],
  ];
  it.each(refused)("answers %s with 200 and its reason, and stores nothing", async (_, change, reason) => {
    const before = await rows();
    const answer = await send(change(envelope()));
    expect(answer.status).toBe(200);
    const { rejected } = (await answer.json()) as { rejected: { seq: number; reason: string }[] };
    expect(rejected.map(({ seq, reason }) => [seq, reason])).toEqual([
      [0, reason],
      [1, reason],
    ]);
    expect(await rows()).toBe(before);
  });

  const records: readonly [string, object | Uint8Array, string | null][] = [
    ["invalid JSON", pad(Buffer.from('{"type":"click"')), "unreadable"],
    ["JSON that is no object", pad(Buffer.from("7")), "unreadable"],
    ["bytes that are no UTF-8", pad(Uint8Array.of(0x22, 0xff, 0x22)), "unreadable"],
    ["a length that is not padded", new Uint8Array(63).fill(0x20), "unreadable"],
    ["a record that is too large", new Uint8Array(MAX_PLAINTEXT_BYTES + 64).fill(0x20), "unreadable"],
    ["an event of the wrong shape", { type: "click", at: "soon" }, "unreadable"],
    ["a second hello", hello(), "unreadable"],
    ["an unknown event type", { type: "teleport", at: 5, to: "the moon" }, null],
    ["an event years after its page began", { type: "click", at: 3e11, role: "button" }, "unreadable"],
  ];
  it.each(records)("answers %s among good ones for itself alone", async (_, event, reason) => {
    const before = await rows();
    const answer = await send(envelope([click, event, click]));
    expect(answer.status).toBe(reason === null ? 204 : 200);
    if (reason !== null) {
      const { rejected } = (await answer.json()) as { rejected: unknown[] };
      expect(rejected).toEqual([{ stream: expect.stringMatching(/^[\w-]{22}$/) as string, seq: 2, reason }]);
    }
    expect(await rows()).toBe(before + (reason === null ? 4 : 3));
  });

  it("takes a sender whose clock is years off", async () => {
    const stream = sealStream(stand.key, "shop", [hello({ clock: 0 }), click]);
    expect((await send(new Uint8Array(stream.envelope(0)))).status).toBe(204);
  });

  it.each(["GET", "PUT", "PATCH", "DELETE", "QUERY"])("answers %s with 405 and Allow", async (method) => {
    const answer = await stand.ask("/v1/streams", { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, OPTIONS");
    expect(await answer.json()).toMatchObject({ code: "method" });
  });

  it("answers a preflight, and grants no credentials", async () => {
    const answer = await stand.ask("/v1/streams", { method: "OPTIONS", headers: { origin: ORIGIN } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toBe("POST");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("answers a body that stops half way with 408, which an SDK tries again", async () => {
    const before = await rows();
    const { port } = new URL(stand.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write(
          "POST /v1/streams HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nWS",
        );
      });
      let said = "";
      socket.on("data", (chunk) => (said += String(chunk)));
      socket.on("end", () => resolve(said));
      socket.on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain("Access-Control-Allow-Origin: *");
    expect(answer).toContain('"code":"timeout"');
    expect(await rows()).toBe(before);
  });

  it("never says 2xx where the commit failed", async () => {
    for (const fault of ["full", "read-only", "damaged", "closed", "overloaded"] as const) {
      const failing = await httpCollector({
        wrap: (catalog) => ({ ...catalog, commit: () => Promise.reject(new CatalogError(fault, "secret detail")) }),
      });
      const body = sealStream(failing.key, "shop", [hello(), click]).envelope();
      const answer = await failing.ask("/v1/streams", { method: "POST", body: new Uint8Array(body), headers: text });
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await answer.text()).not.toContain("secret detail");
      await failing.close();
    }
  });

  it("limits requests of one address, with Retry-After", async () => {
    const limited = await httpCollector({ limits: { streamsPerMinute: 3 } });
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await limited.ask("/v1/streams", { method: "POST", body: "x" }));
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 429]);
    expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answers[3]?.headers.get("access-control-allow-origin")).toBe("*");
    await limited.close();
  });

  it("refuses with 503 once it is stopping", async () => {
    const stopping = await httpCollector();
    await stopping.collector.stop();
    const answer = await stopping.ask("/v1/streams", { method: "POST", body: "x" });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).not.toBeNull();
    await stopping.close();
  });
});
