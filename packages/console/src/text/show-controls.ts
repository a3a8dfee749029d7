/** A run of a captured text: `plain` is shown as it is, `control` by a name, since it would not be seen or would lie. */
export type TextRun =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "control"; readonly label: string; readonly name: string };

/** Characters that reorder or hide text; the ASCII and C1 controls are named by rule below. */
const NAMES = new Map<number, string>([
  [0x00ad, "soft hyphen"],
  [0x034f, "combining grapheme joiner"],
  [0x061c, "Arabic letter mark"],
  [0x115f, "Hangul filler"],
  [0x1160, "Hangul filler"],
  [0x180e, "Mongolian vowel separator"],
  [0x200b, "zero-width space"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x2060, "word joiner"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0x3164, "Hangul filler"],
  [0xfeff, "byte order mark"],
  [0xffa0, "Hangul filler"],
]);

/**
 * Everything that must not be shown as it is: C0 and C1 controls, bidi and invisible characters, tag characters, lone
 * surrogates, and the fourth and later of a run of combining marks. Joiners (U+200C, U+200D) stay: scripts and emoji
 * need them.
 */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u034f\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e0fff}\ud800-\udfff]|(?<=\p{M}{3})\p{M}+/gu;

/** Splits hostile text into runs that can be shown as text. The runs' order is the text's own, whatever it contains. */
export function showControls(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) runs.push({ kind: "plain", text: text.slice(from, match.index) });
    runs.push(controlRun(match[0]));
    from = match.index + match[0].length;
  }
  if (from < text.length) runs.push({ kind: "plain", text: text.slice(from) });
  return runs;
}

function controlRun(found: string): TextRun {
  const code = found.codePointAt(0) as number;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (/^\p{M}/u.test(found) && !NAMES.has(code) && code < 0xe0000) {
    const count = [...found].length;
    return { kind: "control", label: `+${count}`, name: `${count} more combining marks` };
  }
  if (code === 0x0a) return { kind: "control", label: "↵", name: "line feed" };
  if (code === 0x0d) return { kind: "control", label: "␍", name: "carriage return" };
  if (code === 0x09) return { kind: "control", label: "⇥", name: "tab" };
  // U+2400… are the pictures that Unicode has for these.
  if (code < 0x20) return { kind: "control", label: String.fromCodePoint(0x2400 + code), name: `control ${hex}` };
  if (code >= 0xd800 && code <= 0xdfff) return { kind: "control", label: "�", name: `half a character, ${hex}` };
  return { kind: "control", label: hex, name: `${NAMES.get(code) ?? "invisible character"} ${hex}` };
}
