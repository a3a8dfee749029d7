import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { EVENT_SHAPES } from "./shapes.js";

const page = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
const text = page.replace(/\s+/g, "");

it("keeps docs/protocol.md equal to the golden envelope", () => {
  const golden = JSON.parse(readFileSync(new URL("../vectors/golden-envelopes.json", import.meta.url), "utf8")) as {
    recipient: Record<string, string>;
    envelopes: (Record<string, string> & { records: { plaintext: string; ciphertext: string }[] })[];
  };
  const { records, site: _, sent, ...parts } = golden.envelopes[0]!;
  const sentBytes = BigInt(sent!).toString(16).padStart(16, "0");
  const said = [...Object.values(golden.recipient), ...Object.values(parts), sentBytes];
  for (const part of said.filter((part) => part !== parts.header)) expect(text).toContain(part);
  for (const { plaintext, ciphertext } of records) {
    expect(page).toContain(plaintext.trimEnd());
    expect(text).toContain(ciphertext);
  }
  const header = /57 53 +magic[\s\S]*?"shop"/
    .exec(page)![0]
    .replace(/ {2,}.*$/gm, "")
    .replace(/\s/g, "");
  expect(header).toBe(parts.header);
});

it("names every event type and field", () => {
  for (const [type, fields] of Object.entries(EVENT_SHAPES)) {
    expect(page).toContain(`\`${type}\``);
    for (const field of Object.keys(fields)) expect(page, `${type}.${field}`).toContain(`\`${field}\``);
  }
});
