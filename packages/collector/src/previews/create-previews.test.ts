import { describe, expect, it } from "vitest";
import { createPreviews } from "./create-previews.js";

const SHOP = "https://shop.example";

function start() {
  let time = 1_800_000_000_000;
  const previews = createPreviews({ now: () => time });
  return { previews, pass: (ms: number) => (time += ms), made: () => previews.make("shop", SHOP).code };
}

describe("a preview's code", () => {
  it("gives one pass, for its site and origin", () => {
    const { previews, made } = start();
    const redeemed = previews.redeem(made(), SHOP);
    expect(redeemed).toMatchObject({ site: "shop", origin: SHOP });
    expect(previews.check(redeemed?.pass ?? "", SHOP)).toMatchObject({ site: "shop" });
  });

  it("works once", () => {
    const { previews, made } = start();
    const code = made();
    expect(previews.redeem(code, SHOP)).not.toBeNull();
    expect(previews.redeem(code, SHOP)).toBeNull();
  });

  it("is worth nothing from another origin, and is spent by the attempt", () => {
    const { previews, made } = start();
    const code = made();
    expect(previews.redeem(code, "https://evil.example")).toBeNull();
    expect(previews.redeem(code, SHOP)).toBeNull();
  });

  it("ends after five minutes, and its pass after thirty", () => {
    const { previews, made, pass } = start();
    const [early, late] = [made(), made()];
    pass(5 * 60_000 - 1);
    const redeemed = previews.redeem(early, SHOP)?.pass ?? "";
    pass(1);
    expect(previews.redeem(late, SHOP)).toBeNull();
    pass(30 * 60_000 - 2);
    expect(previews.check(redeemed, SHOP)).not.toBeNull();
    pass(1);
    expect(previews.check(redeemed, SHOP)).toBeNull();
  });

  it.each(["", "guess", "A".repeat(43)])("is not %j", (guess) => {
    const { previews, made } = start();
    made();
    expect([previews.redeem(guess, SHOP), previews.check(guess, SHOP)]).toEqual([null, null]);
  });

  it("is no pass, and a pass is no code", () => {
    const { previews, made } = start();
    expect(previews.check(made(), SHOP)).toBeNull();
    expect(previews.redeem(previews.redeem(made(), SHOP)?.pass ?? "", SHOP)).toBeNull();
  });

  it("does not fill the memory: of a thousand and more the newest are kept", () => {
    const { previews, made } = start();
    const first = made();
    const codes = Array.from({ length: 1000 }, made);
    expect(previews.redeem(first, SHOP)).toBeNull();
    expect(previews.redeem(codes[999] ?? "", SHOP)).not.toBeNull();
  });
});
