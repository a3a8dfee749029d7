import { describe, expect, test } from "vitest";
import { openDevice } from "./device.js";
import { createPerson } from "./person.js";

const VISIT = 30 * 60_000;

/** A browser's storage, and persons in tabs of it. */
function browser() {
  const stored = new Map<string, string>();
  const clock = { now: 1_000_000 };
  let works = true;
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem(key: string, value: string) {
      if (!works) throw new DOMException("full", "QuotaExceededError");
      stored.set(key, value);
    },
    removeItem: (key: string) => void stored.delete(key),
  };
  let count = 0;
  return {
    stored,
    clock,
    fill: () => (works = false),
    tab(consent?: "granted" | "none", gpc = false) {
      return createPerson(
        openDevice(() => storage, "shop"),
        { consent, gpc, random: (bytes) => bytes.fill(++count), now: () => clock.now },
      );
    },
  };
}

describe("another tab of the site", () => {
  test("that ends consent ends it here, and the notes do not come back", () => {
    const { tab, stored } = browser();
    const one = tab("granted");
    one.save();
    const other = tab();
    expect(other.who).toEqual(one.who);
    one.setConsent("none");
    // It has been asleep and heard of nothing: what it writes last must not undo it.
    other.save();
    expect(stored.size).toBe(0);
    expect(other.who).toMatchObject({ consent: "none" });
    expect([other.who.visitor, other.who.session]).not.toEqual([one.who.visitor, one.who.session]);
    expect(other.follow()).toBe(false);
    // The control: consent that is given anew is noted anew.
    other.setConsent("granted");
    expect(tab().who).toEqual(other.who);
  });

  test("that becomes somebody else makes them the same here", () => {
    const { tab } = browser();
    const one = tab("granted");
    one.save();
    const other = tab();
    one.reset();
    expect(other.follow()).toBe(true);
    expect(other.who).toEqual(one.who);
    expect(other.earlier()).toEqual([]);
    other.save();
    expect(tab().who).toEqual(one.who);
    expect(other.follow()).toBe(false);
  });

  test("is not taken to have changed anything by a device that keeps nothing", () => {
    const { tab, fill } = browser();
    fill();
    const one = tab("granted");
    const before = one.who;
    one.save();
    one.save();
    expect(one.follow()).toBe(false);
    expect(one.who).toEqual(before);
  });

  test("may have noted nonsense: then nobody is known, and nothing is agreed to", () => {
    const { tab, stored } = browser();
    const one = tab("granted");
    one.save();
    for (const notes of ["{", "{}", `{"visitor":5,"consent":"granted"}`, "null", "[]"]) {
      one.setConsent("granted");
      stored.set("wayseal:shop", notes);
      expect(one.follow(), notes).toBe(true);
      expect(one.who).toMatchObject({ consent: "none" });
    }
  });
});

test("a visit ends after half an hour without an event, in this page and between pages", () => {
  const { tab, clock } = browser();
  const one = tab("granted");
  const { session, visitor } = one.who;
  clock.now += VISIT;
  expect(one.touch()).toBe(false);
  expect(one.who.session).toBe(session);
  clock.now += VISIT + 1;
  expect(one.touch()).toBe(true);
  expect(one.who.session).not.toBe(session);
  one.save();
  clock.now += VISIT - 1;
  expect(tab().who.session).toBe(one.who.session);
  clock.now += 2;
  expect(tab().who).toMatchObject({ visitor });
  expect(tab().who.session).not.toBe(one.who.session);
});

test("under Global Privacy Control nothing that an earlier page left is read or kept", () => {
  const { tab, stored } = browser();
  const before = tab("granted");
  before.save();
  expect(stored.size).toBe(1);
  const now = tab("granted", true);
  expect(stored.size).toBe(0);
  expect(now.who).toMatchObject({ consent: "none", gpc: true });
  expect(now.who.visitor).not.toBe(before.who.visitor);
  expect(now.who.session).not.toBe(before.who.session);
});
