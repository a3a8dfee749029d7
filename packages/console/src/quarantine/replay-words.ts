import type { QuarantineReplayed } from "@wayseal/collector/api";
import { number } from "../format/number.js";

/** @returns What became of records that were taken in again, in a sentence. */
export function replayWords({ stored, duplicates, refused }: QuarantineReplayed): string {
  const parts = [
    ...(stored > 0 ? [`${number.whole(stored)} taken in`] : []),
    ...(duplicates > 0 ? [`${number.whole(duplicates)} there already`] : []),
    ...(refused.length > 0 ? [`${number.whole(refused.length)} still refused`] : []),
  ];
  return parts.length === 0 ? "There was nothing to take in." : `${parts.join(", ")}.`;
}
