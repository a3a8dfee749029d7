import { describe, expect, it } from "vitest";
import { AuditError, type AuditEntry } from "../ports/audit.js";
import { entryBody } from "./entry-body.js";

const entry: AuditEntry = { at: 1, actor: "p1", kind: "person", action: "read" };

describe("the canonical bytes of an entry", () => {
  it("are JSON in one order of members, whatever order they were given in", () => {
    const given: AuditEntry = {
      ...{ detail: { shown: 2, masked: 0 }, policy: 3, subject: "qrvM3e7_ABEiM0RVZneImQ" },
      ...{ classes: ["phone", "email", "phone"], action: "read", kind: "token", site: "shop", actor: "t1", at: 5 },
    };
    expect(entryBody(given)).toBe(
      '{"at":5,"actor":"t1","kind":"token","action":"read","site":"shop","subject":"aabbccddeeff00112233445566778899",' +
        '"classes":["email","phone"],"policy":3,"detail":{"masked":0,"shown":2}}',
    );
    expect(entryBody(entry)).toBe('{"at":1,"actor":"p1","kind":"person","action":"read"}');
  });

  it.each<[string, Partial<AuditEntry>]>([
    ["an e-mail address as actor", { actor: "jane@example.com" }],
    ["an e-mail address in detail", { detail: { who: "jane@example.com" } }],
    ["a name with a space", { detail: { who: "Jane Doe" } }],
    ["a card number", { detail: { number: "4111111111111111" } }],
    ["a card number as purpose", { purpose: "4111111111111111" }],
    ["a card number with separators", { detail: { number: "4111 1111 1111 1111" } }],
    ["a sentence as purpose", { purpose: "she asked for it" }],
    ["an address", { detail: { place: "1 Main Street" } }],
    ["a subject that is none", { subject: "jane" }],
    ["a class that is none", { classes: ["jane@example.com"] }],
    ["a site that is none", { site: "Jane Doe" }],
    ["an action that is none", { action: "whatever" as never }],
    ["an object in detail", { detail: { more: { email: "x" } as never } }],
    ["a time that is none", { at: Number.NaN }],
  ])("refuses %s, and does not repeat it", (_, wrong) => {
    let said = "";
    try {
      entryBody({ ...entry, ...wrong });
    } catch (error) {
      expect(error).toBeInstanceOf(AuditError);
      said = String(error);
    }
    expect(said).toMatch(/^AuditError: An audit entry's \w+ is not an id, a name or a number$/);
    expect(said).not.toMatch(/jane|4111|main/i);
  });
});
