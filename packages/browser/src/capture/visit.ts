import { attempt } from "../guard.js";
import type { Control } from "../states.js";
import { type Field, isFilled, valueOf } from "./fields.js";

/** How many texts of one stay are kept. */
const MOST = 16;

/** What is remembered of a field from visit to visit. No content. */
export interface FieldMemory {
  /** It was left filled. */
  leftFilled?: boolean;
  /** It was emptied after it had been filled. */
  emptied?: boolean;
  /** The page was found to hold something invalid in it. */
  wrong?: boolean;
}

/** One stay in a field, from focus to blur. */
export interface Visit {
  readonly field: Field;
  /** What the page said of it when somebody came to it. */
  readonly was: Control;
  /** What was typed, text by text: a page may have emptied it since. */
  readonly typed: readonly string[];
  /** Counts what an `input` event did. */
  input(event: InputEvent): void;
  change(): void;
  paste(): void;
  /** Whether all that was typed has been committed. */
  readonly settled: boolean;
  /** @returns The field event's own numbers. */
  end(): VisitResult;
}

export interface VisitResult {
  readonly duration: number;
  readonly changes: number;
  readonly refills: number;
  readonly corrections?: number;
  readonly pasted: boolean;
  readonly autofilled: boolean;
  readonly filled: boolean;
  readonly valid: boolean;
}

/**
 * Begins a stay in a field. Changes are counted as they are committed and not by keys: the number of keys tells how long
 * a password is.
 */
export function beginVisit(field: Field, was: Control, memory: FieldMemory, now: () => number): Visit {
  const began = now();
  let changes = 0;
  let refills = 0;
  let corrections = 0;
  let pasted = false;
  let autofilled = false;
  let settled = true;
  let untouched = true;
  const typed: string[] = [];

  return {
    field,
    was,
    typed,
    get settled() {
      return settled;
    },
    input(event) {
      const value = valueOf(field);
      const last = typed[typed.length - 1] ?? "";
      if (!last || !last.startsWith(value)) {
        if (value.startsWith(last)) typed.pop();
        typed.push(value);
        if (typed.length > MOST) typed.shift();
      }
      const filled = value !== "";
      if (filled && (memory.emptied || (untouched && memory.leftFilled))) refills++;
      memory.emptied = !filled;
      if (filled) memory.leftFilled = false;
      untouched = settled = false;
      if (/^insertFrom(Paste|Drop)/.test(event.inputType ?? "")) pasted = true;
    },
    change() {
      changes++;
      if (memory.wrong) corrections++;
      settled = true;
    },
    paste() {
      pasted = true;
    },
    end() {
      // A browser throws where it does not know the selector.
      autofilled ||= [":autofill", ":-webkit-autofill"].some((name) => attempt(() => field.matches(name)));
      const filled = isFilled(field);
      memory.leftFilled = filled;
      return {
        duration: Math.round(now() - began),
        // Rich text has no change event, and a closing page sends none.
        changes: changes + (settled ? 0 : 1),
        refills,
        ...(corrections && { corrections }),
        pasted,
        autofilled,
        filled,
        valid: (field as HTMLInputElement).validity?.valid ?? true,
      };
    },
  };
}
