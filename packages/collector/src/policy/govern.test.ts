import { EVENT_SHAPES, type EventType, FIELD_CLASSES, type HelloEvent, validateEvent } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { hello, value } from "../../test/seal-stream.js";
import type { GovernedEvent, ValidEvent } from "../pipeline/states.js";
import { DEFAULT_POLICY } from "./default-policy.js";
import { govern } from "./govern.js";

const PAN = "4111111111111111";
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

function governed(event: object, greeting: object = hello()): ReturnType<typeof govern> {
  const valid = validateEvent(event);
  if (valid.known === null) throw new Error(valid.fault);
  return govern({
    state: "valid",
    context: { stream: Buffer.alloc(16), site: "shop", kid: "k", hello: greeting as unknown as HelloEvent },
    seq: 1,
    event: valid.event,
    known: valid.known,
    extra: valid.extra,
    received: 0,
    occurred: 0,
    skew: 0,
  } satisfies ValidEvent);
}
const track = (properties: object) => governed({ type: "track", at: 1, name: "add", properties });
const noteOf = ({ notes }: Pick<GovernedEvent, "notes">, path: string) => notes.find((note) => note.path === path);

describe("the default policy", () => {
  it("has a rule for every field of every type, and for none that does not exist", () => {
    for (const type of Object.keys(EVENT_SHAPES) as EventType[]) {
      expect(Object.keys(DEFAULT_POLICY[type]).sort(), type).toEqual(Object.keys(EVENT_SHAPES[type]).sort());
    }
  });

  it("puts the facts of a page and its campaign in columns, and the rest of hello at internal", () => {
    const greeting = hello({
      referrer: "Search.Example",
      viewport: [1440, 900],
      language: "de-AT",
      zone: "Europe/Vienna",
      gpc: true,
      country: "AT",
      campaign: { source: "news", medium: "mail", name: "spring", term: "green tea", content: "banner" },
      token: "secret-token",
      previous: [{ stream: "AAECAwQFBgcICQoLDA0ODw", count: 3 }],
      generated: true,
    });
    const { columns, sealed, notes } = governed(greeting, greeting);
    expect(columns).toEqual({
      page: "https://shop.example/tea",
      referrer: "search.example",
      language: "de-AT",
      country: "AT",
      source: "news",
      medium: "mail",
      campaign: "spring",
      consent: "granted",
      generated: true,
    });
    expect(sealed).toEqual({
      internal: {
        sdk: "test/1",
        viewport: [1440, 900],
        zone: "Europe/Vienna",
        gpc: true,
        "campaign.term": "green tea",
        "campaign.content": "banner",
      },
    });
    expect(notes.find((note) => note.path === "token")).toEqual({
      path: "token",
      class: "api-key",
      level: "never",
      rule: "class api-key",
    });
    const everything = JSON.stringify({ columns, sealed, notes });
    for (const gone of ["secret-token", greeting["visitor"] as string, greeting["session"] as string]) {
      expect(everything).not.toContain(gone);
    }
  });

  it.each([
    [
      { type: "page_view", at: 1, url: "https://shop.example/cart", title: "Cart", kind: "load" },
      { page: "https://shop.example/cart", kind: "load" },
      { title: "Cart" },
    ],
    [{ type: "page_leave", at: 1, engaged: 5, scroll: 40 }, { duration: 5, scroll: 40 }, undefined],
    [
      { type: "click", at: 1, role: "link", name: "Buy", target: "https://shop.example/pay" },
      { role: "link", target: "https://shop.example/pay" },
      { name: "Buy" },
    ],
    [{ type: "form_view", at: 1, form: "pay", fields: 4 }, { form: "pay", fields: 4 }, undefined],
    [{ type: "form_start", at: 1, form: "pay", field: "name" }, { form: "pay", field: "name" }, undefined],
    [
      { type: "form_submit", at: 1, form: "pay", duration: 9, filled: 3 },
      { form: "pay", duration: 9, fields: 3 },
      undefined,
    ],
    [
      { type: "form_abandon", at: 1, form: "pay", duration: 9, filled: 3, field: "b" },
      { form: "pay", duration: 9, fields: 3, field: "b" },
      undefined,
    ],
    [
      { type: "form_error", at: 1, form: "pay", field: "b", kind: "valueMissing" },
      { form: "pay", field: "b", kind: "valueMissing" },
      undefined,
    ],
    [{ type: "consent", at: 1, choice: "none" }, { kind: "none" }, undefined],
    [
      { type: "vital", at: 1, name: "INP", value: 12.5, rating: "good" },
      { name: "INP", measure: 12.5, kind: "good" },
      undefined,
    ],
    [
      { type: "error", at: 1, message: "x is null", source: "https://shop.example/a.js" },
      {},
      { message: "x is null", source: "https://shop.example/a.js" },
    ],
    [{ type: "reset", at: 1, mood: "new", depth: { a: 1 } }, {}, { mood: "new", depth: { a: 1 } }],
    [{ type: "gesture", at: 1, scale: 2 }, {}, { scale: 2 }],
  ])("governs %j", (event, columns, internal) => {
    const result = governed(event);
    expect(result.columns).toMatchObject(columns);
    expect(result.sealed).toEqual(internal === undefined ? {} : { internal });
    expect(result.notes.map(({ path, level }) => [path, level])).toEqual(
      Object.keys(internal ?? {}).map((path) => [path, "internal"]),
    );
    expect(result.policy).toBe(1);
  });
});

