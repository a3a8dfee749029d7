import { afterEach, describe, expect, test, vi } from "vitest";
import { ingestToken } from "../plugins/ingest-token.js";
import type { PluginContext } from "../plugin.js";
import { createTokenSource } from "./create-token-source.js";
import { fetchToken } from "./fetch-token.js";

const NOW = 1_800_000_000_000;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
/** A token's shape; nobody here checks its signature. */
const tokenOf = (claims: unknown): string => `${part({ alg: "EdDSA" })}.${part(claims)}.c2ln`;
const seconds = (after: number): number => NOW / 1000 + after;
const minutes = (iat: number, exp: number): string => tokenOf({ iat: seconds(60 * iat), exp: seconds(60 * exp) });

/** A source whose clocks stand until they are moved. */
function start(given: readonly (string | Error)[], first?: string) {
  const state = { now: NOW, clock: 500, asked: 0 };
  const left = [...given];
  const next = createTokenSource({
    async get() {
      state.asked++;
      await Promise.resolve();
      const answer = left.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error("none left");
      return answer;
    },
    first,
    now: () => state.now,
    clock: () => state.clock,
  });
  const pass = (ms: number): void => {
    state.now += ms;
    state.clock += ms;
  };
  return { next, state, pass };
}

describe("the source of ingest tokens", () => {
  test("asks once however many streams begin, and again before the token ends", async () => {
    const [one, two] = [minutes(0, 5), minutes(5, 10)];
    const { next, state, pass } = start([one, two]);
    expect(await Promise.all([next(), next(), next()])).toEqual([one, one, one]);
    pass(269_000);
    expect([await next(), state.asked]).toEqual([one, 1]);
    // Half a minute is left of it.
    pass(1000);
    expect([await next(), state.asked]).toEqual([two, 2]);
  });

  test.each<[string, string, number]>([
    ["that ends in a minute", minutes(-9, 1), 45_000],
    ["of two seconds", tokenOf({ exp: seconds(2) }), 1500],
    ["whose end this clock takes for far off, and that says it lasts a minute", minutes(1000, 1001), 45_000],
  ])("a token %s is used for so long", async (_, token, good) => {
    const { next, state, pass } = start([token, minutes(0, 99)]);
    await next();
    pass(good - 1);
    expect([await next(), state.asked]).toEqual([token, 1]);
    pass(1);
    await next();
    expect(state.asked).toBe(2);
  });

  test.each<[string, string]>([
    ["that has ended, by this clock", minutes(-10, -5)],
    ["that does not say when it ends", tokenOf({ aud: "shop" })],
    ["whose end is no time", tokenOf({ exp: "soon" })],
    ["whose claims cannot be read", "a.b.c"],
  ])("a token %s is used once: a visitor's wrong clock must not silence them", async (_, token) => {
    const { next, state } = start([token, token]);
    expect([await next(), await next(), state.asked]).toEqual([token, token, 2]);
  });

  test.each<[string, string | Error]>([
    ["that cannot be had", new Error("401")],
    ["that is none", "<!doctype html>"],
    ["that is too long for the wire", `a.${"b".repeat(2048)}.c`],
    ["that is nothing", ""],
  ])("a token %s is an error, and the next stream asks again", async (_, answer) => {
    const { next, state } = start([answer, minutes(0, 5)]);
    await expect(next()).rejects.toThrow();
    expect([await next(), state.asked]).toEqual([minutes(0, 5), 2]);
  });

  test("the page's own token comes first, and nobody is asked while it is good", async () => {
    const { next, state, pass } = start([minutes(5, 10)], ` ${minutes(0, 5)}\n`);
    expect([await next(), state.asked]).toEqual([minutes(0, 5), 0]);
    pass(300_000);
    expect([await next(), state.asked]).toEqual([minutes(5, 10), 1]);
  });
});

describe("the plugin", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("gives the client what gives tokens, by an address or a function", async () => {
    const token = minutes(0, 5);
    const give = vi.fn();
    ingestToken({ get: () => token })({ token: give } as unknown as PluginContext);
    expect(await (give.mock.calls[0]?.[0] as () => Promise<string>)()).toBe(token);
    expect(() => ingestToken({})).toThrow(TypeError);
  });

  test.each([
    ["text", (token: string) => `${token}\n`],
    ["JSON", (token: string) => JSON.stringify({ token })],
  ])("takes %s, asks its own origin with cookies, and keeps no copy", async (_, write) => {
    const asked = vi.fn((url: string, init: RequestInit) => Promise.resolve(new Response(write(url + init.method))));
    vi.stubGlobal("fetch", asked);
    expect((await fetchToken("/token")).trim()).toBe("/tokenundefined");
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ credentials: "same-origin", cache: "no-store" });
  });

  test.each([401, 403, 500])("takes no answer of status %i for a token", async (status) => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("a.b.c", { status })));
    await expect(fetchToken("/token")).rejects.toThrow(`${status}`);
  });
});
