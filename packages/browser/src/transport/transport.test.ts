import { afterEach, describe, expect, test, vi } from "vitest";
import { backOff } from "./back-off.js";
import { readRetryAfter } from "./retry-after.js";
import { createTransport, type ExitMeans } from "./transport.js";

const body = (length = 10): Uint8Array => new Uint8Array(length);

interface Given extends ExitMeans {
  readonly fetch: typeof fetch;
  readonly timeout: number;
  readonly now: () => number;
}

/** A transport whose requests are answered by hand. */
function byHand(given: Partial<Given> = {}) {
  const requests: { init: RequestInit; answer: (response: Response) => void; fail: () => void }[] = [];
  const send: typeof fetch = (_url, init) =>
    new Promise((answer, fail) => {
      init?.signal?.addEventListener("abort", () => fail(new Error("aborted")));
      requests.push({ init: init as RequestInit, answer, fail: () => fail(new TypeError("network")) });
    });
  const { keepalive = true, beacon, now = Date.now, timeout } = given;
  const url = "https://collector.example/v1/streams";
  const transport = createTransport(url, given.fetch ?? send, now, { keepalive, beacon }, timeout);
  return { transport, requests };
}

afterEach(() => vi.useRealTimers());

describe("what an answer means", () => {
  const RETRY = { kind: "retry", after: null };
  test.each<[number, object]>([
    [200, { kind: "stored", rejected: [] }],
    [204, { kind: "stored", rejected: [] }],
    [299, { kind: "stored", rejected: [] }],
    ...[
      300, 304, 400, 401, 403, 404, 405, 407, 409, 410, 413, 414, 415, 418, 421, 422, 425, 428, 430, 431, 451, 499,
    ].map((status): [number, object] => [status, { kind: "refused", status }]),
    ...[408, 429, 500, 501, 502, 503, 504, 520, 599].map((status): [number, object] => [status, RETRY]),
  ])("%i", async (status, wanted) => {
    const { transport, requests } = byHand();
    const sent = transport.send(body(), false);
    requests[0]?.answer(new Response(status === 204 || status === 304 ? null : "", { status }));
    expect(await sent).toEqual(wanted);
  });

  test("a network error is worth another try", async () => {
    const { transport, requests } = byHand();
    const sent = transport.send(body(), false);
    requests[0]?.fail();
    expect(await sent).toEqual(RETRY);
  });

  test("a fetch that throws at once is worth another try, and nothing rejects", async () => {
    const { transport } = byHand({
      fetch: () => {
        throw new Error("patched by the page");
      },
    });
    expect(await transport.send(body(), true)).toEqual(RETRY);
  });

  test("a silent collector counts as down", async () => {
    vi.useFakeTimers();
    const { transport } = byHand({ timeout: 50 });
    const sent = transport.send(body(), false);
    await vi.advanceTimersByTimeAsync(50);
    expect(await sent).toEqual(RETRY);
  });

  test.each([
    [`{"rejected":[{"stream":"s","seq":1,"reason":"key"}]}`, [{ stream: "s", seq: 1, reason: "key" }]],
    [`{"rejected":"all"}`, []],
    [`{"rejected":[null,7]}`, []],
    ["null", []],
    ["not json", []],
  ])("a 200 with %s", async (text, rejected) => {
    const { transport, requests } = byHand();
    const sent = transport.send(body(), false);
    requests[0]?.answer(new Response(text));
    expect(await sent).toEqual({ kind: "stored", rejected });
  });

  test.each([429, 503])("honours Retry-After on %i", async (status) => {
    const { transport, requests } = byHand();
    const sent = transport.send(body(), false);
    requests[0]?.answer(new Response("", { status, headers: { "Retry-After": "7" } }));
    expect(await sent).toEqual({ kind: "retry", after: 7000 });
  });
});

describe("the request", () => {
  test("needs no preflight, carries no cookie, and is under way before send returns", () => {
    const { transport, requests } = byHand();
    void transport.send(body(), true);
    expect(requests[0]?.init).toMatchObject({
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      credentials: "omit",
      keepalive: true,
    });
  });

  test("keepalive requests share 64 KiB, freed when the answer has been read", async () => {
    const { transport, requests } = byHand();
    expect(transport.room).toBe(65_536);
    const first = transport.send(body(60_000), false);
    expect(transport.room).toBe(5_536);
    void transport.send(body(5_536), false);
    expect(transport.room).toBe(0);
    void transport.send(body(1), false);
    expect(requests.map(({ init }) => init.keepalive)).toEqual([true, true, false]);

    let finish = (): void => undefined;
    const slow = new ReadableStream({ start: (controller) => void (finish = () => controller.close()) });
    requests[0]?.answer(new Response(slow));
    await Promise.resolve();
    expect(transport.room).toBe(0);
    finish();
    await first;
    expect(transport.room).toBe(60_000);
  });

  test.each([
    [65_535, true],
    [65_536, true],
    [65_537, false],
  ])("a body of %i bytes: keepalive %s", (length, keepalive) => {
    const { transport, requests } = byHand();
    void transport.send(body(length), false);
    expect(requests[0]?.init.keepalive).toBe(keepalive);
  });

  test("uses a beacon only where keepalive is missing, and only for a closing page", async () => {
    const beacons: Blob[] = [];
    const beacon = (_url: string, blob: Blob): boolean => beacons.push(blob) > 0;
    const old = byHand({ keepalive: false, beacon });
    expect(await old.transport.send(body(), true)).toEqual({ kind: "retry", after: null });
    expect(beacons.map(({ type, size }) => [type, size])).toEqual([["text/plain", 10]]);
    void old.transport.send(body(), false);
    expect([old.requests.length, beacons.length]).toEqual([1, 1]);
    const current = byHand({ beacon });
    void current.transport.send(body(), true);
    expect([current.requests.length, beacons.length]).toEqual([1, 1]);
  });
});

test.each([
  [null, null],
  ["", null],
  ["soon", null],
  ["0", 0],
  ["120", 120_000],
  [" 5 ", 5000],
  ["999999", 3_600_000],
  ["-5", null],
  ["1.5", null],
  ["Thu, 01 Jan 1970 00:00:10 GMT", 9000],
  ["Wed, 31 Dec 1969 00:00:00 GMT", 0],
])("Retry-After %j is %j ms", (field, wait) => {
  expect(readRetryAfter(field, 1000)).toBe(wait);
});

test("backs off with full jitter, up to five minutes", () => {
  expect([0, 1, 2, 8, 9, 40].map((attempt) => backOff(attempt, () => 1))).toEqual([
    1000, 2000, 4000, 256_000, 300_000, 300_000,
  ]);
  expect(backOff(9, () => 0)).toBe(0);
});
