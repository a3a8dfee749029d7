import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROBLEMS } from "../routes/problem.js";
import { SETTINGS } from "./schema.js";

const page = readFileSync(new URL("../../../../docs/operations.md", import.meta.url), "utf8");

describe("docs/operations.md", () => {
  it("names each setting, and no other", () => {
    const table = page.slice(page.indexOf("## Settings"), page.indexOf("## Commands"));
    const named = [...table.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell]) => cell?.match(/[A-Z_]{4,}/g) ?? []);
    expect([...named].sort()).toEqual(Object.keys(SETTINGS).sort());
  });

  it("names each answer that is an error, with its status, and no other", () => {
    const told = [...page.matchAll(/^\| (\d{3}) +\| `([a-z-]+)` +\|/gm)].map(([, status, code]) => [
      code,
      Number(status),
    ]);
    const given = Object.entries(PROBLEMS).map(([code, [status]]) => [code, status]);
    expect(told.sort()).toEqual(given.sort());
  });
});
