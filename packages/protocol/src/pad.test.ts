import { expect, it } from "vitest";
import { pad } from "./pad.js";

it.each([
  [0, 64],
  [1, 64],
  [63, 64],
  [64, 64],
  [65, 128],
  [4096, 4096],
])("pads %i bytes to %i with spaces and changes none of them", (length, padded) => {
  const plaintext = new Uint8Array(length).fill(0x41);
  const result = pad(plaintext);
  expect(result.length).toBe(padded);
  expect(result.subarray(0, length)).toEqual(plaintext);
  expect(result.subarray(length).every((byte) => byte === 0x20)).toBe(true);
});
