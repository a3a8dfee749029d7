import { describe, expect, test, vi } from "vitest";
import { toBase64Url } from "../base64url.js";
import { createKeySource, type KeySourceOptions } from "./key-source.js";

const encode = (value: unknown): string => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
const jwk = (fill: number) => ({
  kty: "OKP",
  crv: "X25519",
  x: toBase64Url(new Uint8Array(32).fill(fill)),
  kid: toBase64Url(new Uint8Array(8).fill(fill)),
  alg: "wayseal-x25519-chacha20poly1305",
});
const set = (version: number, expires = 2000, more: object = {}): object => ({
  site: "shop",
  version,
  issued: 0,
  expires,
  keys: [jwk(version)],
  ...more,
});

async function signer() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const sign = async (payload: unknown, header: object = { alg: "ES256" }): Promise<string> => {
    const signed = `${encode(header)}.${encode(payload)}`;
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const signature = await crypto.subtle.sign(algorithm, pair.privateKey, new TextEncoder().encode(signed));
    return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
  };
  return { publicKey, sign };
}

/** A source whose collector answers in turn. Numbers are statuses without a set. */
function source(answers: (string | number)[], options: Partial<KeySourceOptions> = {}, keys?: string) {
  const state = { requests: 0, keys };
  const own: KeySourceOptions = {
    site: "shop",
    url: "https://collector.example/v1/sites/shop/keys",
    signingKey: null,
    embedded: null,
    fetch: async () => {
      const answer = answers[Math.min(state.requests++, answers.length - 1)] ?? 500;
      return typeof answer === "number" ? new Response("", { status: answer }) : new Response(answer);
    },
    subtle: crypto.subtle,
    now: () => 1000,
  };
  const get = createKeySource({ ...own, ...options }, state);
  const versionOf = async (refresh = false): Promise<number | undefined> => (await get(refresh)).publicKey[0];
  return { state, get, versionOf };
}

describe("the key set", () => {
  test("that came with the script is used without a request, until it expires", async () => {
    const { sign } = await signer();
    let now = 1000;
    const { versionOf, state } = source([await sign(set(2, 9000))], { embedded: await sign(set(1)), now: () => now });
    expect(await versionOf()).toBe(1);
    expect(state.requests).toBe(0);
    now = 2000;
    expect(await versionOf()).toBe(2);
    expect(state.requests).toBe(1);
  });

  test("that was just fetched is used although the visitor's clock calls it expired", async () => {
    const { sign } = await signer();
    const { versionOf } = source([await sign(set(3))], { now: () => 9e15 });
    expect(await versionOf()).toBe(3);
  });

  test("is fetched again when asked to", async () => {
    const { sign } = await signer();
    const { versionOf, state } = source([await sign(set(2))], { embedded: await sign(set(1)) });
    expect(await versionOf(true)).toBe(2);
    expect(state.requests).toBe(1);
  });

  test("takes the first key whose suite it knows", async () => {
    const { sign } = await signer();
    const keys = [null, { ...jwk(7), alg: "wayseal-later" }, { ...jwk(8), x: "AAAA" }, { ...jwk(9), kid: "?" }, jwk(5)];
    const { versionOf } = source([await sign(set(1, 2000, { keys }))]);
    expect(await versionOf()).toBe(5);
  });

  test.each([
    ["no-key", set(1, 2000, { keys: [] })],
    ["other-site", set(1, 2000, { site: "other" })],
    ["unreadable", set(1, 2000, { version: "1" })],
    ["unreadable", { site: "shop" }],
    ["unreadable", [1]],
    ["unreadable", "text"],
  ])("is refused as %s: %j", async (code, payload) => {
    const { sign } = await signer();
    const { get } = source([await sign(payload)]);
    await expect(get()).rejects.toMatchObject({ message: code });
  });

  test.each(["", "..", "a.b.c", "<html>"])("is refused as unreadable: %j", async (jws) => {
    const { get } = source([jws]);
    await expect(get()).rejects.toMatchObject({ message: "unreadable" });
  });

  test("says what the policy refuses, and a share that cannot be read refuses all", async () => {
    const { sign } = await signer();
    const refusedOf = async (more: object) => (await source([await sign(set(1, 2000, more))]).get()).refused;
    expect(await refusedOf({})).toBeUndefined();
    const share = (await refusedOf({ policy: "^a\nb" })) as RegExp;
    expect([share.test("A\nb"), share.test("a")]).toEqual([true, false]);
    for (const policy of [null, 0, false, true, "", "(", ["a"], { version: 2 }]) {
      expect((await refusedOf({ policy }))?.test("anything"), JSON.stringify(policy)).toBe(true);
    }
  });

  test("that comes later changes what those who hold it go by", async () => {
    const { sign } = await signer();
    const { get } = source([await sign(set(1, 2000, { policy: "^b" }))], { embedded: await sign(set(1)) });
    const held = await get();
    expect(held.refused).toBeUndefined();
    await get(true);
    expect(held.refused?.test("b")).toBe(true);
  });

  test("is unavailable while the collector fails, and used when it is back", async () => {
    const { sign } = await signer();
    const { get, versionOf } = source([503, await sign(set(1))]);
    await expect(get()).rejects.toMatchObject({ message: "unavailable" });
    expect(await versionOf()).toBe(1);
  });
});

