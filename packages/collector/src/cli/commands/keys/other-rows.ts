import type { OtherKeyListed } from "../../../admin/other-keys.js";
import { day, table } from "../../output.js";

/** What depends on a key, by its purpose. */
const FOR: Readonly<Record<OtherKeyListed["purpose"], string>> = {
  receipt: "signs receipts of erasures",
  "blind-index": "finds subjects by",
  request: "seals contacts of requests",
  audit: "signs the audit log",
  quarantine: "seals refused records of",
  backup: "opens backups, and is kept elsewhere:",
};

/** Keys outside the hierarchy as people see them. */
export function otherRows(others: readonly OtherKeyListed[]): string[] {
  return table(
    ["OTHER KEY", "SITE", "LEVEL", "MADE", "WHAT NEEDS IT"],
    others.map(({ purpose, site, of, level, created }) => [
      ...[purpose, site, level ?? "", day(created)],
      [FOR[purpose], of].filter((part) => part !== "").join(" "),
    ]),
  );
}
