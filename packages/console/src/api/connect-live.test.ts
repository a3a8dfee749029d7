import type { LiveMessage } from "@wayseal/collector/api";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectLive, type LiveState } from "./connect-live.js";

class FakeSource {
  static all: FakeSource[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  closed = false;
  readonly #listeners = new Map<string, (event: { data: unknown }) => void>();
  constructor() {
    FakeSource.all.push(this);
  }
  addEventListener(name: string, listener: (event: { data: unknown }) => void) {
    this.#listeners.set(name, listener);
  }
  say(data: unknown) {
    this.#listeners.get("committed")?.({ data });
  }
  close() {
    this.closed = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const states: LiveState[] = [];
  const messages: LiveMessage[] = [];
  const gaps = { count: 0 };
  const close = connectLive({
    url: new URL("http://127.0.0.1/v1/live"),
    onMessage: (message) => messages.push(message),
    onGap: () => gaps.count++,
    onState: (state) => states.push(state),
    open: () => new FakeSource() as unknown as EventSource,
    random: () => 1,
  });
  return { states, messages, gaps, close };
}
const last = () => FakeSource.all.at(-1) as FakeSource;

describe("connectLive", () => {
  it("hands on committed messages and drops what is none", () => {
    const { messages, states, close } = start();
    last().onopen?.();
    last().say('{"at":1,"events":3,"types":{"click":3}}');
    for (const bad of ["{", "null", "[]", '{"at":1}', '{"at":1,"events":-1}', '{"at":"x","events":1}', 7])
      last().say(bad);
    expect(messages).toEqual([{ at: 1, events: 3, types: { click: 3 } }]);
    expect(states).toEqual(["connecting", "live"]);
    close();
    expect(last().closed).toBe(true);
  });

  it("reconnects with back-off, says so, and asks for what it missed", () => {
    const { states, gaps, close } = start();
    last().onopen?.();
    expect(gaps.count).toBe(0);
    last().onerror?.();
    expect(states.at(-1)).toBe("reconnecting");
    expect(FakeSource.all).toHaveLength(1);
    vi.advanceTimersByTime(2_500);
    expect(FakeSource.all).toHaveLength(2);
    last().onopen?.();
    expect(states.at(-1)).toBe("live");
    expect(gaps.count).toBe(1);
    close();
  });

  it("polls after three failures in a row, goes on trying, and stops when closed", () => {
    const { states, gaps, close } = start();
    for (let i = 0; i < 3; i++) {
      last().onerror?.();
      if (i < 2) vi.advanceTimersByTime(31_000);
    }
    expect(states.at(-1)).toBe("polling");
    const before = gaps.count;
    vi.advanceTimersByTime(30_000);
    expect(gaps.count).toBeGreaterThanOrEqual(before + 2);
    expect(FakeSource.all.length).toBeGreaterThan(3);
    close();
    const [count, sources] = [gaps.count, FakeSource.all.length];
    vi.advanceTimersByTime(120_000);
    expect([gaps.count, FakeSource.all.length]).toEqual([count, sources]);
  });
});
