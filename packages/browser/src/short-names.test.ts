import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SHORT_NAMES } from "../../../scripts/short-names.mjs";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
/** Every word of a text, comments left out: more than the names in it, and so on the safe side. */
const wordsOf = (text: string): string[] => text.replace(/\/\*.*?\*\//gs, "").match(/[A-Za-z_$][\w$]*/g) ?? [];
/** An interface's members. */
const bodyOf = (path: string, name: string): string =>
  new RegExp(`^export interface ${name}\\b[^\\n]*\\{\\n(.*?)^\\}`, "ms").exec(read(path))?.[1] ?? "";

describe("the names that the build shortens", () => {
  const list = new Set(SHORT_NAMES);

  test.each<[string, readonly string[], string]>([
    ["the wire", wordsOf(read("../../protocol/src/events.ts")), "visitor"],
    [
      "the event schema",
      (read("../../protocol/schema/events.schema.json").match(/"[^" ]+"/g) ?? []).map((name) => name.slice(1, -1)),
      "page_view",
    ],
    [
      "answers and key sets",
      ["rejected", "stream", "seq", "reason", "version", "expires", "keys", "kid", "kty"],
      "kid",
    ],
    ["options", wordsOf(bodyOf("options.ts", "Options")), "flushInterval"],
    ["methods", wordsOf(bodyOf("client.ts", "Client")), "optOut"],
    ["plugins", wordsOf(bodyOf("plugin.ts", "PluginContext")), "onStop"],
    ["notes on the device", wordsOf(bodyOf("device.ts", "DeviceNotes")), "streams"],
    ["the X25519 chunk", wordsOf(read("seal/primitives.ts")), "generateKeyPair"],
    [
      "the rest, which the script hands fields, records, rules and plugins to",
      [
        ...["outbox/outbox.ts", "capture/context.ts", "plugin.ts", "redact/json.ts", "redact/field.ts"].flatMap(
          (path) => wordsOf(read(path)),
        ),
        ...wordsOf(bodyOf("outbox/on-device.ts", "DeviceOutbox")),
        ...wordsOf(bodyOf("outbox/memory.ts", "MemoryOutbox")),
        ...["Control", "StreamHead", "SealedRecord"].flatMap((name) => wordsOf(bodyOf("states.ts", name))),
        ...wordsOf(bodyOf("redact/redact.ts", "RedactRules")),
        "leave",
      ],
      "acknowledge",
    ],
    [
      "rows in IndexedDB",
      ["stream", "seq", "ciphertext", "queued", ...wordsOf(bodyOf("states.ts", "StreamHead"))],
      "enc",
    ],
  ])("hold none of %s", (_, names, example) => {
    expect(names).toContain(example);
    expect(names.filter((name) => list.has(name))).toEqual([]);
  });

  test("are all in use: a name that is gone leaves the list", () => {
    const files = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" });
    const sources = files.filter((file) => /(?<!\.test)\.ts$/.test(file)).map((file) => read(file));
    const noble = ["_arx", "_poly1305", "chacha", "utils"].map((name) =>
      read(`../../../node_modules/@noble/ciphers/${name}.js`),
    );
    const used = new Set(wordsOf([...sources, ...noble].join("\n")));
    expect(SHORT_NAMES.filter((name) => !used.has(name))).toEqual([]);
  });
});
