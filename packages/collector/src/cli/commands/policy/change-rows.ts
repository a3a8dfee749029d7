import type { Change } from "../../../policy/compare-policies.js";
import { table } from "../../output.js";

/** @returns Differences as a table, those that loosen something first, or a line that says that there are none. */
export function changeRows(changes: readonly Change[]): string[] {
  if (changes.length === 0) return ["Nothing is decided otherwise"];
  const order = ["looser", "tighter", "other"];
  const sorted = [...changes].sort((a, b) => order.indexOf(a.way) - order.indexOf(b.way));
  const rows = sorted.map(({ way, about, from, to }) => [way.toUpperCase(), about, from ?? "-", to ?? "-"]);
  return table(["", "ABOUT", "FROM", "TO"], rows);
}
