import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { decodeEnvelopes, streamInfo, validateEvent } from "@wayseal/protocol";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generate } from "../generate.mjs";

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});

interface Opened {
  readonly seq: number;
  readonly event: Record<string, unknown>;
  readonly bytes: number;
  readonly sent: number;
}

let server: Server;
let address: string;
const bodies: Buffer[] = [];
const streams: Opened[][] = [];
let answer: Awaited<ReturnType<typeof generate>>;

describe("generated journeys", () => {
  beforeAll(async () => {
    const pair = await suite.kem.generateKeyPair();
    const x = Buffer.from(await suite.kem.serializePublicKey(pair.publicKey)).toString("base64url");
    const key = { kty: "OKP", crv: "X25519", x, kid: "AAAAAAAAAAA", alg: "wayseal-x25519-chacha20poly1305" };
    const payload = Buffer.from(JSON.stringify({ site: "shop", keys: [key] })).toString("base64url");
    let refusals = 1;
    server = createServer((request, response) => {
      if (request.method === "GET") return void response.end(`e30.${payload}.sig`);
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        // The first post is turned away for a moment: it must come again, and count once.
        if (refusals-- > 0) return void response.writeHead(503, { "Retry-After": "0" }).end();
        bodies.push(Buffer.concat(chunks));
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    answer = await generate({ collector: address, shop: "http://shop.test" });
    for (const envelope of bodies.flatMap((body) => decodeEnvelopes(body))) {
      const context = await suite.createRecipientContext({
        recipientKey: pair.privateKey,
        enc: envelope.enc.slice(),
        info: streamInfo(envelope.header),
      });
      const records: Opened[] = [];
      for (const { seq, ciphertext } of envelope.records) {
        const plaintext = Buffer.from(await context.open(ciphertext.slice()));
        const event = JSON.parse(plaintext.toString("utf8")) as Record<string, unknown>;
        records.push({ seq, event, bytes: plaintext.length, sent: envelope.sent });
      }
      streams.push(records);
    }
  });

  afterAll(() => server.close());

  it("open with another implementation of HPKE, in order", () => {
    expect(answer.journeys).toBe(bodies.length);
    expect(answer.events).toBe(streams.flat().length);
    for (const records of streams) expect(records.map(({ seq }) => seq)).toEqual(records.map((_, i) => i));
  });

  it("hold only valid events with nothing unknown", () => {
    for (const { event } of streams.flat()) {
      expect(validateEvent(event)).toMatchObject({ known: true, extra: {} });
    }
  });

  it("say in every hello that they are generated, in at most 384 bytes", () => {
    for (const [hello] of streams) {
      expect(hello?.event).toMatchObject({ type: "hello", generated: true });
      expect(hello?.bytes).toBeLessThanOrEqual(384);
    }
  });

  it("all happened within the last day, and none is yet to come", () => {
    for (const records of streams) {
      const clock = records[0]?.event["clock"] as number;
      for (const { event, sent } of records) {
        const occurred = clock + (event["at"] as number);
        expect(occurred).toBeLessThanOrEqual(sent);
        expect(sent - occurred).toBeLessThan(86_400_000);
      }
    }
  });

  it("carry values of allowed fields only", () => {
    const valued = streams.flat().filter(({ event }) => event["value"] !== undefined);
    expect(valued.length).toBeGreaterThan(10);
    expect(new Set(valued.map(({ event }) => event["field"]))).toEqual(new Set(["email", "country", "note"]));
  });

  it("tell of a tail that was lost", () => {
    const arrived = new Map(bodies.flatMap((body) => decodeEnvelopes(body)).map((e, i) => [i, e.records.length]));
    const told = streams.map(([hello]) => hello?.event["previous"] as [{ count: number }] | undefined);
    const short = told.flatMap((previous, i) =>
      previous !== undefined && previous[0].count !== arrived.get(i - 1) ? [i] : [],
    );
    expect(short).toHaveLength(1);
  });
});
