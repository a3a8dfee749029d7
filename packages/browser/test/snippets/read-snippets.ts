import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One fenced block of a page of the docs. */
export interface Snippet {
  /** Such as `docs/sdk.md:42`. */
  readonly place: string;
  /** The heading that it stands under. */
  readonly heading: string;
  /** The word after the fence, "" where there is none. */
  readonly language: string;
  readonly code: string;
  /** What is to be done with it and what must come of it: the lines of the `<!-- snippet … -->` before it. */
  readonly plan: readonly string[];
}

const ROOT = new URL("../../../../", import.meta.url);

/** @param page Path from the repository's root. */
export function readPage(page: string): string {
  return readFileSync(fileURLToPath(new URL(page, ROOT)), "utf8");
}

/**
 * @param page Path from the repository's root.
 * @param only Headings of the second level whose snippets count; all of them where none is named.
 * @throws {Error} On a plan that no fenced block follows.
 */
export function readSnippets(page: string, only: readonly string[] = []): Snippet[] {
  const found: Snippet[] = [];
  const lines = readPage(page).split("\n");
  let heading = "";
  let section = "";
  let plan: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const title = /^(#{1,6}) (.*)/.exec(line);
    const fence = /^(`{3,})(\w*)/.exec(line);
    if (title) {
      heading = title[2] ?? "";
      if (title[1] === "##") section = heading;
    } else if (/^<!-- snippet\b/.test(line)) {
      const from = at;
      while (!(lines[at] ?? "-->").includes("-->")) at++;
      const text = lines.slice(from, at + 1).join("\n");
      plan = text
        .replace(/^<!-- snippet/, "")
        .replace(/-->[^]*$/, "")
        .split("\n")
        .map((each) => each.trim())
        .filter((each) => each !== "");
    } else if (fence) {
      const from = at;
      while (lines[++at] !== fence[1] && at < lines.length);
      const code = lines.slice(from + 1, at).join("\n");
      const place = `${page}:${from + 1}`;
      if (only.length === 0 || only.includes(section)) {
        found.push({ place, heading, language: fence[2] ?? "", code, plan });
      }
      plan = [];
    } else if (line.trim() !== "" && plan.length > 0) {
      throw new Error(`${page}:${at + 1}: a plan stands before no snippet`);
    }
  }
  return found;
}
