import { readFileSync } from "node:fs";
import { ownMark } from "./capture/marks.js";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const page = read("../../../docs/sdk.md");

/** The names that a pattern's first group finds, once each, sorted. */
function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ""))].sort();
}

/** The text of an interface in a source file, without its comments. */
function bodyOf(path: string, name: string): string {
  const body = new RegExp(`^export interface ${name} \\{\\n(.*?)^\\}`, "ms").exec(read(path))?.[1] ?? "";
  return body.replace(/\/\*\*.*?\*\//gs, "");
}

function section(title: string): string {
  const start = page.indexOf(`## ${title}\n`);
  expect(start, title).toBeGreaterThan(0);
  return page.slice(start, page.indexOf("\n## ", start + 1));
}

describe("docs/sdk.md", () => {
  it("names each option, and no other", () => {
    const options = namesIn(bodyOf("options.ts", "Options"), /^ {2}readonly (\w+)\??:/gm);
    expect(options).toContain("site");
    expect(namesIn(section("Options"), /^\| `(\w+)` +\|/gm)).toEqual(options);
  });

  it("names each attribute that the script reads from its tag, and no other", () => {
    const script = read("script.ts");
    const listed = /ATTRIBUTES[^\n]*\{\n(.*?)\n\};/s.exec(script)?.[1] ?? "";
    const attributes = [...namesIn(listed, /^ {2}(\w+):/gm), ...namesIn(script, /\bdata(?:set\??\.|\[")(\w+)/g)].map(
      (name) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    expect(attributes).toContain("data-require-consent");
    expect(namesIn(section("Options"), /^\| `\w+` +\| `(data-[a-z-]+)`/gm)).toEqual(attributes.sort());
  });

  it("names each method, and no other", () => {
    const methods = namesIn(bodyOf("client.ts", "Client"), /^ {2}(\w+)\(/gm);
    expect(methods).toContain("track");
    expect(namesIn(section("Methods"), /^\| `(\w+)\([^`]*\)` +\|/gm)).toEqual(methods);
  });

  it("names hiding marks of other tools, each of which is honoured", () => {
    const told = section("Attributes in the page");
    const marks = namesIn(told.slice(told.indexOf("- Classes:")), /`([a-z]+-[a-z-]+)`/g);
    expect(marks).toContain("ph-no-capture");
    const element = (name: string): Element =>
      ({
        getAttribute: (attribute: string) => (attribute === "class" && !name.startsWith("data-") ? name : null),
        getAttributeNames: () => (name.startsWith("data-") ? [name] : ["class"]),
        // What the value decides is matched by a selector.
        matches: (selector: string) => selector.includes(`[${name}]`) || selector.includes(`[${name}=`),
      }) as unknown as Element;
    for (const mark of marks) expect(ownMark(element(mark)), mark).toBe("redact");
    // Negative control: their words for showing, and others' classes.
    for (const mark of ["sentry-unmask", "ph-card", "data-hj-allow", "private"]) {
      expect(ownMark(element(mark)), mark).toBeNull();
    }
  });
});
