import { describe, expect, it } from "vitest";
import { type Keyring, KeyringError } from "../ports/keyring.js";

/**
 * What every keyring must do.
 *
 * @param open Opens the same root key each time.
 * @param another Opens another root key.
 */
export function keyringContract(name: string, open: () => Promise<Keyring>, another: () => Promise<Keyring>): void {
  const key = Buffer.alloc(32, 7);
  const context = { purpose: "kek", site: "shop", level: "internal" };

  describe(`${name}: the keyring's contract`, () => {
    it("unwraps what it wrapped, after a restart too", async () => {
      const wrapped = await (await open()).wrap(key, context);
      expect((await (await open()).unwrap(wrapped, context)).equals(key)).toBe(true);
    });

    it("takes keys of any length and contexts of none", async () => {
      const keyring = await open();
      for (const length of [0, 1, 32, 1000]) {
        const plain = Buffer.alloc(length, 3);
        expect((await keyring.unwrap(await keyring.wrap(plain, {}), {})).equals(plain)).toBe(true);
      }
    });

    it("wraps the same key differently each time, and shows nothing of it", async () => {
      const keyring = await open();
      const wrapped = await Promise.all(Array.from({ length: 100 }, () => keyring.wrap(key, context)));
      expect(new Set(wrapped.map((bytes) => bytes.toString("hex"))).size).toBe(100);
      for (const bytes of wrapped) expect(bytes.includes(key.subarray(0, 8))).toBe(false);
    });

    it("does not mind the order of a context", async () => {
      const keyring = await open();
      const wrapped = await keyring.wrap(key, context);
      const reversed = Object.fromEntries(Object.entries(context).reverse());
      expect((await keyring.unwrap(wrapped, reversed)).equals(key)).toBe(true);
    });

    it.each<[string, Record<string, string>]>([
      ["another value", { ...context, level: "restricted" }],
      ["one more entry", { ...context, month: "2026-11" }],
      ["one entry less", { purpose: "kek", site: "shop" }],
      ["no entry", {}],
      ["a value that moved to its neighbour", { purpose: "keks", site: "hop", level: "internal" }],
      ["a name that moved to its value", { purpose: "kek", sit: "eshop", level: "internal" }],
      ["two entries in one", { purpose: "kek", site: "shoplevelinternal" }],
      ["another case", { ...context, site: "Shop" }],
    ])("refuses a key under %s", async (_, other) => {
      const keyring = await open();
      const wrapped = await keyring.wrap(key, context);
      await expect(keyring.unwrap(wrapped, other)).rejects.toMatchObject({ name: "KeyringError", fault: "foreign" });
    });

    it("refuses a key of another root key, and names both by id alone", async () => {
      const [ours, theirs] = [await open(), await another()];
      const wrapped = await theirs.wrap(key, context);
      await expect(ours.unwrap(wrapped, context)).rejects.toMatchObject({ fault: "foreign" });
    });

    it("refuses a key with any bit changed, and any part of it alone", async () => {
      const keyring = await open();
      const wrapped = await keyring.wrap(key, context);
      let trials = 0;
      for (let bit = 0; bit < wrapped.length * 8; bit++, trials++) {
        const changed = Buffer.from(wrapped);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        await expect(keyring.unwrap(changed, context)).rejects.toBeInstanceOf(KeyringError);
      }
      for (let length = 0; length < wrapped.length; length++, trials++) {
        await expect(keyring.unwrap(wrapped.subarray(0, length), context)).rejects.toBeInstanceOf(KeyringError);
      }
      console.log(`${name}: ${trials} altered keys, 0 unwrapped`);
      // Negative control.
      expect((await keyring.unwrap(wrapped, context)).equals(key)).toBe(true);
    });

    it("describes itself alike each time, unlike another root key, and without a key byte", async () => {
      const [first, second, other] = await Promise.all([open(), open(), another()]);
      expect(await first.describe()).toEqual(await second.describe());
      expect((await first.describe()).id).not.toBe((await other.describe()).id);
      expect((await first.describe()).id.length).toBeLessThan(64);
    });
  });
}
