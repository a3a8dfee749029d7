import { expect, it } from "vitest";
import { howToPrune } from "./how-to-prune.js";

const keys = (number: number, place: string, destroyed: number | null = null) => ({
  ...{ number, place, destroyed },
  ...{ kind: "keys" as const, finished: 1 },
});

it.each([
  ["where a newer one lies beside it", [keys(2, "/b"), keys(4, "/b")], "wayseal backup prune /b destroys it"],
  [
    "where the newest lies elsewhere",
    [keys(2, "/b"), keys(4, "/b"), keys(6, "/c")],
    "wayseal backup prune /b --newest-in /c destroys it",
  ],
  [
    "where it is the newest that is left",
    [keys(2, "/b"), keys(4, "/b", 1)],
    "wayseal backup makes a newer one, and wayseal backup prune /b then destroys it",
  ],
])("says how a key backup is destroyed %s", (_, backups, said) => {
  expect(howToPrune({ number: 2, place: "/b" }, backups)).toBe(said);
});
