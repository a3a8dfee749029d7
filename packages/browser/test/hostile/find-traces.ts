import type { Opened } from "../tiny-collector.js";

/** Letters or digits in a row that tell a secret: its beginning, its end, a word of it. */
const PART = 4;
/** Members that are numbers of the SDK's own, or random. */
const OWN = /^(?:stream|seq|at|clock|visitor|session|sdk|zone|language|schema|viewport|previous\..*)$/;

/** Where something of a secret was found. */
export interface Trace {
  /** Of the event; `spread` where it takes several to tell. */
  readonly type: string;
  /** Path of the member, list places left out. */
  readonly path: string;
  readonly part: string;
}

/** Lower case, without accents and all that is neither letter nor digit. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Every run of four letters and digits of what was typed. What all addresses of the tests end in tells nothing. */
export function partsOf(secret: string): string[] {
  const letters = [...fold(secret.replaceAll(".example", ""))];
  const parts = letters
    .map((_, at) => letters.slice(at, at + PART).join(""))
    .filter((part) => [...part].length === PART);
  return parts.length ? parts : [letters.join("")];
}

/** A text, and what it would be if it were encoded: percent, entities, base64 from any place on, hexadecimal. */
function* readings(text: string): Generator<string> {
  yield text;
  for (let before = text, round = 0; round < 3; round++) {
    const after = before.replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString());
    if (after === before) break;
    yield (before = after);
  }
  if (text.includes("&#"))
    yield text.replace(/&#(x?)([\da-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(parseInt(code, hex ? 16 : 10)),
    );
  for (const [run] of text.matchAll(/[\w+/-]{6,}/g)) {
    for (let from = 0; from < 4; from++) {
      const bytes = Buffer.from(run.slice(from), "base64");
      yield bytes.toString();
      yield bytes.toString("utf16le");
    }
    if (/^(?:[\da-f]{2}){4,}$/i.test(run)) yield Buffer.from(run, "hex").toString();
  }
}

/**
 * Looks for a secret, or any four letters or digits of it, in all that events say: as it is, in common encodings, backwards,
 * and letter by letter over several members and events.
 *
 * @param origin The page's own, which has digits that the test did not choose.
 */
export function findTraces(secret: string, events: readonly Opened[], origin: string): Trace[] {
  const parts = partsOf(secret);
  const needles = [...parts, ...parts.map((part) => [...part].reverse().join(""))];
  const found: Trace[] = [];
  const look = (type: string, path: string, text: string): void => {
    for (const reading of readings(text)) {
      const folded = fold(reading);
      const part = needles.find((needle) => folded.includes(needle));
      if (part !== undefined) return void found.push({ type, path, part });
    }
  };
  const spread = new Map<string, string>();
  const walk = (type: string, path: string, value: unknown): void => {
    if (OWN.test(path)) return;
    if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        if (!Array.isArray(value)) look(type, `${path}:name`, name);
        walk(type, Array.isArray(value) ? path : path ? `${path}.${name}` : name, member);
      }
      return;
    }
    const text = String(value).replaceAll(origin, "");
    // Times and counts hit four digits by chance.
    if (typeof value !== "number" || text.length > 5) look(type, path, text);
    // Names of the SDK's own and counts would stand between what belongs together.
    if (typeof value === "string" && path !== "type") spread.set(path, (spread.get(path) ?? "") + text);
  };
  for (const event of events) walk(event.type, "", event);
  if (!found.length) for (const [path, text] of spread) look("spread", path, text);
  return found;
}
