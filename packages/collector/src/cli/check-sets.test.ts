import { expect, it } from "vitest";
import { checkSets } from "./check-sets.js";

const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;

it.each<[string, number | null, string, boolean?]>([
  ["fails where none is served", null, "fail No key set of shop is served: it waits to be signed elsewhere"],
  ["fails where it has expired", NOW, "fail The key set of shop, signed elsewhere, expired on 2026-11-20 00:00 UTC"],
  ["warns three days before", NOW + 3 * DAY - 1, "warn The key set of shop, signed elsewhere, expires on 2026-11-22"],
  [
    "warns where it tells another policy",
    NOW + 9 * DAY,
    "warn The key set of shop, signed elsewhere, tells browsers",
    false,
  ],
  ["is content before that", NOW + 3 * DAY, "ok The key set of shop, signed elsewhere, is in force until 2026-11-23"],
])("doctor, of a set that is signed elsewhere, %s", (_, signedUntil, says, tellsPolicy = true) => {
  const [check, ...more] = [...checkSets([{ site: "shop", signedUntil, tellsPolicy }], NOW)];
  expect(more).toEqual([]);
  expect(`${check!.state} ${check!.what}`).toContain(says);
  expect(check!.hint === undefined).toBe(check!.state === "ok");
});
