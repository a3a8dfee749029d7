import type { OtherKey } from "../../../api.js";
import { day, table } from "../../output.js";

/** What depends on a key, by its purpose. */
const FOR: Readonly<Record<OtherKey["purpose"], string>> = {
  receipt: "signed receipts of erasures",
  "blind-index": "indexes that find people by",
  request: "sealed contacts of requests",
  audit: "signed points of the audit log",
  quarantine: "refused records of",
  backup: "backups since, opened by the half kept elsewhere of",
};

/** Keys outside the hierarchy as people see them. */
export function otherRows(others: readonly OtherKey[]): string[] {
  return table(
    ["OTHER KEY", "SITE", "LEVEL", "STATE", "MADE", "LAST USED", "WHAT NEEDS IT"],
    others.map(({ purpose, site, of, level, state, created, lastUse, needs }) => [
      ...[purpose, site, level ?? "", state, day(created), lastUse === null ? "" : day(lastUse)],
      needs === null
        ? "hashed values"
        : [needs.toLocaleString("en"), FOR[purpose], of].filter((part) => part !== "").join(" "),
    ]),
  );
}
