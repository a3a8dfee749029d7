import { describe, expect, test, vi } from "vitest";
import { pluginContext } from "../../test/plugin-context.js";
import { errors, type ErrorsOptions } from "../plugins/errors.js";
import { messageOf } from "./message-of.js";
import { placeOf } from "./place-of.js";

describe("an error's message", () => {
  test.each<[unknown, string]>([
    [new TypeError("x is not a function"), "TypeError: x is not a function"],
    [
      new TypeError("Cannot read properties of undefined (reading 'total')"),
      "TypeError: Cannot read properties of undefined (reading 'total')",
    ],
    [
      new TypeError("null is not an object (evaluating 'cart.items[0]')"),
      "TypeError: null is not an object (evaluating 'cart.items[0]')",
    ],
    [
      new SyntaxError(`Unexpected token 'A', "Alice Smit"... is not valid JSON`),
      "SyntaxError: Unexpected token 'A', [text]... is not valid JSON",
    ],
    ["Could not pay", "Could not pay"],
    [undefined, "Thrown: undefined"],
    [null, "Thrown: null"],
    [42, "Thrown: number"],
    [true, "Thrown: boolean"],
    [Symbol("secret"), "Thrown: symbol"],
    [{ email: "a@b.example" }, "Thrown: object"],
    [[1, 2], "Thrown: object"],
    [{ message: 7 }, "Thrown: object"],
    [{ message: "from another frame" }, "from another frame"],
    ["GET https://api.example/users/ann@x.example?token=abc failed", "GET https://api.example/users/:email failed"],
  ])("of %o", (thrown, expected) => expect(messageOf(thrown)).toBe(expected));

  test.each([
    `Unexpected token 'A', "Alice Smith, 12 Long Road" is not valid JSON`,
    `Unexpected token 'A', "Alice Smith`,
    "Can't parse 'Alice Smith'",
    "couldn't parse 'Alice Smith",
    "can't find \u201cAlice Smith\u201d",
    "no `Alice Smith` here",
    "no \u00abAlice Smith\u00bb here",
    "'O'Brien and Alice Smith' isn't known",
  ])("loses what %s quotes", (message) => {
    expect(messageOf(new Error(message))).not.toMatch(/Alice|Smith|Long Road/);
    expect(messageOf(new Error(message))).toContain("[text]");
  });

  test("is bounded, and made in bounded time", () => {
    for (const long of ["a", "'", '"', "' '", "https://x.example/", "'a"]) {
      expect(messageOf(long.repeat(1_000_000)).length).toBeLessThanOrEqual(500);
    }
  });
});

describe("an error's place", () => {
  test.each([
    ["Chromium", "TypeError: x\n    at pay (https://shop.example/a.js?v=1:12:7)\n    at https://shop.example/b.js:3:1"],
    ["Firefox and WebKit", "pay@https://shop.example/a.js?v=1:12:7\n@https://shop.example/b.js:3:1\n"],
  ])("is the first address of a stack in %s", (_, stack) => {
    expect(placeOf({ stack })).toEqual({ source: "https://shop.example/a.js?v=1", line: 12 });
  });

  test.each([[undefined], [null], ["text"], [{}], [{ stack: 7 }], [{ stack: "TypeError: at nowhere:1:2" }]])(
    "is unknown where %o has none",
    (thrown) => expect(placeOf(thrown)).toEqual({}),
  );
});

describe("the plugin", () => {
  /** A window whose events name their own targets, as a page's do. */
  function start(options?: ErrorsOptions) {
    const window = new EventTarget();
    const context = pluginContext(window);
    errors(options)(context);
    const fire = (type: string, fields: object): void => {
      const event = new Event(type);
      for (const [name, value] of Object.entries(fields)) Object.defineProperty(event, name, { value });
      window.dispatchEvent(event);
    };
    const script = (message: string, lineno = 1): void =>
      fire("error", { message, error: new Error(message), filename: "https://shop.example/a.js", lineno });
    return { context, fire, script, window };
  }

  test("reports a script's error, a rejection and a resource, and no stack", () => {
    const { context, fire, script } = start();
    script("x is null", 7);
    const reason = Object.assign(new Error("no answer"), { stack: "f@https://shop.example/b.js:3:1" });
    fire("unhandledrejection", { reason });
    fire("unhandledrejection", { reason: { secret: 1 } });
    fire("error", { target: { localName: "img", src: "https://cdn.example/tea.png?token=1" } });
    fire("error", { target: { localName: "link", href: "https://cdn.example/a.css" } });
    expect(context.emitted).toEqual([
      { type: "error", kind: "error", message: "Error: x is null", source: "https://shop.example/a.js", line: 7 },
      { type: "error", kind: "rejection", message: "Error: no answer", source: "https://shop.example/b.js", line: 3 },
      { type: "error", kind: "rejection", message: "Thrown: object" },
      ...[
        { localName: "img", source: "https://cdn.example/tea.png?token=1" },
        { localName: "link", source: "https://cdn.example/a.css" },
      ].map(({ localName, source }) => ({
        ...{ type: "error", kind: "resource", message: `${localName} could not be loaded`, source },
      })),
    ]);
  });

  test("ignores an element that has no address, such as a form that a page tells its own errors", () => {
    const { context, fire } = start();
    fire("error", { target: { localName: "form" } });
    fire("error", { target: { localName: "img", src: "" } });
    fire("error", { target: { localName: "use", href: { baseVal: "#icon" } } });
    expect(context.emitted).toEqual([]);
  });

  test("reports the same error once, and another line's as another", () => {
    const { context, script } = start();
    for (let times = 0; times < 1000; times++) script("again");
    script("again", 2);
    expect(context.emitted).toHaveLength(2);
  });

  test.each<[ErrorsOptions | undefined, number]>([
    [undefined, 20],
    [{ limit: 3 }, 3],
    [{ limit: "3" }, 3],
    [{ limit: 0 }, 0],
    [{ limit: "many" }, 20],
    [{ limit: -1 }, 20],
  ])("with %o reports at most %i a page load", (options, most) => {
    const { context, script } = start(options);
    for (let line = 1; line <= 50; line++) script("storm", line);
    expect(context.emitted).toHaveLength(most);
  });

  test("reports what failed before the SDK was there, with its time, and no longer listens by itself then", () => {
    const page = new EventTarget();
    vi.stubGlobal("window", page);
    const plugin = errors();
    vi.unstubAllGlobals();
    const fail = (message: string) => page.dispatchEvent(Object.assign(new Event("error"), { message, lineno: 1 }));
    fail("early");
    const context = pluginContext(page);
    plugin(context);
    fail("then");
    expect(context.emitted).toMatchObject([
      { message: "early", time: expect.any(Number) as unknown },
      { message: "then" },
    ]);
    expect(context.emitted).toHaveLength(2);
    context.stop();
    fail("late");
    expect(context.emitted).toHaveLength(2);
  });

  test("reports nothing after stop", () => {
    const { context, script } = start();
    context.stop();
    script("late");
    expect(context.emitted).toEqual([]);
  });
});
