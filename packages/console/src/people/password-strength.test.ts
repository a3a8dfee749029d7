import { describe, expect, it } from "vitest";
import { passwordStrength } from "./password-strength.js";

describe("passwordStrength", () => {
  it.each<[string, number]>([
    ["", 0],
    ["elevenchars", 0],
    ["aaaaaaaaaaaa", 1],
    ["passwordpassword", 1],
    ["abcabcabcabcabc", 1],
    ["123456123456!", 1],
    ["tulip-marble", 2],
    ["kestrel orbit velvet mustard", 3],
    ["👩‍💻".repeat(3), 0],
  ])("gives %j %i", (password, score) => {
    expect(passwordStrength(password).score).toBe(score);
  });
  it("takes a very long one at once", () => {
    const start = performance.now();
    passwordStrength("ab".repeat(512));
    passwordStrength("abcdefghij".repeat(102));
    expect(performance.now() - start).toBeLessThan(500);
  });
});
