import { describe, expect, it } from "vitest";
import { askedBy, NO_FILTER } from "./audit-filter.js";

describe("askedBy", () => {
  it("asks for all without a filter", () => expect(askedBy(NO_FILTER)).toEqual({}));

  it("asks for whole days of the reader's time zone, the last one with all of it", () => {
    const asked = askedBy({ ...NO_FILTER, from: "2026-03-01", to: "2026-03-01" });
    expect(asked).toEqual({
      from: String(new Date(2026, 2, 1).getTime()),
      to: String(new Date(2026, 2, 2).getTime()),
    });
  });

  it.each([
    ["a pseudonym that is not whole", { subject: "9f8e" }],
    ["capitals", { subject: "A".repeat(32) }],
    ["a day that is none", { from: "2026-xx-01" }],
  ])("leaves out %s", (_, said) => expect(askedBy({ ...NO_FILTER, ...said })).toEqual({}));

  it("leaves out an end before the beginning", () => {
    const { to } = askedBy({ ...NO_FILTER, from: "2026-03-02", to: "2026-03-01" });
    expect(to).toBeUndefined();
  });

  it("asks for the rest as it is", () => {
    const said = { actor: "local", action: "read", site: "shop", subject: "0".repeat(32) };
    expect(askedBy({ ...NO_FILTER, ...said })).toEqual(said);
  });
});
