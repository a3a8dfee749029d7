import type { Span } from "./find-cards.js";

/** A run of digits, and where it stands. */
export interface Digits extends Span {
  readonly digits: string;
}

/** @returns Every run of digits of a text, in order. */
export function digitGroups(text: string): Digits[] {
  return [...text.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({
    digits,
    start: index,
    end: index + digits.length,
  }));
}

export interface WindowOptions {
  /** What may stand between two groups. */
  readonly gap: RegExp;
  /** Digits. */
  readonly least: number;
  readonly most: number;
  /** The most groups of one number. */
  readonly groups: number;
}

/**
 * Every way to take neighbouring groups for one number, the longest from each first, so that a number is found beside others.
 * From each group there are as many as a number may have groups, however long the text is.
 */
export function* windows(
  text: string,
  groups: readonly Digits[],
  { gap, least, most, groups: several }: WindowOptions,
): Generator<Digits> {
  for (const [at, first] of groups.entries()) {
    const here: Digits[] = [];
    let { digits } = first;
    for (let next = at; digits.length <= most;) {
      const last = groups[next]!;
      if (digits.length >= least) here.push({ digits, start: first.start, end: last.end });
      const following = groups[++next];
      if (following === undefined || next - at >= several || following.start - last.end > 3) break;
      if (!gap.test(text.slice(last.end, following.start))) break;
      digits += following.digits;
    }
    yield* here.reverse();
  }
}
