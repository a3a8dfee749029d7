/** What may never stand in a log, cut out of any text that is about to (a second wall: nothing should bring it there). */
const CUTS: readonly (readonly [RegExp, string])[] = [
  // Query strings and fragments.
  [/(?<=[\w/.:-])[?#][^\s"')]+/g, "?…"],
  [/\b(Bearer|Basic)\s+\S+/gi, "$1 …"],
  [/\bws_[A-Za-z0-9_-]{8,}/g, "ws_…"],
  [/\b(__Host-)?wayseal=[^;\s]+/g, "wayseal=…"],
  [/:\/\/[^/@\s]+@/g, "://…@"],
  [/[^\s@"'<>(=]+@[^\s@"'<>)]+/g, "…@…"],
  // Sealed bytes, keys and secrets, in hex or either base64.
  [/(?<![\w+/=.-])(?=[A-Za-z0-9+_-]*\d)(?=[A-Za-z0-9+_-]*[A-Za-z])[A-Za-z0-9+_-]{32,}={0,2}/g, "…"],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, "…"],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi, "…"],
  // Long runs of digits: cards, phones, national ids. Times in milliseconds have 13 and stay as numbers.
  [/(?<![\w.])\d(?:[ -]?\d){11,}(?![\w.])/g, "…"],
];

/** @returns `text` without secrets and personal data, in one line of at most 500 characters. */
export function scrubText(text: string): string {
  let clean = text;
  for (const [pattern, instead] of CUTS) clean = clean.replace(pattern, instead);
  return clean.replace(/\s+/g, " ").slice(0, 500);
}

/**
 * @returns A copy of log fields with every text scrubbed; bytes become their length, errors become their name, code,
 * message and the places of their stack.
 */
export function scrubFields(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return typeof value === "function" ? "…" : value;
  if (value instanceof Error) return scrubError(value, depth);
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (depth >= 4) return "…";
  if (Array.isArray(value)) return value.slice(0, 20).map((each) => scrubFields(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 40)
      .map(([key, each]) => [scrubText(key), scrubFields(each, depth + 1)]),
  );
}

function scrubError(error: Error, depth: number): unknown {
  const { fault, code } = error as { fault?: unknown; code?: unknown };
  return {
    name: error.name,
    ...(typeof fault === "string" && { fault }),
    ...(typeof code === "string" && { code }),
    message: scrubText(error.message),
    at: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 6)
      .map((line) =>
        line
          .trim()
          .replace(/^at /, "")
          .replace(/\(?(file:\/\/)?\/.*\/(node_modules|src|dist)\//, "($2/"),
      ),
    ...(error.cause !== undefined && depth < 3 && { cause: scrubFields(error.cause, depth + 1) }),
  };
}
