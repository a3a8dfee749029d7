import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { cookieOf, httpCollector, PASSWORD } from "../../test/http-collector.js";
import { hello, sealStream } from "../../test/seal-stream.js";
import { createLog } from "./create-log.js";
import { scrubText } from "./scrub.js";

function sink(): { readonly stream: Writable; readonly text: () => string } {
  let text = "";
  return {
    stream: new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    }),
    text: () => text,
  };
}

/** Things that no log may hold, each as it might come by. */
const CANARIES = {
  email: "ana.canary@mail.example",
  query: "https://shop.example/search?q=canary-query",
  fragment: "/console/#/welcome/canaryfragment",
  ip4: "203.0.113.77",
  ip6: "2001:db8:85a3::8a2e:370:7334",
  token: "ws_Canary0123456789abcdefghijklmnopqrstuvwxyz0",
  bearer: "Bearer canary-bearer-value",
  cookie: "wayseal=canarycookievalue0123456789",
  key: "9h94aTzUohfk79OLfDYzmPf-4wnRn9QI38gcZSfRgnY",
  hex: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
  card: "4111 1111 1111 1111",
  password: "https://user:canarypassword@db.example/",
};
const PARTS: Readonly<Record<keyof typeof CANARIES, string>> = {
  email: "ana.canary",
  query: "canary-query",
  fragment: "canaryfragment",
  ip4: "203.0.113",
  ip6: "2001:db8",
  token: "Canary0123",
  bearer: "canary-bearer",
  cookie: "canarycookie",
  key: "9h94aTzU",
  hex: "00112233",
  card: "4111",
  password: "canarypassword",
};

describe("createLog", () => {
  it("cuts canaries out of messages, fields, nested ones and errors", () => {
    const { stream, text } = sink();
    const log = createLog("debug", stream);
    for (const [name, canary] of Object.entries(CANARIES)) {
      log.info({ name }, `saw ${canary} there`);
      log.warn({ value: canary, deep: { list: [canary] }, [canary]: 1 }, "fields");
      log.error({ error: new Error(`failed for ${canary}`, { cause: new Error(canary) }) }, "error");
    }
    log.info({ body: Buffer.from(CANARIES.card) }, "bytes");
    for (const part of Object.values(PARTS)) expect(text()).not.toContain(part);
    expect(text()).toContain("19 bytes");
  });

  it("negative control: a plain logger holds every one of them", () => {
    const { stream, text } = sink();
    const log = pino(stream);
    for (const canary of Object.values(CANARIES)) log.info({ value: canary }, canary);
    for (const part of Object.values(PARTS)) expect(text()).toContain(part);
  });

  it.each([
    "Port 8420 is taken",
    "/v1/journeys/:subject",
    "started",
    "SQLITE_FULL",
    "block 17: 500 rows",
    "2026-11-23",
  ])("leaves %j as it is", (text) => {
    expect(scrubText(text)).toBe(text);
  });

  it("keeps one line, and not an endless one", () => {
    expect(scrubText(`a\nb\r\nc`)).toBe("a b c");
    expect(scrubText("x ".repeat(10_000)).length).toBeLessThanOrEqual(500);
  });
});

describe("the collector's log", () => {
  it("holds nothing of what people and pages send", async () => {
    const stand = await httpCollector();
    const secret = await stand.invite(CANARIES.email, "internal", ["shop"]);
    const signedIn = await stand.post("/v1/session/password", { secret, password: PASSWORD });
    const cookie = cookieOf(signedIn);
    const token = await stand.token("internal");
    await stand.post("/v1/session", { email: CANARIES.email, password: "canary-wrong-password" });
    await stand.ask(`/v1/journeys?site=shop&cursor=canary-query`, { cookie });
    await stand.ask(`/v1/journeys/canary-path-piece?site=shop`, { headers: { authorization: `Bearer ${token}` } });
    await stand.ask(`/nothing/canary-path-piece?canary-query=1`, { headers: { "x-forwarded-for": CANARIES.ip4 } });
    const track = { type: "track", at: 1, name: "canary-event", properties: { note: "canary-value" } };
    const body = new Uint8Array(sealStream(stand.key, "shop", [hello(), track]).envelope());
    expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
    await stand.ask("/v1/streams", { method: "POST", body: "canary-body" });
    await expect.poll(() => stand.log()).toContain('"route":"other"');

    const sent = ["canary", secret, cookie.split("=")[1] ?? "", token, PASSWORD, "127.0.0.1", stand.key.kid];
    for (const part of sent) expect(stand.log()).not.toContain(part);
    expect(stand.log()).toContain('"route":"/v1/session"');
    await stand.close();
  });
});
