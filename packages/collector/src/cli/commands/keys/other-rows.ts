import type { OtherKey } from "../../../api.js";
import { day, table } from "../../output.js";

/** What depends on a key, by its purpose. */
const FOR: Readonly<Record<OtherKey["purpose"], readonly [one: string, many: string]>> = {
  receipt: ["signed receipt of an erasure", "signed receipts of erasures"],
  "blind-index": ["index that finds a subject by", "indexes that find subjects by"],
  "pending-index": ["value waits for its index, sealed to", "values wait for their index, sealed to"],
  request: ["sealed contact of a request", "sealed contacts of requests"],
  audit: ["signed point of the audit log", "signed points of the audit log"],
  quarantine: ["refused record of", "refused records of"],
  backup: ["backup made since is sealed to", "backups made since are sealed to"],
};

/** Keys outside the hierarchy as people see them. */
export function otherRows(others: readonly OtherKey[]): string[] {
  return table(
    ["OTHER KEY", "SITE", "LEVEL", "STATE", "MADE", "LAST USED", "WHAT NEEDS IT"],
    others.map(({ purpose, site, of, level, state, created, lastUse, needs }) => [
      ...[purpose, site, level ?? "", state, day(created), lastUse === null ? "" : day(lastUse)],
      needs === null
        ? "hashed values"
        : [needs.toLocaleString("en"), FOR[purpose][needs === 1 ? 0 : 1], of].filter((part) => part !== "").join(" "),
    ]),
  );
}
