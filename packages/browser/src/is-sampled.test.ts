import { expect, test } from "vitest";
import { toBase64Url } from "./base64url.js";
import { isSampled } from "./is-sampled.js";

const id = (first: number): string => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, first);
  return toBase64Url(bytes);
};

test.each([
  [0, 0, false],
  [0, 0.1, true],
  [429_496_729, 0.1, true],
  [429_496_730, 0.1, false],
  [0xffff_ffff, 0.999, false],
  [0xffff_ffff, 1, true],
])("a visitor whose id begins with %i is among %f of all: %s", (first, share, wanted) => {
  expect(isSampled(id(first), share)).toBe(wanted);
});

test("of random visitors the share is measured, and each always or never", () => {
  const ids = Array.from({ length: 20_000 }, () => toBase64Url(crypto.getRandomValues(new Uint8Array(16))));
  const measured = ids.filter((visitor) => isSampled(visitor, 0.1));
  // Six standard deviations either way.
  expect(Math.abs(measured.length - 2000)).toBeLessThan(255);
  expect(measured.every((visitor) => isSampled(visitor, 0.1) && isSampled(visitor, 0.2))).toBe(true);
});
