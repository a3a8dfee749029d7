import { beforeAll, describe, expect, test } from "vitest";
import { learnWords } from "./class-of-words.js";
import { refuse } from "./refuse.js";
import { cutTyped, forgetTyped, rememberTyped } from "./typed.js";
import { WORDS } from "./words.js";

type Json = Readonly<Record<string, unknown>>;

const sealed = (event: Json, refused: RegExp | undefined, removed = {}): Json =>
  JSON.parse(JSON.stringify(event, refuse(event, refused, removed))) as Json;
/** What is said of it, by the member's path. */
function named(event: Json, refused: RegExp): object {
  const removed = {};
  sealed(event, refused, removed);
  return removed;
}
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
  expect(named(field, /^none/)).toEqual({ value: "undecided" });
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

  test("is named by its path", () => {
    expect(named(field, /^[^\n]*\nloyalty/)).toEqual({ value: "policy" });
    expect(named(field, /^[^\n]*\nother/)).toEqual({});
    expect(named(track, /\ncity\n/)).toEqual({ "properties.contact.list.1.city": "policy" });
    expect(named(track, /\ncontact$/)).toEqual({ "properties.contact": "policy" });
    expect(named({ type: "identify", traits: { city: "Wien" } }, /^/)).toEqual({ "traits.city": "policy" });
  });

  test("is cut out of what repeats it later", () => {
    expect(cutTyped("Hello QK77-ALPACA", true)).toBe("Hello [typed]");
    forgetTyped();
    sealed(field, /^none/);
    expect(cutTyped("Hello QK77-ALPACA", true)).toBe("Hello QK77-ALPACA");
  });

  test.each([undefined, /^none/])("is as it is where a page's script gives objects a `toJSON`, share %s", (refused) => {
    const { prototype } = Array as unknown as { prototype: { toJSON?: () => string } };
    prototype.toJSON = () => "poison";
    try {
      const event = { ...track, viewport: [1, 2] };
      const text = JSON.stringify(event, refuse(event, refused, {}));
      expect(JSON.parse(text)).toEqual(event);
      // The control: asked of nothing, it garbles them.
      expect(JSON.stringify(event)).toContain("poison");
    } finally {
      delete prototype.toJSON;
    }
  });
});

test.each([
  ["Σάς", "ΣΑΣ.ΧΑ", "[typed].ΧΑ"],
  ["Zoë Quarbjow", "z-o-e q.u.a.r.b.j.o.w", "[typed]"],
  ["Zoë Quarbjow", "for QUARB only", "for [typed] only"],
  ["Quarbjow", "a quarrel", "a quarrel"],
])("what was typed is found by its letters, whatever stands between them: %j in %j", (typed, text, cut) => {
  forgetTyped();
  rememberTyped(typed, false);
  expect(cutTyped(text)).toBe(cut);
  forgetTyped();
});
