import { describe, expect, it } from "vitest";
import { COMPLETE } from "../test/complete.js";
import type { EventType } from "./events.js";
import { EVENT_SHAPES } from "./shapes.js";
import { MAX_JSON_NODES, validateEvent } from "./validate.js";

const TYPES = Object.keys(EVENT_SHAPES) as EventType[];

describe("validateEvent", () => {
  it.each(TYPES)("takes a complete %s and copies each of its fields", (type) => {
    const result = validateEvent({ type, ...COMPLETE[type] });
    expect(result).toEqual({ known: true, event: { type, ...COMPLETE[type] }, extra: {} });
    expect(Object.keys(COMPLETE[type]).sort()).toEqual(Object.keys(EVENT_SHAPES[type]).sort());
  });

  const fields = TYPES.flatMap((type) =>
    Object.entries(EVENT_SHAPES[type]).map(([name, field]) => ({ type, name, field })),
  );

  it.each(fields)("minds $type.$name: missing, and of another kind", ({ type, name, field }) => {
    const missing: Record<string, unknown> = { type, ...COMPLETE[type] };
    delete missing[name];
    expect(validateEvent(missing).known).toBe(field.optional ? true : null);
    // A function is of no JSON kind, so it fits none of the shapes.
    const wrong = field.shape.kind === "object" || field.shape.kind === "json" ? "text" : { not: "this" };
    const result = validateEvent({ type, ...COMPLETE[type], [name]: wrong });
    expect(result).toMatchObject({ known: null });
    expect((result as { fault: string }).fault).toContain(`${type}.${name}`);
  });

  it("never repeats a value in what it says is wrong", () => {
    const result = validateEvent({ type: "page_view", at: 1, kind: "4111111111111111" });
    expect(JSON.stringify(result)).not.toContain("4111");
  });

  it("keeps an unknown type and unknown fields apart", () => {
    expect(validateEvent({ type: "shake", at: 3, force: 9 })).toEqual({
      known: false,
      event: { type: "shake", at: 3 },
      extra: { force: 9 },
    });
    expect(validateEvent({ type: "reset", at: 3, why: "sign-out" })).toEqual({
      known: true,
      event: { type: "reset", at: 3 },
      extra: { why: "sign-out" },
    });
  });

  const deep = (levels: number): unknown => (levels === 0 ? 1 : { in: deep(levels - 1) });
  it.each<[string, unknown]>([
    ["null", null],
    ["a list", []],
    ["a string", "reset"],
    ["no type", { at: 1 }],
    ["a type that is not a word", { type: "Page View", at: 1 }],
    ["a type of 65 letters", { type: "a".repeat(65), at: 1 }],
    ["a type from a prototype", Object.create({ type: "reset", at: 1 }) as unknown],
    ["the type constructor without at", { type: "constructor" }],
    ["at before the stream", { type: "reset", at: -1 }],
    ["at in fractions", { type: "reset", at: 0.5 }],
    ["at not a number", { type: "reset", at: NaN }],
    ["__proto__ as a field", JSON.parse('{"type":"reset","at":1,"__proto__":{"x":1}}')],
    ["__proto__ in properties", JSON.parse('{"type":"track","at":1,"name":"n","properties":{"__proto__":{"x":1}}}')],
    ["properties five levels deep", { type: "track", at: 1, name: "n", properties: deep(5) }],
    ["10,000 levels in an unknown field", { type: "reset", at: 1, x: deep(5000) }],
    [
      "too many properties",
      { type: "track", at: 1, name: "n", properties: Array.from({ length: MAX_JSON_NODES + 1 }, () => 1) },
    ],
    [
      "too long a list inside properties",
      { type: "track", at: 1, name: "n", properties: { a: Array.from({ length: MAX_JSON_NODES + 1 }, () => 1) } },
    ],
    ["a visitor id of 21 characters", { type: "hello", ...COMPLETE.hello, visitor: "A".repeat(21) }],
    ["a country in small letters", { type: "hello", ...COMPLETE.hello, country: "at" }],
    ["an unknown campaign member", { type: "hello", ...COMPLETE.hello, campaign: { x: "y" } }],
    ["a viewport of three", { type: "hello", ...COMPLETE.hello, viewport: [1, 2, 3] }],
  ])("refuses %s", (_, value) => {
    expect(validateEvent(value)).toMatchObject({ known: null });
  });

  it("takes properties four levels deep", () => {
    expect(validateEvent({ type: "track", at: 1, name: "n", properties: deep(4) })).toMatchObject({ known: true });
  });
});
