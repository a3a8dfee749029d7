import { describe, expect, it } from "vitest";
import { type Keyring, KeyringError } from "../ports/keyring.js";

export interface KeyringUnderTest {
  /** Opens a root key by its name, made the first time: the same key each time. */
  readonly open: (root: "one" | "two" | "three") => Promise<Keyring>;
  /** Whether the keyring can destroy its root key. */
  readonly destroys: boolean;
}

/** What every keyring must do. */
export function keyringContract(name: string, keyringOf: KeyringUnderTest): void {
  const open = () => keyringOf.open("one");
  const another = () => keyringOf.open("two");
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

    it("generates keys of 32 bytes, each another, that unwrap under their own context alone", async () => {
      const keyring = await open();
      const made = await Promise.all(Array.from({ length: 20 }, () => keyring.generate(context)));
      expect(new Set(made.map((one) => one.key.toString("hex"))).size).toBe(20);
      for (const { key, wrapped } of made) {
        expect(key).toHaveLength(32);
        expect((await keyring.unwrap(wrapped, context)).equals(key)).toBe(true);
        await expect(keyring.unwrap(wrapped, {})).rejects.toMatchObject({ fault: "foreign" });
      }
    });

    it("works many times at once", async () => {
      const keyring = await open();
      const keys = Array.from({ length: 50 }, (_, i) => Buffer.alloc(32, i));
      const wrapped = await Promise.all(keys.map((plain) => keyring.wrap(plain, context)));
      const back = await Promise.all(wrapped.map((bytes) => keyring.unwrap(bytes, context)));
      expect(back.map((plain, i) => plain.equals(keys[i] as Buffer))).toEqual(keys.map(() => true));
    });

    it("does nothing more once it is closed, and can be opened again", async () => {
      const keyring = await open();
      const wrapped = await keyring.wrap(key, context);
      await keyring.close();
      await keyring.close();
      for (const call of [
        () => keyring.wrap(key, {}),
        () => keyring.unwrap(wrapped, context),
        () => keyring.generate({}),
      ])
        await expect(call()).rejects.toMatchObject({ name: "KeyringError", fault: "closed" });
      expect((await (await open()).unwrap(wrapped, context)).equals(key)).toBe(true);
    });

    it(
      keyringOf.destroys
        ? "destroys its root key for good: what it wrapped opens nothing any more"
        : "refuses to destroy a root key that is someone else's, and goes on working",
      async () => {
        const keyring = await keyringOf.open("three");
        const wrapped = await keyring.wrap(key, context);
        // Negative control: until then it opens.
        expect((await keyring.unwrap(wrapped, context)).equals(key)).toBe(true);
        if (keyringOf.destroys) {
          await keyring.destroy();
          await expect(keyring.unwrap(wrapped, context)).rejects.toMatchObject({ fault: "closed" });
          await expect(keyringOf.open("three")).rejects.toMatchObject({ fault: "missing" });
        } else {
          await expect(keyring.destroy()).rejects.toMatchObject({ fault: "unsupported" });
          expect((await keyring.unwrap(wrapped, context)).equals(key)).toBe(true);
        }
      },
    );

    it("describes itself alike each time, unlike another root key, and without a key byte", async () => {
      const [first, second, other] = await Promise.all([open(), open(), another()]);
      expect(await first.describe()).toEqual(await second.describe());
      expect((await first.describe()).id).not.toBe((await other.describe()).id);
      expect((await first.describe()).id.length).toBeLessThan(64);
    });
  });
}