describe("with the site's signing key", () => {
  test("a signed set is used and kept", async () => {
    const { publicKey, sign } = await signer();
    const jws = await sign(set(4));
    const { versionOf, state } = source([jws], { signingKey: publicKey });
    expect(await versionOf()).toBe(4);
    expect(state.keys).toBe(jws);
  });

  test("refuses a key set that is unsigned, or signed by or in another way", async () => {
    const { publicKey, sign } = await signer();
    const other = await signer();
    const good = await sign(set(4));
    const [head, payload, signature] = good.split(".") as [string, string, string];
    const flipped = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    const bad = [
      `${head}.${payload}.`,
      `${head}.${payload}`,
      `${encode({ alg: "none" })}.${payload}.`,
      await sign(set(4), { alg: "HS256" }),
      await sign(set(4), { alg: "ES256", crit: ["exp"], exp: 1 }),
      await other.sign(set(4)),
      `${head}.${encode(set(5))}.${signature}`,
      `${head}.${payload}.${flipped}`,
      `${head}.${payload}.???`,
      `${good}.more`,
    ];
    for (const jws of bad) {
      const { get } = source([jws], { signingKey: publicKey });
      await expect(get(), jws).rejects.toMatchObject({ message: "unsigned" });
    }
    // The control: the same source takes the set as it was signed.
    expect(await source([good], { signingKey: publicKey }).versionOf()).toBe(4);
  });

  test("refuses a key set for another site", async () => {
    const { publicKey, sign } = await signer();
    const { get } = source([await sign(set(4, 2000, { site: "other" }))], { signingKey: publicKey });
    await expect(get()).rejects.toMatchObject({ message: "other-site" });
  });

  test("refuses a key set of a lower version than one seen, now or on an earlier page", async () => {
    const { publicKey, sign } = await signer();
    const { get, versionOf } = source([await sign(set(4)), await sign(set(3))], { signingKey: publicKey });
    expect(await versionOf()).toBe(4);
    await expect(get(true)).rejects.toMatchObject({ message: "older" });
    const cached = await sign(set(4, 500));
    const later = source([await sign(set(3))], { signingKey: publicKey }, cached);
    await expect(later.get()).rejects.toMatchObject({ message: "older" });
    expect(later.state.requests).toBe(1);
  });

  test("uses the kept set until it expires, and not if somebody changed it", async () => {
    const { publicKey, sign } = await signer();
    const kept = await sign(set(4));
    const good = source([500], { signingKey: publicKey }, kept);
    expect(await good.versionOf()).toBe(4);
    expect(good.state.requests).toBe(0);
    const forged = `${kept.split(".")[0]}.${encode(set(9))}.${kept.split(".")[2]}`;
    const bad = source([kept], { signingKey: publicKey }, forged);
    expect(await bad.versionOf()).toBe(4);
    expect(bad.state.requests).toBe(1);
  });

  test("refuses every set where it cannot check: an insecure context", async () => {
    const { publicKey, sign } = await signer();
    const { get } = source([await sign(set(4))], { signingKey: publicKey, subtle: undefined });
    await expect(get()).rejects.toMatchObject({ message: "unsigned" });
  });

  test("is not waited for longer than 15 seconds", async () => {
    vi.useFakeTimers();
    const { get } = source([], {
      fetch: (_, init) =>
        new Promise((_, fail) => init?.signal?.addEventListener("abort", () => fail(new Error("aborted")))),
    });
    const outcome = expect(get()).rejects.toThrow("aborted");
    await vi.advanceTimersByTimeAsync(14_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await outcome;
    vi.useRealTimers();
  });
});
