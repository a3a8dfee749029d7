import { isDay } from "./check-digits.js";
import { type About, BIRTH, BORN_BEHIND, says, wordsBefore, wordsBehind } from "./content-words.js";
import type { Span } from "./find-cards.js";

/** First letters of months in languages that write them as words, January first. Those alike are one. */
const MONTHS = (
  "jan|gen|ene|janv|sty|oca|янв|كانون الثاني|يناير feb|fev|fév|lut|şub|sub|фев|شباط|فبراير mar|mär|mrt|maa|мар|آذار|مارس " +
  "apr|avr|abr|kwi|nis|апр|نيسان|أبريل|ابريل may|mai|mag|mei|maj|май|мая|أيار|مايو jun|juin|giu|cze|haz|июн|حزيران|يونيو " +
  "jul|juil|lug|lip|tem|июл|تموز|يوليو aug|aoû|aou|ago|sie|ağu|agu|авг|آب|أغسطس sep|set|wrz|eyl|сен|أيلول|سبتمبر " +
  "oct|okt|ott|out|paź|paz|eki|окт|تشرين الأول|أكتوبر nov|lis|kas|ноя|تشرين الثاني|نوفمبر dec|dez|déc|dic|gru|ara|дек|ديسمبر"
)
  .replace(/كانون الثاني|تشرين الأول|تشرين الثاني/gu, (month) => month.replace(" ", "\u00a0"))
  .split(" ")
  .map((names) => names.replaceAll("\u00a0", " ").split("|"));
const WORD = MONTHS.flat()
  .sort((a, b) => b.length - a.length)
  .join("|");
const YEAR = "(?:1[89]|20)\\d\\d";

/** Each with the places of day, month (a number or a word) and year among its groups. None is unbounded. */
const SHAPES: readonly (readonly [RegExp, day: number, month: number, year: number])[] = [
  // 1985-03-12, 1985/3/12, 1985. 3. 12., 1985年3月12日, 1985년 3월 12일.
  [
    new RegExp(
      `(?<![\\d.,/-])(${YEAR})(?:[-/.]\\s?|\\s?[年년]\\s?)(\\d{1,2})(?:[-/.]\\s?|\\s?[月월]\\s?)(\\d{1,2})(?!\\d|[-/]\\d)`,
      "gu",
    ),
    ...([3, 2, 1] as const),
  ],
  // 12.03.1985, 12. 3. 1985, 3/12/1985, 12-03-85, with a day or a month first.
  [
    new RegExp(
      `(?<![\\d.,/-])(\\d{1,2})(?:[-/.]\\s?|\\+|\\s)(\\d{1,2})(?:[-/.]\\s?|\\+|\\s)(${YEAR}|\\d\\d)(?!\\d|[./-]\\d)`,
      "gu",
    ),
    ...([1, 2, 3] as const),
  ],
  // 12 March 1985, 12th of March, 1985, 12. März 1985, 12 de marzo de 1985.
  [
    new RegExp(
      `(?<![\\d.,])(\\d{1,2})(?:st|nd|rd|th|er|º|o)?[.\\s+-]{1,2}(?:(?:of|de|di)[\\s+])?(${WORD})\\p{L}{0,10}[.,\\s+/-]{1,2}(?:(?:de|del)[\\s+])?(${YEAR})(?!\\d)`,
      "giu",
    ),
    ...([1, 2, 3] as const),
  ],
  // March 12, 1985.
  [
    new RegExp(
      `(?<!\\p{L})(${WORD})\\p{L}{0,10}[.\\s+]{1,2}(\\d{1,2})(?:st|nd|rd|th)?[,\\s+]{1,2}(${YEAR})(?!\\d)`,
      "giu",
    ),
    ...([2, 1, 3] as const),
  ],
  // 19850312.
  [new RegExp(`(?<![\\w.-])(${YEAR})(\\d\\d)(\\d\\d)(?![\\w-])`, "gu"), 3, 2, 1],
  // Years of Japan's eras: 昭和60年3月12日.
  [/()(?:明治|大正|昭和|平成|令和)\s?(?:\d{1,2}|元)年\s?(\d{1,2})月\s?(\d{1,2})日/gu, 3, 2, 1],
];

/** Every shape has one of these: most texts have none. */
const SUSPECT = /(?:1[89]|20)\d\d|\d[-/. +]\s?\d{1,2}[-/. +]\s?\d\d|年/;

/**
 * Finds dates of birth: days that have been, where a word of birth stands before them or is the value's name, and no word of
 * orders and the like nearer; or where it stands right behind.
 *
 * @param text Normalised.
 * @param now Milliseconds.
 */
export function findBirthdays(text: string, { name }: About = {}, now = Date.now()): Span[] {
  const found: Span[] = [];
  if (!SUSPECT.test(text)) return found;
  for (const [shape, day, month, year] of SHAPES) {
    for (const match of text.matchAll(shape)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!hasBeen(Number(match[day]), monthOf(match[month]!), match[year]!, now)) continue;
      if (says(BIRTH, wordsBefore(text, span, name)) || says(BORN_BEHIND, behind(text, span))) found.push(span);
    }
  }
  return found;
}

/** What stands behind in the same breath: up to the next number, and nothing behind a comma. */
function behind(text: string, span: Span): string {
  return /^(?![,;\n"'])[^\d,;]*|/.exec(wordsBehind(text, span))![0];
}

function monthOf(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  const word = text.toLowerCase();
  return MONTHS.findIndex((names) => names.includes(word)) + 1;
}

/** Days and months may stand the other way round. */
function hasBeen(day: number, month: number, year: string, now: number): boolean {
  const pairs = [
    [day, month],
    [month, day],
  ] as const;
  return pairs.some(([day, month]) => {
    if (!isDay(month, day)) return false;
    // Of two digits and of an era any year may be meant.
    if (year.length < 4) return true;
    return Date.UTC(Number(year), month - 1, day) <= now;
  });
}
