import { describe, expect, it } from "vitest";
import { showControls } from "./show-controls.js";

const flat = (text: string) =>
  showControls(text)
    .map((run) => (run.kind === "plain" ? run.text : `[${run.label}]`))
    .join("");

describe("showControls", () => {
  it.each<[string, string, string]>([
    ["nothing", "", ""],
    ["plain text", "Café 東京 שלום", "Café 東京 שלום"],
    ["markup, which is only text", "<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["a right-to-left override", "invoice\u202efdp.exe", "invoice[U+202E]fdp.exe"],
    ["isolates", "\u2066a\u2069", "[U+2066]a[U+2069]"],
    ["zero-width spaces and marks", "a\u200bb\u200fc\ufeff", "a[U+200B]b[U+200F]c[U+FEFF]"],
    ["NUL, escape and delete", "\0\x1b[31m\x7f", "[␀][␛][31m[U+007F]"],
    ["a C1 control", "\x85", "[U+0085]"],
    ["line feed, tab and return", "a\nb\tc\r", "a[↵]b[⇥]c[␍]"],
    ["a lone surrogate", "a\ud800b", "a[�]b"],
    ["a pair, which is one character", "a\u{1f600}b", "a\u{1f600}b"],
    ["tag characters", "x\u{e0041}", "x[U+E0041]"],
    ["an emoji with joiners", "👩‍💻", "👩‍💻"],
    ["a tower of combining marks", `Z${"\u0301".repeat(50)}`, `Z${"\u0301".repeat(3)}[+47]`],
    ["Thai, which stacks two", "ที่นี่", "ที่นี่"],
  ])("shows %s", (_, text, shown) => {
    expect(flat(text)).toBe(shown);
  });

  it("loses no visible character and leaves no hidden one, over the whole of Unicode", () => {
    let hidden = 0;
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      const runs = showControls(`a${character}b`);
      if (runs.length !== 1) hidden++;
      else if (runs[0]?.kind !== "plain" || runs[0].text !== `a${character}b`) wrong.push(`${code} changed`);
      else if (/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(character)) wrong.push(`${code} passed`);
    }
    expect(wrong).toEqual([]);
    expect(hidden).toBeGreaterThan(2000);
  });

  it("takes ten times the hostile characters in far less than a hundred times the time", () => {
    for (const unit of ["\u202e\u0301", "\u0301"]) {
      const [short, long] = [10_000, 100_000].map((count) => {
        const text = unit.repeat(count);
        return Math.min(...Array.from({ length: 5 }, () => timeOf(() => showControls(text))));
      }) as [number, number];
      expect(long / short).toBeLessThan(50);
    }
  });
});

function timeOf(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