describe("a field's value", () => {
  it.each(Object.entries(FIELD_CLASSES))("of class %s is treated as %s", (name, treatment) => {
    const { sealed, notes } = governed({ ...value, field: "x", class: name, value: "hello" });
    expect(notes).toEqual([{ path: "value", class: name, level: treatment, rule: `class ${name}` }]);
    expect(sealed).toEqual(treatment === "never" ? {} : { [treatment]: { value: "hello" } });
  });

  it.each([
    ["an unknown class", { class: "shoe-size", field: "x", value: "42" }, "confidential", "unknown"],
    ["a telling name and no class", { class: "unknown", field: "ssn", value: "abc" }, "restricted", "national-id"],
    ["a telling name of the same level", { class: "unknown", field: "email", value: "abc" }, "confidential", "email"],
    [
      "a name that is stricter than its class",
      { class: "quantity", field: "cvc", value: "123" },
      "never",
      "card-security-code",
    ],
    [
      "a class that is stricter than its name",
      { class: "password", field: "email", value: "abc" },
      "never",
      "password",
    ],
    ["a card number in any field", { class: "free-text", field: "note", value: `it is ${PAN}` }, "never", "free-text"],
    ["nothing but a card number", { class: "free-text", field: "note", value: PAN }, "never", "payment-card"],
    ["a token in any field", { class: "search", field: "q", value: JWT }, "never", "api-key"],
    [
      "an IBAN in any field",
      { class: "free-text", field: "note", value: "DE89370400440532013000" },
      "restricted",
      "iban",
    ],
  ])("with %s", (_, change, level, name) => {
    const { sealed, notes } = governed({ ...value, ...change });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({ path: "value", level, class: name });
    expect(sealed).toEqual(level === "never" ? {} : { [level]: { value: change.value } });
  });
});

describe("properties and traits", () => {
  it("are governed by their names, each as strictly as the strictest thing in it", () => {
    const result = track({
      coupon: "TEA10",
      amount: 12.5,
      email: "ann@mail.example",
      cvc: "123",
      password: "hunter2",
      nested: { a: { deep: "x", iban: "none" }, list: [1, "two"] },
      contact: { note: "write to ann@mail.example" },
    });
    expect(result.sealed).toEqual({
      internal: { "properties.coupon": "TEA10", "properties.amount": 12.5 },
      confidential: {
        "properties.email": "ann@mail.example",
        "properties.contact": { note: "write to ann@mail.example" },
      },
      restricted: { "properties.nested": { a: { deep: "x", iban: "none" }, list: [1, "two"] } },
    });
    expect(noteOf(result, "properties.cvc")).toMatchObject({ level: "never", rule: "name card-security-code" });
    expect(noteOf(result, "properties.password")).toMatchObject({ level: "never", class: "password" });
    expect(noteOf(result, "properties.contact")).toMatchObject({ level: "confidential", rule: "content email" });
  });

  it("of a person are confidential unless their names say otherwise, and user and token are kept and dropped", () => {
    const result = governed({
      type: "identify",
      at: 1,
      user: "u-1",
      token: "signed",
      traits: { name: "Ann", plan: "pro", country: "AT", ssn: "1", password: "p" },
    });
    expect(result.sealed).toEqual({
      internal: { "traits.country": "AT" },
      confidential: { user: "u-1", "traits.name": "Ann", "traits.plan": "pro" },
      restricted: { "traits.ssn": "1" },
    });
    expect(noteOf(result, "token")?.level).toBe("never");
    expect(noteOf(result, "traits.password")?.level).toBe("never");
  });

  it("keep every value whose names are alike once cleaned", () => {
    const { sealed } = track({ "a@mail.example": 1, "b@mail.example": 2, "c@mail.example": 3 });
    expect(sealed.confidential ?? sealed.internal).toEqual({
      "properties.[email]": 1,
      "properties.[email] (2)": 2,
      "properties.[email] (3)": 3,
    });
    const clash = governed({ type: "track", at: 1, name: "add", properties: { a: 1 }, "properties.a": 2 });
    expect(Object.values(clash.sealed.internal ?? {})).toEqual([1, 2]);
  });
});

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
      e: 4111111111111111737,
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
