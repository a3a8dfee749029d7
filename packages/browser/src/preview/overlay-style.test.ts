import { expect, test } from "vitest";
import { OVERLAY_STYLE } from "./overlay-style.js";

/** WCAG 2.2's relative luminance of `#rgb` or `#rrggbb`. */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replace(/[\da-f]/g, "$&$&") : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const [light = "", dark = ""] = OVERLAY_STYLE.split("prefers-color-scheme: dark");

test.each([
  ["light", light],
  ["dark", dark],
])("the overlay's words can be read in %s", (_, style) => {
  const of = (name: string): string => new RegExp(`--${name}: (#[\\da-f]{3,6});`).exec(style)?.[1] ?? "";
  for (const ground of ["paper", "soft"]) expect(contrast(of("ink"), of(ground)), ground).toBeGreaterThanOrEqual(4.5);
  for (const state of ["captured", "kept", "refused", "left"]) {
    expect(contrast(of("on"), of(state)), state).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of(state), of("paper")), state).toBeGreaterThanOrEqual(3);
  }
  expect(contrast(of("edge"), of("paper"))).toBeGreaterThanOrEqual(3);
});

test("contrast is WCAG's", () => {
  expect(contrast("#000", "#ffffff")).toBe(21);
  expect(contrast("#777", "#fff")).toBeLessThan(4.5);
});
