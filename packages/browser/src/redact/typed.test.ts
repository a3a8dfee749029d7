import { afterEach, expect, test } from "vitest";
import { cutTyped, forgetTyped, rememberTyped } from "./typed.js";

afterEach(forgetTyped);

test.each([
  ["Tom Baker", "unknown", "Hello Tom", "Hello [typed]"],
  ["Tom Baker", "name", "/u/tom", "/u/[typed]"],
  ["Li Wei", "unknown", "Go on as Wei", "Go on as [typed]"],
  ["Bo", "given-name", "Hi Bo", "Hi [typed]"],
  ["王伟", "unknown", "こんにちは王伟", "こんにちは[typed]"],
  ["王伟", "unknown", "王伟様", "[typed]様"],
  ["佐藤健太", "name", "佐藤様", "[typed]様"],
  ["佐藤健太", "name", "健太さん", "[typed]さん"],
  ["knar zol has had a zwuftetitis for two years", "free-text", "About zwuftetitis", "About [typed]"],
  [`${"ab ".repeat(100)}zwuftetitis`, "free-text", "About zwuftetitis", "About [typed]"],
])("cuts parts of %s (%s) out of “%s”", (value, name, text, wanted) => {
  rememberTyped(value, false, name);
  expect(cutTyped(text)).toBe(wanted);
});

test.each([
  ["Bo", "unknown", "About the books"],
  ["see the zoo", "unknown", "What is in the news"],
  ["Maria de la Cruz", "name", "Carrito de la compra"],
  ["No", "search", "There is no news"],
  ["42 Elm St", "unknown", "42 of 50"],
  ["where is what i have ordered", "free-text", "What you have ordered"],
])("leaves everyday words: %s (%s) in “%s”", (value, name, text) => {
  rememberTyped(value, false, name);
  expect(cutTyped(text)).toBe(text);
});
