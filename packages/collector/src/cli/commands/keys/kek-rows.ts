import type { AnswerOf } from "../../../admin/operations.js";
import { day, table } from "../../output.js";

type Keks = AnswerOf<"keys.list">["sites"][number]["keks"];

/** KEKs as people see them: state, age, use, and what depends on them. */
export function kekRows(keks: Keks): string[] {
  return table(
    ["KEK", "LEVEL", "MONTH", "STATE", "MADE", "LAST WRITTEN", "DEKS", "DESTROYED"],
    keks.map(({ id, level, month, generation, state, created, used, deks, destroyed, refresh }) => [
      ...[
        id,
        level,
        generation === 1 ? month : `${month} (${generation})`,
        state,
        day(created),
        day(used),
        String(deks),
      ],
      `${destroyed}${refresh ? "  refresh advised" : ""}`,
    ]),
  );
}
