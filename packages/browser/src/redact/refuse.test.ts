import { beforeAll, describe, expect, test } from "vitest";
import { learnWords } from "./class-of-words.js";
import { refuse } from "./refuse.js";
import { cutTyped, forgetTyped } from "./typed.js";
import { WORDS } from "./words.js";

type Json = Readonly<Record<string, unknown>>;

const sealed = (event: Json, refused: RegExp | undefined): Json =>
  JSON.parse(JSON.stringify(event, refuse(event, refused))) as Json;
/** What the expression is asked, in the order in which it is. */
function asked(event: Json): string[][] {
  const lines: string[][] = [];
  const test = (text: string): boolean => !lines.push(text.split("\n"));
  sealed(event, { test } as unknown as RegExp);
  return lines;
}
const field = { type: "field", form: "join", field: "loyalty_no", class: "user-id", duration: 1, value: "QK77-ALPACA" };
const track = {
  type: "track",
  properties: { plan: "gold", contact: { mail: "a@b.example", list: ["x", { city: "Wien" }] } },
  name: "joined",
  at: 5,
  url: "https://shop.example/",
};

test("while the words are not here, nothing goes that they may tell: fails closed", () => {
  expect(sealed(field, /^none/)).not.toHaveProperty("value");
  expect(sealed(track, /^none/)).toEqual({ ...track, properties: {} });
  // Without a share there is nothing to wait for.
  expect(sealed(track, undefined)).toEqual(track);
});

describe("what the policy refuses at capture", () => {
  beforeAll(() => learnWords(WORDS));

  test("is asked of a field's value, and of every member of properties and traits, and of nothing else", () => {
    expect(asked(field)).toEqual([["join", "loyalty_no", "user-id", "", "", "value", ""]]);
    expect(asked(track)).toEqual([
      ["", "", "", "", "", "plan", "plan"],
      ["", "", "", "", "", "contact", "contact"],
      ["", "", "", "email", "email", "mail", "contact"],
      ["", "", "", "", "", "list", "contact"],
      ["", "", "", "", "", "0", "contact"],
      ["", "", "", "", "", "1", "contact"],
      ["", "", "", "city", "", "city", "contact"],
    ]);
    expect(asked({ type: "identify", user: "7", traits: { city: "Wien" } }).map(([, , , told]) => told)).toEqual([
      "city",
    ]);
    expect(asked({ type: "hello", campaign: { source: "x" }, viewport: [1, 2] })).toEqual([]);
    expect(asked({ type: "vital", name: "LCP", value: 5 })).toEqual([]);
  });

  test("is left out, and the rest of the event stays", () => {
    const { value, ...rest } = field;
    expect(value).toBe("QK77-ALPACA");
    expect(sealed(field, /^[^\n]*\nloyalty/)).toEqual(rest);
    expect(sealed(field, /^[^\n]*\nother/)).toEqual(field);
    expect(sealed(track, /\nmail\n/)).toEqual({
      ...track,
      properties: { plan: "gold", contact: { list: ["x", { city: "Wien" }] } },
    });
    expect(sealed(track, /\ncontact$/)).toEqual({ ...track, properties: { plan: "gold" } });
    expect(sealed(track, /^/)).toEqual({ ...track, properties: {} });
  });

  test("is cut out of what repeats it later", () => {
    expect(cutTyped("Hello QK77-ALPACA", true)).toBe("Hello [typed]");
    forgetTyped();
    sealed(field, /^none/);
    expect(cutTyped("Hello QK77-ALPACA", true)).toBe("Hello QK77-ALPACA");
  });
});
