import { describe, expect, it } from "vitest";
import { governed, JWT, noteOf, PAN, track } from "../../test/governed.js";
import { policyOf } from "../../test/policy-of.js";
import { hello, value } from "../../test/seal-stream.js";

describe("never content", () => {
  /** Every place of an event where a sender can put text. */
  const places: [string, (text: string) => object][] = [
    ["url", (text) => ({ type: "reset", at: 1, url: `https://shop.example/${text}` })],
    ["title", (text) => ({ type: "page_view", at: 1, kind: "load", title: text })],
    ["role", (text) => ({ type: "click", at: 1, role: text })],
    ["click name", (text) => ({ type: "click", at: 1, role: "a", name: `pay ${text}` })],
    ["target", (text) => ({ type: "click", at: 1, role: "a", target: `https://shop.example/?a=${text}` })],
    ["form", (text) => ({ type: "form_view", at: 1, form: text, fields: 1 })],
    ["field", (text) => ({ type: "form_start", at: 1, form: "a", field: text })],
    ["error kind", (text) => ({ type: "form_error", at: 1, form: "a", field: "b", kind: text })],
    ["class", (text) => ({ ...value, class: text })],
    ["value", (text) => ({ ...value, class: "free-text", value: `a ${text} b` })],
    ["track name", (text) => ({ type: "track", at: 1, name: text })],
    ["property", (text) => ({ type: "track", at: 1, name: "a", properties: { x: text } })],
    ["property name", (text) => ({ type: "track", at: 1, name: "a", properties: { [text]: 1 } })],
    [
      "nested property",
      (text) => ({ type: "track", at: 1, name: "a", properties: { x: { y: [{ z: `n ${text}` }] } } }),
    ],
    ["nested name", (text) => ({ type: "track", at: 1, name: "a", properties: { x: { [text]: 1 } } })],
    ["user", (text) => ({ type: "identify", at: 1, user: text })],
    ["trait", (text) => ({ type: "identify", at: 1, user: "u", traits: { note: text } })],
    ["token", (text) => ({ type: "identify", at: 1, user: "u", token: text })],
    ["message", (text) => ({ type: "error", at: 1, message: `cannot charge ${text}` })],
    ["source", (text) => ({ type: "error", at: 1, message: "m", source: `https://shop.example/${text}` })],
    ["rating", (text) => ({ type: "vital", at: 1, name: "LCP", value: 1, rating: text })],
    ["unknown field", (text) => ({ type: "reset", at: 1, novel: { a: text } })],
    ["unknown field's name", (text) => ({ type: "reset", at: 1, [text]: 1 })],
    ["unknown type", (text) => ({ type: "novel", at: 1, a: [text] })],
  ];

  it.each(places)("is nowhere left when it came as %s", (_, at) => {
    for (const [text, secret] of [
      [PAN, PAN],
      ["4111 1111 1111 1111", "1111 1111"],
      ["4111-1111-1111-1111", "1111-1111"],
      ["４１１１１１１１１１１１１１１１", "１１１１"],
    ] as const) {
      const result = JSON.stringify(governed(at(text)));
      expect(result).not.toContain(secret);
      expect(result.normalize("NFKC").replace(/[^\d]/g, "")).not.toContain("41111111");
    }
    // Negative control: what is no secret is kept, or the place takes none at all.
    if (!["class", "token"].includes(_)) expect(JSON.stringify(governed(at("harmless")))).toContain("harmless");
  });

  it.each(places.filter(([name]) => !["role", "rating", "class", "error kind"].includes(name)))(
    "keeps no token that came as %s",
    (_, at) => {
      if (JSON.stringify(at(JWT)).length > 0) expect(JSON.stringify(governed(at(JWT)))).not.toContain("c2lnbmF0dXJl");
    },
  );

  it("is removed from hello's public columns, and says so", () => {
    const greeting = hello({
      url: `https://shop.example/pay/${PAN}`,
      referrer: `${PAN}.example`,
      campaign: { source: "ann@mail.example", medium: PAN, name: `c ${PAN}` },
      language: PAN,
    });
    const { columns, notes } = governed(greeting, greeting);
    expect(JSON.stringify(columns)).not.toMatch(/4111|ann/);
    expect(columns).toMatchObject({ page: "https://shop.example/pay/:number", source: "[email]", medium: "[number]" });
    expect(columns.language).toBeUndefined();
    expect(notes.filter((note) => note.level === "never").map((note) => note.path)).toEqual([
      "url",
      "referrer",
      "campaign.source",
      "campaign.medium",
      "campaign.name",
    ]);
  });

  it("is removed from numbers too, and no other number is touched", () => {
    const { sealed, notes } = track({
      a: 4111111111111111,
      b: [4111111111111111],
      c: 1795000004200,
      d: -1.5e300,
      e: Number("4111111111111111737"),
    });
    expect(JSON.stringify(sealed)).not.toContain("41111111");
    expect(sealed.internal).toEqual({
      "properties.b": ["[number]"],
      "properties.c": 1795000004200,
      "properties.d": -1.5e300,
    });
    expect(notes.filter((note) => note.level === "never").map((note) => note.path)).toEqual([
      "properties.a",
      "properties.e",
    ]);
    expect(noteOf({ notes }, "properties.b")).toMatchObject({ level: "internal", rule: "content payment-card" });
  });
});

describe("numbers that are no text", () => {
  const policy = policyOf("", []);
  const levels = (properties: object) => {
    const { sealed } = governed({ type: "track", at: 1, name: "add", properties }, hello(), { policy, country: "NL" });
    return Object.fromEntries(Object.entries(sealed).map(([level, values]) => [level, Object.keys(values)]));
  };

  it("are told as the text that they would be, a place by two of them, by the names around them too", () => {
    expect(levels({ a: 111222333, b: [48.2082, 16.3738], c: { bsn: { is: 111222333 } } })).toEqual({
      restricted: ["properties.a", "properties.b", "properties.c"],
    });
    expect(levels({ a: 111222334, b: [1440, 900], c: { order: { is: 111222333 } }, d: 12.5 })).toEqual({
      internal: ["properties.a", "properties.b", "properties.c", "properties.d"],
    });
  });

  it("are cut out where the policy denies their class, and not else", () => {
    const denied = policyOf("storage: {deny: [{class: [national-id, location]}]}", []);
    const properties = { list: [111222333, 111222334], at: { near: [48.2082, 16.3738] } };
    const { sealed } = governed({ type: "track", at: 1, name: "add", properties }, hello(), {
      policy: denied,
      country: "NL",
    });
    expect(sealed).toEqual({
      internal: { "properties.list": ["[number]", 111222334], "properties.at": { near: ["[number]"] } },
    });
  });
});

describe("e-mail addresses", () => {
  it("stand in no public column, and raise what they stand in to confidential", () => {
    const text = "ann@mail.example";
    for (const event of [
      { type: "click", at: 1, role: "a", name: `write ${text}`, target: `mailto:${text}` },
      { type: "page_view", at: 1, kind: "load", title: text, url: `https://shop.example/?q=${text}` },
      { type: "track", at: 1, name: text },
      { type: "form_start", at: 1, form: text, field: text },
    ]) {
      const { columns, sealed } = governed(event);
      expect(JSON.stringify(columns)).not.toContain(text);
      expect(JSON.stringify(sealed.internal ?? {})).not.toContain(text);
    }
    expect(governed({ type: "click", at: 1, role: "a", name: `write ${text}` }).sealed).toEqual({
      confidential: { name: `write ${text}` },
    });
  });
});
