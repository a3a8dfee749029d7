import { validateEvent } from "@wayseal/protocol";
import { describe, expect, test } from "vitest";
import { cleanJson } from "./json.js";
import { redact } from "./redact.js";

const RULES = { allow: [], query: [] };

describe("custom properties", () => {
  test("lose members whose name or value is of a never class, at any depth", () => {
    const clean = cleanJson({
      plan: "gold",
      password: "x",
      nested: { cardNumber: "1", ok: 1, list: ["4111111111111111", "fine", 4111111111111111] },
      token: "sk_live_1",
    });
    expect(clean).toEqual({ plan: "gold", nested: { ok: 1, list: ["fine"] } });
  });

  test.each([
    [null, undefined],
    ["text", undefined],
    [[1], undefined],
    [
      { a: undefined, b: () => 1, c: NaN, d: new Date(0), e: Symbol("s") },
      { a: null, b: null, c: null, d: "1970-01-01T00:00:00.000Z", e: null },
    ],
    [{ a: { b: { c: { d: { e: 1 } } } } }, { a: { b: { c: {} } } }],
    [JSON.parse('{"__proto__":{"x":1},"y":2}'), { y: 2 }],
  ])("are plain JSON: %#", (given, wanted) => {
    expect(cleanJson(given)).toEqual(wanted);
  });

  test("of any size and shape give an event that the collector accepts", () => {
    const circular: Record<string, unknown> = { a: 1 };
    circular["self"] = circular;
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, [i, { i }]]));
    for (const properties of [circular, wide, { ["n".repeat(300)]: 1 }, { deep: [[[[[[1]]]]]] }]) {
      const { body } = redact({ type: "track", time: 0, page: "https://shop.example/", name: "x", properties }, RULES);
      expect(validateEvent(JSON.parse(JSON.stringify({ ...body, at: 0 })))).toMatchObject({ known: true });
    }
  });
});

describe("registered properties", () => {
  const of = (properties: unknown, registered: object) =>
    redact(
      { type: "track", time: 0, page: "https://shop.example/", name: "x", properties },
      { ...RULES, registered: registered as Record<string, unknown> },
    ).body["properties"];

  test("are added to the event's own, which win, and cleaned as they are", () => {
    expect(of({ b: 2 }, { a: 1, b: 1 })).toEqual({ a: 1, b: 2 });
    expect(of(undefined, { a: 1 })).toEqual({ a: 1 });
    expect(of({}, { password: "x", card: "4111111111111111", ok: 1 })).toEqual({ ok: 1 });
  });

  test("leave what is no object as it was: out", () => {
    for (const properties of ["text", 5, ["a"]]) expect(of(properties, { a: 1 })).toBeUndefined();
  });

  test("are not added to traits, nor to what is inside properties", () => {
    const { body } = redact(
      { type: "identify", time: 0, page: "https://shop.example/", user: "u", traits: { t: { x: 1 } } },
      { ...RULES, registered: { a: 1 } },
    );
    expect(body["traits"]).toEqual({ t: { x: 1 } });
    expect(of({ properties: {} }, { a: 1 })).toEqual({ a: 1, properties: {} });
  });
});
