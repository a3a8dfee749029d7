import { readdirSync, readFileSync } from "node:fs";
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
  const body =
    new RegExp(`^export interface ${name}(?: extends \\w+)? \\{\\n(.*?)^\\}`, "ms").exec(read(path))?.[1] ?? "";
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

  it("names each event of the protocol with each of its fields, and which may be missing, and no other", () => {
    const events = "../../protocol/src/events.ts";
    /** Every event has these, and only of hello the address is named. */
    const common = ["type", "at"];
    const fieldsOf = (name: string): string[] => {
      const [, base = "EventBase", body = ""] =
        new RegExp(`^export interface ${name}(?: extends (\\w+))? \\{\\n(.*?)^\\}`, "ms").exec(read(events)) ?? [];
      const own = [...body.replace(/\/\*\*.*?\*\//gs, "").matchAll(/^ {2}readonly (\w+)(\??):/gm)];
      const fields = own.map(([, field = "", open]) => (open ? `${field} †` : field));
      return [...fields, ...(base === "FormEventBase" ? ["form"] : [])]
        .filter((field) => !common.includes(field))
        .sort();
    };
    const map = [...bodyOf(events, "EventMap").matchAll(/^ {2}(\w+): (\w+);/gm)];
    const wanted = map.map(([, type = "", name = ""]) => [type, fieldsOf(name)]);
    expect(wanted).toContainEqual(["consent", ["choice"]]);
    expect(wanted).toContainEqual(["track", ["name", "properties †"]]);
    const rows = [...section("Events").matchAll(/^\| `(\w+)` +\|[^|]*\|([^|]*)\|$/gm)];
    const told = rows.map(([, type = "", cell = ""]) => [
      type,
      [...cell.replace(/\([^)]*\)/g, "").matchAll(/`(\w+)`( +†)?/g)]
        .map(([, field = "", open]) => (open ? `${field} †` : field))
        .sort(),
    ]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(wanted));
  });

  it("names each attribute of ours that the SDK reads in a page, and no other", () => {
    const sources = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" })
      .filter((file) => /(?<!\.test)\.ts$/.test(file))
      .map((file) => read(file).replace(/\/\*\*.*?\*\//gs, ""));
    const attributes = namesIn(sources.join("\n"), /\b(data-wayseal[a-z-]*)/g);
    expect(attributes).toContain("data-wayseal-class");
    const told = namesIn(section("Attributes in the page"), /^\| `(data-wayseal[a-z-]*)/gm);
    expect(told).toEqual(attributes);
    // The words of the first, by which the SDK knows them.
    expect(namesIn(section("Attributes in the page"), /^\| `data-wayseal="(\w+)"`/gm)).toEqual([
      "allow",
      "deny",
      "redact",
    ]);
  });

  it("names each plugin, with each option that its tag takes, and no other", () => {
    const told = section("Plugins");
    const files = readdirSync(new URL("plugins", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));
    const { exports } = JSON.parse(read("../package.json")) as { exports: Record<string, unknown> };
    for (const name of files) expect(exports).toHaveProperty([`./${name}`]);
    expect(namesIn(told, /^\| `\w+` of `[^`]*\/([a-z-]+)`/gm)).toEqual(files.sort());
    expect(namesIn(told, /^\|[^|]*\| `([a-z-]+)\.js` +\|/gm)).toEqual(files);
    const tagged = (path: string, name: string): string[] =>
      namesIn(bodyOf(path, name), /^ {2}readonly (\w+)\??: (?!\(\))/gm).map(
        (option) => `data-${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      );
    const row = (name: string): string[] =>
      namesIn(
        new RegExp(`^\\|[^|]*\\| \`${name}\\.js\` +\\|([^|]*)\\|`, "m").exec(told)?.[1] ?? "",
        /`(data-[a-z-]+)`/g,
      );
    expect(row("errors")).toEqual(tagged("plugins/errors.ts", "ErrorsOptions"));
    expect(row("tcf")).toEqual(tagged("consent/tcf-rules.ts", "TcfOptions"));
    expect(row("gpp")).toEqual(tagged("plugins/gpp.ts", "GppOptions"));
    expect(row("ingest-token")).toEqual(tagged("plugins/ingest-token.ts", "IngestTokenOptions"));
    expect(row("link-domains")).toEqual(tagged("plugins/link-domains.ts", "LinkDomainsOptions"));
    expect(row("web-vitals")).toEqual([]);
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
