import { beforeEach, describe, expect, test } from "vitest";
import type { DeviceNotes } from "./device.js";
import { createPerson } from "./person.js";

const visitor = "v".repeat(22);
const session = "s".repeat(22);
let kept: DeviceNotes | null;
beforeEach(() => {
  kept = null;
});

const person = (gpc = false) => {
  let n = 0;
  return createPerson({
    diary: { recall: () => kept ?? {}, retain: (notes) => (kept = notes), optedOut: false },
    consent: undefined,
    gpc,
    random: (bytes) => bytes.fill(++n),
    now: () => 0,
  });
};

describe("who comes from another host of the site", () => {
  test("is who is browsing from consent on, and no sooner", () => {
    const { who: before, ...one } = person();
    one.adopt({ visitor, session });
    expect(kept).toBeNull();
    one.setConsent("granted");
    expect(kept).toMatchObject({ visitor, session, consent: "granted" });
    expect(before.visitor).not.toBe(visitor);
  });

  test.each<[string, (one: ReturnType<typeof person>) => void]>([
    ["once consent was taken back", (one) => (one.setConsent("granted"), one.setConsent("none"))],
    ["after a reset", (one) => one.reset()],
  ])("is nobody %s", (_, undo) => {
    const one = person();
    one.adopt({ visitor, session });
    undo(one);
    one.setConsent("granted");
    expect(one.who.visitor).not.toBe(visitor);
    expect(kept).toMatchObject({ visitor: one.who.visitor });
  });

  test("is nobody under Global Privacy Control", () => {
    const one = person(true);
    one.adopt({ visitor, session });
    one.setConsent("granted");
    expect([one.who.visitor === visitor, kept]).toEqual([false, null]);
  });
});
