import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createPasswords, hashSecret, newSecret, NO_PASSWORD, SecretsBusy } from "./secrets.js";

const quick = createPasswords({ cost: 10 });

describe("passwords", () => {
  it("are hashed by scrypt with N = 2^17, r = 8, p = 1 and a salt of their own", { timeout: 60_000 }, async () => {
    const real = createPasswords();
    const [one, two] = await Promise.all([real.hash("a good long one"), real.hash("a good long one")]);
    expect(one).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    const [, , , salt = "", hash = ""] = one.split("$");
    const again = scryptSync("a good long one", Buffer.from(salt, "base64"), 32, {
      N: 2 ** 17,
      r: 8,
      p: 1,
      maxmem: 2 ** 28,
    });
    expect(Buffer.from(hash, "base64")).toEqual(again);
    // A hash is checked by its own parameters, so that they may grow.
    expect(await quick.verify("a good long one", one)).toBe(true);
  });

  it("match themselves, in any Unicode form, and nothing else", async () => {
    const stored = await quick.hash("cafe\u0301 au lait");
    expect(await quick.verify("caf\u00e9 au lait", stored)).toBe(true);
    expect(await quick.verify("cafe au lait", stored)).toBe(false);
    expect(await quick.verify("", stored)).toBe(false);
  });

  it("never match where there is none, whatever is tried", async () => {
    for (const stored of [null, NO_PASSWORD, "", "!", "$scrypt$ln=17,r=8,p=1$$"]) {
      expect(await quick.verify("", stored)).toBe(false);
      expect(await quick.verify("*", stored)).toBe(false);
    }
  });

  it("take as long to check where there is none", async () => {
    const costly = createPasswords({ cost: 12 });
    const stored = await costly.hash("a good long one");
    const least = async (checked: string | null) => {
      let best = Infinity;
      for (let i = 0; i < 6; i++) {
        const began = performance.now();
        await costly.verify("x", checked);
        best = Math.min(best, performance.now() - began);
      }
      return best;
    };
    // A wide margin for a busy machine: without the work it would be a hundredth.
    expect((await least(null)) / (await least(stored))).toBeGreaterThan(0.2);
  });

  it("are refused rather than queued without end", async () => {
    const tries = Array.from({ length: 60 }, () => quick.verify("x", null));
    const busy = (await Promise.allSettled(tries)).filter(
      (each) => each.status === "rejected" && each.reason instanceof SecretsBusy,
    );
    expect(busy).toHaveLength(60 - 2 - 32);
    // And the place is given back.
    expect(await quick.verify("x", null)).toBe(false);
  });

  it("leave the main thread free", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await createPasswords({ cost: 15 }).hash("a good long one");
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});

describe("secrets", () => {
  it("have 256 bits and are never the same", () => {
    const many = new Set(Array.from({ length: 1000 }, newSecret));
    expect(many.size).toBe(1000);
    for (const secret of many) expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it("are kept as 32 bytes of SHA-256", () => {
    expect(hashSecret("a")).toHaveLength(32);
    expect(hashSecret("a")).not.toEqual(hashSecret("b"));
  });
});
