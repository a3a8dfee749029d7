import { expect, it } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import type { JourneyEvent, JourneyField } from "../api.js";
import { entryBody } from "./entry-body.js";
import { readEntry } from "./read-entry.js";

const field = (state: JourneyField["state"], level: string, name = "email") =>
  ({ path: "value", class: name, level, state, reason: "" }) as JourneyField;
const of = (...fields: JourneyField[]) =>
  readEntry(aViewer(), {
    ...{ site: "shop", subject: "0".repeat(32), policy: 3, at: 1 },
    events: [{ fields } as unknown as JourneyEvent],
  });

it.each(["shown", "masked"] as const)(
  "counts what is %s, of every level but the open ones, each class once",
  (state) => {
    const counts = { shown: 0, masked: 0 };
    for (const level of ["confidential", "restricted", "of a later version"]) {
      expect(of(field(state, level))).toMatchObject({
        classes: ["email"],
        policy: 3,
        detail: { ...counts, [state]: 1 },
      });
    }
    for (const level of ["public", "internal"]) expect(of(field(state, level))).toBeNull();
    // As many as a page of events has, and more than an entry may name.
    const many = of(
      ...Array.from({ length: 500 }, (_, n) => field(state, "restricted", n % 2 === 0 ? "email" : "phone")),
    );
    expect(JSON.parse(entryBody(many!))).toMatchObject({ classes: ["email", "phone"], detail: { [state]: 500 } });
  },
);

it.each(["withheld", "removed", "unreadable", "uncaptured"] as const)("counts nothing that is %s", (state) => {
  expect(of(field(state, "restricted"))).toBeNull();
});
