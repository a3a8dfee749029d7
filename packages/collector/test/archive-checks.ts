import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { JourneyEvent } from "../src/api.js";
import type { ExportManifest, ExportProfile } from "../src/export/format.js";

const SCHEMA = new URL("../../../docs/export.schema.json", import.meta.url);

export interface ReadArchive {
  readonly manifest: ExportManifest;
  readonly profile: ExportProfile;
  readonly events: readonly JourneyEvent[];
  readonly page: string;
}

/** Holds an archive's files to the published schema and to their own manifest. */
export function checkArchive(files: ReadonlyMap<string, Buffer>): ReadArchive {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
  addFormats.default(ajv);
  ajv.addSchema(JSON.parse(readFileSync(SCHEMA, "utf8")) as object, "export");
  const valid = (name: string, value: unknown) => {
    const validate = ajv.compile({ $ref: `export#/$defs/${name}` });
    expect([name, validate(value), validate.errors]).toEqual([name, true, null]);
  };
  const text = (name: string) => files.get(name)?.toString("utf8") ?? "";
  const manifest = JSON.parse(text("manifest.json")) as ExportManifest;
  const profile = JSON.parse(text("profile.json")) as ExportProfile;
  const lines = text("events.jsonl").split("\n");
  expect(lines.pop()).toBe("");
  const events = lines.map((line) => JSON.parse(line) as JourneyEvent);
  valid("Manifest", manifest);
  valid("Profile", profile);
  for (const event of events.slice(0, 200)) valid("Event", event);
  expect(manifest.files.map(({ name }) => name).sort()).toEqual(
    [...files.keys()].filter((name) => name !== "manifest.json").sort(),
  );
  for (const { name, bytes, sha256 } of manifest.files) {
    const content = files.get(name) ?? Buffer.alloc(0);
    const hash = createHash("sha256").update(content).digest("hex");
    expect([name, content.length, hash]).toEqual([name, bytes, sha256]);
  }
  expect(manifest.counts.events).toBe(events.length);
  return { manifest, profile, events, page: text("index.html") };
}
