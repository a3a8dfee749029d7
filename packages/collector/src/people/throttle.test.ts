import { describe, expect, it } from "vitest";
import { AccessError } from "./errors.js";
import { createThrottle } from "./throttle.js";

function setUp() {
  const clock = { time: 1_800_000_000_000 };
  const throttle = createThrottle({ now: () => clock.time });
  /** Seconds to wait, 0 if the try was let through. */
  const attempt = (account: string, address: string): number => {
    try {
      throttle.begin(account, address);
      return 0;
    } catch (error) {
      if (error instanceof AccessError) return error.retryAfter ?? -1;
      throw error;
    }
  };
  return { clock, throttle, attempt };
}

describe("createThrottle", () => {
  it("doubles the wait with each failure of an account from an address, up to 15 minutes", () => {
    const { clock, attempt } = setUp();
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      expect(attempt("a", "1")).toBe(0);
      const wait = attempt("a", "1");
      waits.push(wait);
      clock.time += wait * 1000;
    }
    expect(waits.slice(0, 9)).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 64]);
    expect(Math.max(...waits)).toBe(900);
  });

  it("counts guesses that are sent at once", () => {
    const { attempt } = setUp();
    const through = Array.from({ length: 100 }, () => attempt("a", "1")).filter((wait) => wait === 0);
    expect(through).toHaveLength(5);
  });

  it("holds one account back for a minute at most when many addresses guess", () => {
    const { clock, attempt } = setUp();
    for (let i = 0; i < 500; i++) {
      clock.time += attempt("a", `address ${i}`) * 1000;
      attempt("a", `address ${i}`);
    }
    expect(attempt("a", "its owner's")).toBeLessThanOrEqual(60);
    expect(attempt("b", "its owner's")).toBe(0);
  });

  it("holds one address back that tries one password on many people", () => {
    const { attempt } = setUp();
    const through = Array.from({ length: 100 }, (_, i) => attempt(`person ${i}`, "1")).filter((wait) => wait === 0);
    expect(through).toHaveLength(30);
    expect(attempt("person 1000", "2")).toBe(0);
  });

  it("forgets an account's failures after a right sign-in, and an address's do not vanish with it", () => {
    const { attempt, throttle } = setUp();
    for (let i = 0; i < 4; i++) attempt("a", "1");
    throttle.succeed("a", "1");
    for (let i = 0; i < 5; i++) expect(attempt("a", "1")).toBe(0);
    const other = setUp();
    for (let i = 0; i < 25; i++) {
      other.attempt(`person ${i}`, "1");
      // The guesser's own account, in between, does not wipe the slate.
      other.throttle.begin("own", "1");
      other.throttle.succeed("own", "1");
    }
    const through = Array.from({ length: 50 }, (_, i) => other.attempt(`more ${i}`, "1")).filter((wait) => wait === 0);
    expect(through).toHaveLength(5);
  });

  it("keeps a bounded memory", () => {
    const { attempt } = setUp();
    for (let i = 0; i < 30_000; i++) attempt(`person ${i}`, `address ${i}`);
    expect(attempt("person 29999", "address 29999")).toBe(0);
  });
});
