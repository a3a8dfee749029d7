import { split } from "shamir-secret-sharing";
import { describe, expect, it } from "vitest";
import { random } from "../../test/random.js";
import { formatRecoveryCopy } from "./recovery-copy.js";
import { combineShares, readShares, splitRootKey } from "./shares.js";

const key = () => random(11).bytes(32);
const damaged = { name: "KeyringError", fault: "damaged" };

describe("shares of a root key", () => {
  it("open it, any of them as many as the threshold says, and fewer never", async () => {
    const shares = await splitRootKey(key(), { shares: 5, threshold: 3 });
    expect(shares.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    let [opened, refused] = [0, 0];
    for (let choice = 1; choice < 32; choice++) {
      const chosen = shares.filter((_, i) => (choice & (1 << i)) !== 0);
      const text = chosen.map((share) => share.text).join("\n\n");
      if (chosen.length >= 3) {
        expect((await combineShares(text)).equals(key())).toBe(true);
        opened++;
      } else {
        await expect(combineShares(text)).rejects.toMatchObject({ fault: "missing" });
        refused++;
      }
    }
    console.log(`shares: 3 of 5: ${opened} choices opened, ${refused} of fewer refused`);
    expect([opened, refused]).toEqual([16, 15]);
  });

  it("are read with whatever stands around them, and a share that is given twice counts once", async () => {
    const shares = await splitRootKey(key(), { shares: 3, threshold: 2 });
    const [one, two] = shares.map(
      ({ text, number }) => `Share ${number} of 3, any 2 of which open it:\n\n  ${text.toLowerCase()}\n`,
    );
    expect((await combineShares(`${one}\n${two}`)).equals(key())).toBe(true);
    expect(readShares(`${one}${one}`)).toMatchObject({ threshold: 2, numbers: [1] });
    await expect(combineShares(`${one}${one}`)).rejects.toMatchObject({ fault: "missing" });
  });

  it("are refused with a wrong character, of two splits, or of two keys", async () => {
    const first = await splitRootKey(key(), { shares: 3, threshold: 2 });
    const second = await splitRootKey(key(), { shares: 3, threshold: 2 });
    const other = await splitRootKey(random(12).bytes(32), { shares: 3, threshold: 2 });
    const text = (shares: typeof first, i: number) => shares[i]?.text as string;
    for (const pair of [`${text(first, 0)}\n\n${text(second, 1)}`, `${text(first, 0)}\n\n${text(other, 1)}`]) {
      await expect(combineShares(pair)).rejects.toMatchObject(damaged);
    }
    let trials = 0;
    const good = text(first, 0);
    for (let i = 0; i < good.length; i++) {
      if (/[-\n]/.test(good[i] as string)) continue;
      const wrong = good.slice(0, i) + (good[i] === "7" ? "8" : "7") + good.slice(i + 1);
      await expect(combineShares(`${wrong}\n\n${text(first, 1)}`)).rejects.toMatchObject(damaged);
      trials++;
    }
    console.log(`shares: ${trials} wrong ones refused`);
    expect((await combineShares(`${good}\n\n${text(first, 1)}`)).equals(key())).toBe(true);
  });

  it("tell nothing of the key: each byte of one share is another each time that it is split", async () => {
    const secret = Uint8Array.from(key());
    const splits = await Promise.all(Array.from({ length: 64 }, () => split(secret, 2, 2)));
    // How many values each of the 32 places has. Of 64 random bytes 32 or fewer differ less than once in 10¹⁵ times.
    const values = (of: readonly Uint8Array[]) =>
      Array.from({ length: 32 }, (_, place) => new Set(of.map((bytes) => bytes[place])).size);
    for (const n of [0, 1]) expect(Math.min(...values(splits.map((shares) => shares[n]!)))).toBeGreaterThan(32);
    // Control: the key itself is the same each time.
    expect(values(splits.map(() => secret))).toEqual(Array.from({ length: 32 }, () => 1));
  });

  it.each([
    [1, 1],
    [3, 1],
    [2, 3],
    [256, 3],
  ])("are not made %i with a threshold of %i", async (shares, threshold) => {
    await expect(splitRootKey(key(), { shares, threshold })).rejects.toMatchObject(damaged);
  });

  it("may be a recovery copy instead", async () => {
    expect((await combineShares(formatRecoveryCopy(key()))).equals(key())).toBe(true);
    await expect(combineShares("nothing of the kind")).rejects.toMatchObject(damaged);
  });
});
