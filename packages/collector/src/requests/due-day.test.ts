import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REQUEST_KINDS } from "../ports/requests.js";
import { dueDay } from "./due-day.js";
import { JURISDICTIONS, jurisdictionOf } from "./jurisdictions.js";

describe("dueDay", () => {
  it.each([
    ["2026-01-15", { months: 1 }, "2026-02-15"],
    ["2026-01-31", { months: 1 }, "2026-02-28"],
    ["2028-01-31", { months: 1 }, "2028-02-29"],
    ["2026-11-30", { months: 3 }, "2027-02-28"],
    ["2026-12-31", { months: 2 }, "2027-02-28"],
    ["2026-03-01", { days: 45 }, "2026-04-15"],
    ["2026-12-20", { days: 15 }, "2027-01-04"],
    // 25 November 2026 is a Wednesday, the 28th a Saturday.
    ["2026-11-25", { workingDays: 1 }, "2026-11-26"],
    ["2026-11-25", { workingDays: 10 }, "2026-12-09"],
    ["2026-11-28", { workingDays: 1 }, "2026-11-30"],
    ["2026-11-27", { workingDays: 15 }, "2026-12-18"],
  ])("from %s by %j is %s", (from, term, due) => {
    expect(dueDay(from, term)).toBe(due);
  });
});

describe("jurisdictions", () => {
  it("stand in docs/requests.md with their sources", () => {
    const page = readFileSync(new URL("../../../../docs/requests.md", import.meta.url), "utf8").replace(/\s+/g, " ");
    for (const { name, kinds, confirm, checked } of JURISDICTIONS) {
      expect(page).toContain(name);
      expect(page).toContain(checked);
      for (const { source } of Object.values(kinds)) expect(page).toContain(source);
      if (confirm !== null) expect(page).toContain(confirm.source);
    }
  });

  it("say for each kind where its dates come from, and when that was looked up", () => {
    expect(new Set(JURISDICTIONS.map(({ id }) => id)).size).toBe(JURISDICTIONS.length);
    for (const { kinds, confirm, checked, id } of JURISDICTIONS) {
      expect(checked).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(Object.keys(kinds).length, id).toBeGreaterThan(0);
      for (const [kind, { source }] of Object.entries(kinds)) {
        expect(REQUEST_KINDS).toContain(kind);
        expect(source.length, id).toBeGreaterThan(10);
      }
      if (confirm !== null) expect(confirm.source).toMatch(/\d/);
    }
  });

  it.each([
    ["gdpr", "access", { months: 1 }, { months: 2 }],
    ["uk-gdpr", "erasure", { months: 1 }, { months: 2 }],
    ["ccpa", "access", { days: 45 }, { days: 45 }],
    ["ccpa", "objection", { workingDays: 15 }, null],
    ["lgpd", "access", { days: 15 }, null],
    ["pipeda", "access", { days: 30 }, { days: 30 }],
    ["quebec", "access", { days: 30 }, null],
    ["pipl", "access", { workingDays: 15 }, null],
    ["hipaa", "access", { days: 30 }, { days: 30 }],
    ["hipaa", "rectification", { days: 60 }, { days: 30 }],
    ["hipaa", "erasure", undefined, undefined],
  ] as const)("%s gives %s %j and an extension of %j", (id, kind, term, extension) => {
    const deadline = jurisdictionOf(id)?.kinds[kind];
    expect([deadline?.term, deadline?.extension]).toEqual([term, extension]);
  });
});
