import { beforeEach, describe, expect, test, vi } from "vitest";
import { hostPlugins, type Plugin, type PluginContext, type PluginSighting } from "./plugin.js";

beforeEach(() => {
  vi.stubGlobal("window", {});
  return () => vi.unstubAllGlobals();
});

function host() {
  const abort = new AbortController();
  const emitted: PluginSighting[] = [];
  const faults: unknown[] = [];
  const choices: unknown[] = [];
  const tokens: unknown[] = [];
  const use = hostPlugins({
    emit: (event) => void emitted.push(event as PluginSighting),
    consent: (choice) => void choices.push(choice),
    token: (next) => void tokens.push(next),
    report: (fault) => void faults.push(fault),
    signal: abort.signal,
  });
  return { abort, emitted, faults, choices, tokens, use };
}

/** Starts a plugin that hands its context out. */
function contextOf(use: (plugin: Plugin) => void): PluginContext {
  let context: PluginContext | undefined;
  use((given) => (context = given));
  return context as PluginContext;
}

describe("a plugin", () => {
  test("runs once, however often it is used", () => {
    const { use } = host();
    const plugin = vi.fn();
    use(plugin);
    use(plugin);
    use(() => void plugin());
    expect(plugin).toHaveBeenCalledTimes(2);
  });

  test.each<[string, Plugin]>([
    ["a throw", () => expect.fail("thrown")],
    ["no function", "nonsense" as unknown as Plugin],
    ["a throwing listener", ({ listen, window }) => listen(window, "x", () => expect.fail("thrown"))],
    ["a target that is none", ({ listen }) => listen({} as EventTarget, "x", () => undefined)],
  ])("never throws into the page: %s is reported", (_, plugin) => {
    const target = new EventTarget();
    vi.stubGlobal("window", target);
    const { use, faults } = host();
    use(plugin);
    target.dispatchEvent(new Event("x"));
    expect(faults).toHaveLength(1);
  });

  test.each(["field", "identify", "hello", "consent", "__proto__", ""])("may not emit %j", (type) => {
    const { use, emitted, faults } = host();
    contextOf(use).emit({ type, name: "x" } as unknown as PluginSighting);
    expect([emitted, faults.length]).toEqual([[], 1]);
  });

  test("emits errors, vitals and events of its own, and says what a consent platform says", () => {
    const { use, emitted, choices, faults } = host();
    const { emit, consent } = contextOf(use);
    emit({ type: "error", message: "m" });
    emit({ type: "vital", name: "LCP", value: 1 });
    emit({ type: "track", name: "t" });
    consent("granted");
    expect(emitted.map(({ type }) => type)).toEqual(["error", "vital", "track"]);
    expect([choices, faults]).toEqual([["granted"], []]);
  });

  test("tells numbers as the wire takes them: as text where that is text, and none that JSON has not", () => {
    const { use, emitted } = host();
    const { emit } = contextOf(use);
    emit({ type: "error", message: 404, line: NaN } as never);
    emit({ type: "vital", name: 7, value: Infinity } as never);
    expect(emitted).toEqual([
      { type: "error", message: "404", line: 0 },
      { type: "vital", name: "7", value: 0 },
    ]);
  });

  test("says of an event what such an event may say, and nothing of where it is from", () => {
    const { use, emitted } = host();
    const { emit } = contextOf(use);
    const more = { page: "https://other.example/", typing: {}, control: {}, traits: {}, time: 5 };
    emit({ type: "vital", name: "LCP", value: 1, rating: "good", ...more } as never);
    emit({ type: "track", name: "Opened" });
    expect(emitted).toEqual([
      { type: "vital", name: "LCP", value: 1, rating: "good", time: 5 },
      // Registered properties are added to it.
      { type: "track", name: "Opened", properties: undefined },
    ]);
  });

  test("ends with the client: its listeners go, its end runs, and none starts later", () => {
    const { use, abort, faults } = host();
    const { listen, onStop } = contextOf(use);
    const target = new EventTarget();
    const heard = vi.fn();
    const ended = vi.fn();
    listen(target, "x", heard);
    onStop(() => expect.fail("thrown"));
    onStop(ended);
    target.dispatchEvent(new Event("x"));
    expect([heard.mock.calls.length, ended.mock.calls.length]).toEqual([1, 0]);
    abort.abort();
    target.dispatchEvent(new Event("x"));
    const late = vi.fn();
    use(late);
    onStop(late);
    expect([heard, ended, late].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
    expect(faults).toHaveLength(1);
  });
});
