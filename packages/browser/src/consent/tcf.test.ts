import { CmpApi } from "@iabtcf/cmpapi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pluginContext } from "../../test/plugin-context.js";
import { tcString } from "../../test/tc-string.js";
import { tcf } from "../plugins/tcf.js";
import { judgeTcf, type TcData } from "./judge-tcf.js";
import { readTcfRules, type TcfOptions } from "./tcf-rules.js";

const all = (...ids: number[]) => Object.fromEntries(ids.map((id) => [id, true]));
const data = (over: Partial<TcData> = {}): TcData => ({
  cmpStatus: "loaded",
  eventStatus: "tcloaded",
  gdprApplies: true,
  isServiceSpecific: true,
  listenerId: 1,
  purpose: { consents: all(1, 8, 10) },
  ...over,
});
const without = (name: keyof TcData): TcData => {
  const said = { ...data() };
  delete said[name];
  return said;
};
const judge = (said: TcData | null | undefined, options: TcfOptions = {}, success: unknown = true) =>
  judgeTcf(said, success, readTcfRules(options));

describe("a TCF platform's state", () => {
  test.each<[string, TcData | null | undefined, TcfOptions, string | null]>([
    ["all that is needed", data(), {}, "granted"],
    ["a choice just made", data({ eventStatus: "useractioncomplete" }), {}, "granted"],
    ["no purpose 1", data({ purpose: { consents: all(8, 10) } }), {}, "none"],
    ["no purpose 8", data({ purpose: { consents: all(1, 10) } }), {}, "none"],
    ["no purpose 10", data({ purpose: { consents: all(1, 8) } }), {}, "none"],
    ["a purpose refused", data({ purpose: { consents: { ...all(1, 8), 10: false } } }), {}, "none"],
    ["a consent that is no boolean", data({ purpose: { consents: { ...all(1, 8), 10: 1 as never } } }), {}, "none"],
    ["no purposes", data({ purpose: {} }), {}, "none"],
    ["nothing of purposes", without("purpose"), {}, "none"],
    ["nothing at all", {}, {}, null],
    ["null", null, {}, "none"],
    ["undefined", undefined, {}, "none"],
    ["the question being shown", data({ eventStatus: "cmpuishown" }), {}, "asking"],
    ["a platform that only now loads", { cmpStatus: "loading", listenerId: 1 }, {}, null],
    ["an event of a later version", data({ eventStatus: "tcguessed" }), {}, null],
    ["a platform in error", data({ cmpStatus: "error" }), {}, "none"],
    ["a string of global scope", data({ isServiceSpecific: false }), {}, "none"],
    ["no law that applies", data({ gdprApplies: false }), {}, "none"],
    ["no law that applies, and the site's word", data({ gdprApplies: false }), { elsewhere: "granted" }, "granted"],
    ["no law that applies, and another word", data({ gdprApplies: false }), { elsewhere: "yes" as never }, "none"],
    ["a law that may apply", without("gdprApplies"), { elsewhere: "granted" }, null],
    ["other purposes", data({ purpose: { consents: all(1, 9) } }), { purposes: [9] }, "granted"],
    ["other purposes, as text", data({ purpose: { consents: all(1, 7, 9) } }), { purposes: "7, 9" }, "granted"],
    ["other purposes, but not purpose 1", data({ purpose: { consents: all(9) } }), { purposes: [9] }, "none"],
    ["an empty list, which still asks for purpose 1", data({ purpose: { consents: {} } }), { purposes: [] }, "none"],
    ["purposes that are no numbers", data({ purpose: { consents: all(1) } }), { purposes: "some" }, "none"],
    ["an empty text", data({ purpose: { consents: all(1) } }), { purposes: "" }, "none"],
    ["the publisher's own", data({ publisher: { consents: all(1, 8, 10) } }), { publisher: true }, "granted"],
    ["the vendors' where the publisher's own are asked for", data(), { publisher: true }, "none"],
    ["the publisher's own, by attribute", data(), { publisher: "" }, "none"],
    ["a vendor", data({ vendor: { consents: all(77) } }), { vendor: 77 }, "granted"],
    ["a vendor, as text", data({ vendor: { consents: all(77) } }), { vendor: "77" }, "granted"],
    ["no vendor", data({ vendor: { consents: all(78) } }), { vendor: 77 }, "none"],
    ["a vendor of a name", data({ vendor: { consents: all(77) } }), { vendor: "us" }, "none"],
    ...([0, 2, 3] as const).map((type): [string, TcData, TcfOptions, string] => [
      `a vendor that the publisher restricts by ${type}`,
      data({ vendor: { consents: all(77) }, publisher: { restrictions: { 8: { 77: type } } } }),
      { vendor: 77 },
      "none",
    ]),
    [
      "a vendor that must have consent",
      data({ vendor: { consents: all(77) }, publisher: { restrictions: { 8: { 77: 1, 78: 0 } } } }),
      { vendor: 77 },
      "granted",
    ],
    ["a special feature", data({ specialFeatureOptins: all(2) }), { specialFeatures: [2] }, "granted"],
    ["no special feature", data({ specialFeatureOptins: all(1) }), { specialFeatures: "2" }, "none"],
  ])("of %s", (_, said, options, verdict) => expect(judge(said, options)).toBe(verdict));

  test.each([false, null, 1, "true"])("grants nothing with success %o", (success) =>
    expect(judge(data(), {}, success)).toBe("none"),
  );
});

