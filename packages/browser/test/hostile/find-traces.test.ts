import { expect, test } from "vitest";
import type { Opened } from "../tiny-collector.js";
import { findTraces } from "./find-traces.js";

const ORIGIN = "http://127.0.0.1:4929";
const SECRET = "Vrenzi Quärbjow";
const event = (more: object): Opened => ({ stream: "s", seq: 1, type: "click", ...more });
const traces = (...events: Opened[]) => findTraces(SECRET, events, ORIGIN);

test.each([
  ["as it is", { name: "Hello Vrenzi Quärbjow!" }],
  ["a part of it", { name: "Hello VRENZ" }],
  ["without accents", { name: "quarb" }],
  ["in a name of a member", { properties: { "user vrenzi": 1 } }],
  ["deep within", { traits: { a: [{ b: "vrenzi" }] } }],
  ["percent-encoded twice", { url: `${ORIGIN}/${encodeURIComponent(encodeURIComponent("ärbjow"))}` }],
  ["every letter percent-encoded", { url: "/%56%72%65%6e%7a%69" }],
  ["in base64", { name: `x ${btoa("my Vrenzi")} y` }],
  ["in base64 behind other bytes", { name: btoa("abVrenzi").slice(1) }],
  ["in hexadecimal", { name: Buffer.from("Vrenzi").toString("hex") }],
  ["in entities", { name: "&#86;&#114;&#101;&#x6e;" }],
  ["backwards", { name: "izneRV".toLowerCase() }],
  ["letter by letter", { name: "V r-e\u200bn z i" }],
  ["in a list, letter by letter", { properties: { list: ["V", "r", "e", "n"] } }],
])("finds it %s", (_, more) => {
  expect(traces(event(more))).not.toEqual([]);
});

test("finds what is spread over events", () => {
  expect(traces(..."Vren".split("").map((value) => event({ value })))).toMatchObject([
    { type: "spread", path: "value" },
  ]);
});

test("finds nothing where nothing is", () => {
  expect(traces(event({ name: "Hello [typed]", url: `${ORIGIN}/welcome/:email`, visitor: "vrenzi" }))).toEqual([]);
  expect(
    findTraces("4929 7183", [event({ url: `${ORIGIN}/`, clock: 1_749_297_183_000, duration: 4929 })], ORIGIN),
  ).toEqual([]);
});
