import { validateEvent } from "@wayseal/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Options, OutgoingEvent } from "../options.js";
import type { RedactedEvent } from "../states.js";
import { amend } from "./amend.js";
import { cleanText } from "./text.js";
import { cleanUrl } from "./url.js";
import { forgetTyped, rememberTyped } from "./typed.js";

type Hook = NonNullable<Options["beforeSend"]>;
const SHOP = "https://shop.example";
const event = (body: object, url = `${SHOP}/plans`): RedactedEvent =>
  ({ time: 5, url, body }) as unknown as RedactedEvent;
const track = (properties?: object) => event({ type: "track", name: "Ordered", ...(properties && { properties }) });
const after = (redacted: RedactedEvent, beforeSend: Hook) => amend(redacted, { beforeSend }, cleanText, cleanUrl);
/** Adds to the event's properties. */
const adding =
  (properties: object): Hook =>
  (given) => ({ ...given, properties: { ...given.properties, ...properties } });

beforeEach(() => {
  rememberTyped("Jane Okonkwo", false);
  rememberTyped("hunter2hunter2", true);
  return forgetTyped;
});
afterEach(() => vi.resetModules());

describe("the page's hook", () => {
  test("that is not there changes nothing", () => {
    const given = track({ plan: "yearly" });
    expect(amend(given, {}, cleanText, cleanUrl)).toBe(given);
  });

  test("takes away and edits properties, texts and addresses", () => {
    const edited = after(track({ plan: "yearly", code: "SPRING", deep: { a: [1, "x"], b: 2 } }), (given) => {
      const { code: _, ...others } = given.properties ?? {};
      return { ...given, url: `${SHOP}/p`, name: "Bought", properties: { ...others, size: "XL", deep: { a: [1] } } };
    });
    expect(edited.url).toBe(`${SHOP}/p`);
    expect(edited.body).toEqual({
      ...{ type: "track", name: "Bought", properties: { plan: "yearly", size: "XL", deep: { a: [1] } } },
    });
    expect(validateEvent({ ...edited.body, at: 0 })).toMatchObject({ known: true });
  });

  test("gets a copy: what it does to that without giving it back does nothing", () => {
    const given = track({ plan: "yearly" });
    expect(() => after(given, (shown) => void (shown.properties = {}))).toThrow("beforeSend dropped a track");
    expect(given.body).toEqual({ type: "track", name: "Ordered", properties: { plan: "yearly" } });
  });

  test.each<[string, (given: OutgoingEvent) => unknown]>([
    ["nothing", () => undefined],
    ["null", () => null],
    ["false", () => false],
    ["a promise", (given) => Promise.resolve(given)],
    ["another type", (given) => ({ ...given, type: "click" })],
  ])("drops the event by giving %s", (_, hook) => {
    expect(() => after(track(), hook as Hook)).toThrow("beforeSend dropped a track");
  });

  test("drops each event where it is no function, which a tag may be given", () => {
    expect(() => after(track(), "alert" as unknown as Hook)).toThrow(TypeError);
  });

  test("drops the event by throwing", () => {
    const broken: Hook = () => {
      throw new Error("broken");
    };
    expect(() => after(track(), broken)).toThrow("broken");
  });

  /** What a hook may try to put into properties, and what leaves. */
  const TRIES: readonly (readonly [what: string, value: unknown, leaves: unknown])[] = [
    ["an e-mail address", "jane@example.com", "[email]"],
    ["what was typed", "Jane Okonkwo", "[typed]"],
    ["a part of it", "Okonkwo", "[typed]"],
    ["what was typed as a password", "hunter2hunter2", "[typed]"],
    ["a card number", "4111 1111 1111 1111", undefined],
    ["a card number as a number", 4111111111111111, undefined],
    ["a phone number", "+49 151 1234 5678", "[number]"],
    ["a long number", 1234567890, "[number]"],
    ["a token", "eyJhbGciOiJIUzI1NiJ9.abc", "[token]"],
    ["an address in a list, in an object", [{ to: "jane@example.com" }], [{ to: "[email]" }]],
    ["an address as a name", { "jane@example.com": 1 }, { "[email]": 1 }],
    ["a short number", 12.5, 12.5],
    ["a word", "blue", "blue"],
  ];

  test.each(TRIES)("puts %s into a property, and what leaves is as a page may show it", (_, value, leaves) => {
    const { properties } = after(track({ plan: "yearly" }), adding({ note: value })).body;
    expect(properties).toEqual({ plan: "yearly", ...(leaves !== undefined && { note: leaves }) });
  });

  test("cannot give it a name of a never class, nor hide it behind a getter", () => {
    expect(after(track(), adding({ password: "open", pin: 1 })).body["properties"]).toEqual({});
    let asked = 0;
    const changing = Object.defineProperty({}, "note", {
      enumerable: true,
      get: () => (asked++ ? "jane@example.com" : "fine"),
    });
    const { properties } = after(track(), (given) => ({ ...given, properties: changing })).body;
    expect(properties).toEqual({ note: "fine" });
  });

  test("leaves alone what the page itself has told: its own e-mail in a property stays, unless the hook takes it", () => {
    const own = track({ contact: "info@shop.example", order: 123456789 });
    expect(after(own, (given) => given).body).toEqual(own.body);
    expect(after(own, ({ properties: _, ...given }) => given).body).toEqual({ type: "track", name: "Ordered" });
  });

  test("gives a click no properties, and changes no number, kind or proof", () => {
    const click = event({ type: "click", role: "link", name: "Join", target: `${SHOP}/join`, kind: "outbound" });
    const wild: Hook = (given) => ({ ...given, properties: { a: 1 }, more: 2, role: "jane", kind: "x" });
    expect(after(click, wild)).toEqual(click);
    const left = event({ type: "page_leave", engaged: 5, scroll: 50 });
    expect(after(left, (given) => ({ ...given, engaged: 4111111111111111 }))).toEqual(left);
    const known = event({ type: "identify", user: "42", token: "signed", traits: { plan: "a" } });
    expect(after(known, () => ({ type: "identify", user: "jane@example.com" })).body).toEqual({
      ...{ type: "identify", user: "42", token: "signed" },
    });
  });

  test("judges texts and addresses again", () => {
    const view = event({ type: "page_view", kind: "load", title: "Plans" });
    const edit = (changes: object) => after(view, (given) => ({ ...given, ...changes }));
    expect(edit({ title: "Dear Okonkwo, jane@example.com" }).body["title"]).toBe("Dear [typed], [email]");
    expect(edit({ title: undefined }).body).toEqual({ type: "page_view", kind: "load" });
    expect(edit({ url: `${SHOP}/u/jane@example.com?q=1` }).url).toBe(`${SHOP}/u/:email`);
    for (const url of ["https://jane-okonkwo.example/", "nonsense", undefined, 5])
      expect(edit({ url }).url).toBe(`${SHOP}/`);
    const field = event({ type: "field", form: "join", field: "mail", class: "email", value: "Lisbon", filled: true });
    expect(after(field, (given) => ({ ...given, value: "Okonkwo" })).body["value"]).toBe("[typed]");
    expect(after(field, () => ({ type: "field" })).body).toEqual({
      ...{ type: "field", form: "unnamed", field: "unnamed", class: "email", filled: true },
    });
  });

  test("takes of hello what tells of the page by dropping it", () => {
    const hello = event({
      type: "hello",
      visitor: "v",
      session: "s",
      referrer: "news.example",
      campaign: { source: "x" },
    });
    const shown: unknown[] = [];
    expect(after(hello, (given) => (shown.push(given), given))).toEqual(hello);
    expect(shown).toEqual([{ ...hello.body, url: hello.url }]);
    const least = { time: 5, url: `${SHOP}/`, body: { type: "hello", visitor: "v", session: "s" } };
    expect(after(hello, () => null)).toEqual(least);
    const broken: Hook = () => {
      throw new Error("broken");
    };
    expect(after(hello, broken)).toEqual(least);
  });

  test("with redaction taken out behind it, would let out what it puts in: the control", async () => {
    vi.resetModules();
    vi.doMock("./json.js", () => ({ cleanJson: (value: unknown) => value }));
    const { amend: careless } = await import("./amend.js");
    vi.doUnmock("./json.js");
    for (const [what, value, leaves] of TRIES.slice(0, -2)) {
      const { properties } = careless(track(), { beforeSend: adding({ note: value }) }, (text) => text, cleanUrl)
        .body as { properties: object };
      expect(properties, what).toEqual({ note: value });
      expect(leaves, what).not.toEqual(value);
    }
  });
});