describe("following a TCF platform", () => {
  type Listener = (data: unknown, success: unknown) => void;
  interface Platform {
    listeners: Map<number, Listener>;
    tell(said: unknown, success?: unknown): void;
    install(): void;
  }
  let window: Record<string, unknown>;
  let platform: Platform;

  beforeEach(() => {
    vi.useFakeTimers();
    window = { setTimeout, clearTimeout };
    let id = 0;
    platform = {
      listeners: new Map(),
      tell(said, success = true) {
        for (const [listenerId, listener] of platform.listeners) {
          listener(said && typeof said === "object" ? { ...said, listenerId } : said, success);
        }
      },
      install() {
        window["__tcfapi"] = (command: string, version: number, callback: Listener, parameter: number) => {
          expect(version).toBe(2);
          if (command === "addEventListener") {
            platform.listeners.set(++id, callback);
            callback({ cmpStatus: "loading", listenerId: id }, true);
          } else if (command === "removeEventListener") platform.listeners.delete(parameter);
        };
      },
    };
  });
  afterEach(() => vi.useRealTimers());

  function start(options?: TcfOptions) {
    const context = pluginContext(window);
    tcf(options)(context);
    return context;
  }

  test("tells each choice, and keeps the last one while the question is shown again", () => {
    platform.install();
    const { choices } = start();
    expect(choices).toEqual([]);
    platform.tell(data());
    platform.tell(data({ eventStatus: "cmpuishown" }));
    platform.tell(data({ eventStatus: "useractioncomplete", purpose: { consents: all(1) } }));
    platform.tell(data({ eventStatus: "useractioncomplete" }));
    expect(choices).toEqual(["granted", "none", "granted"]);
  });

  test("refuses while the first question stands: what was chosen before no longer holds", () => {
    platform.install();
    const { choices } = start();
    platform.tell(data({ eventStatus: "cmpuishown", purpose: { consents: all(1, 8, 10) } }));
    expect(choices).toEqual(["none"]);
  });

  test.each([100, 7000, 90_000])("finds a stub that comes after %i ms", (late) => {
    const { choices } = start();
    vi.advanceTimersByTime(late);
    platform.install();
    vi.advanceTimersByTime(5000);
    platform.tell(data());
    expect(choices.at(-1)).toBe("granted");
  });

  test.each([[undefined, 10_000] as const, [{ patience: 500 }, 500] as const, [{ patience: "500" }, 500] as const])(
    "with %o refuses after %i ms without a choice, and takes one that comes later",
    (options, patience) => {
      platform.install();
      const { choices } = start(options);
      vi.advanceTimersByTime(patience - 1);
      expect(choices).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(choices).toEqual(["none"]);
      platform.tell(data());
      expect(choices).toEqual(["none", "granted"]);
    },
  );

  test("refuses where no platform ever comes, and looks for it ever more rarely", () => {
    let looks = 0;
    Object.defineProperty(window, "__tcfapi", { get: () => void looks++ });
    const { choices } = start();
    vi.advanceTimersByTime(60_000);
    expect(choices).toEqual(["none"]);
    expect(looks).toBeGreaterThan(10);
    expect(looks).toBeLessThan(25);
  });

  test("refuses when the platform fails after it had granted", () => {
    platform.install();
    const { choices } = start();
    platform.tell(data());
    platform.tell(null, false);
    expect(choices).toEqual(["granted", "none"]);
  });

  test("refuses what cannot be read, and throws nothing into the platform", () => {
    platform.install();
    const { choices, faults } = start();
    platform.tell(data());
    const hostile = new Proxy({}, { get: () => expect.fail("poisoned") });
    expect(() => [...platform.listeners.values()][0]?.(hostile, true)).not.toThrow();
    expect([choices, faults.length]).toEqual([["granted", "none"], 1]);
  });

  test("stops listening, waiting and looking with the client", () => {
    platform.install();
    const { choices, stop } = start();
    expect(platform.listeners.size).toBe(1);
    stop();
    expect(platform.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(choices).toEqual([]);
    delete window["__tcfapi"];
    const waiting = start();
    waiting.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("takes itself out of a queue that answers only after the client has stopped", () => {
    const queue: unknown[][] = [];
    window["__tcfapi"] = (...args: unknown[]) => void queue.push(args);
    const { choices, stop } = start();
    stop();
    platform.install();
    for (const args of queue) (window["__tcfapi"] as (...args: unknown[]) => void)(...args);
    platform.tell(data());
    expect([choices, platform.listeners.size]).toEqual([[], 0]);
  });
});

describe("with the IAB's own library", () => {
  test("reads a TC string's purposes, and follows it as it changes", () => {
    const window: Record<string, unknown> = { setTimeout, clearTimeout };
    vi.stubGlobal("window", window);
    const api = new CmpApi(31, 1, true);
    const context = pluginContext(window);
    tcf()(context);
    const { choices, stop } = context;
    expect(choices).toEqual([]);
    api.update(tcString([]), true);
    api.update(tcString([1, 2, 8, 10]), false);
    api.update(tcString([1, 2]), false);
    expect(choices).toEqual(["none", "granted", "none"]);
    stop();
    api.update(tcString([1, 8, 10]), false);
    expect(choices).toHaveLength(3);
    vi.unstubAllGlobals();
  });
});
