import { EVENT_SHAPES, type EventType, FIELD_CLASSES } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { governed, JWT, noteOf, PAN, track } from "../../test/governed.js";
import { policyOf } from "../../test/policy-of.js";
import { hello, value } from "../../test/seal-stream.js";
import { DEFAULT_POLICY } from "./default-policy.js";
import { streamColumns } from "./stream-columns.js";

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
      jurisdiction: "AT",
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

  it("cuts out of the page, on every event, the numbers of each country that the site declares", () => {
    const greeting = hello({ url: "https://a.example/111222333" });
    const page = (places: string) => {
      const policy = policyOf(`jurisdictions: { sites: { shop: ${places} } }`, []);
      return [greeting, value].map((event) => governed(event, greeting, { policy }).columns.page);
    };
    for (const places of ["NL", "[NL, DE]", "[DE, NL]"]) {
      for (const cut of page(places)) expect(cut, places).not.toContain("111222333");
    }
    // The negative control: elsewhere it is a number like any other.
    for (const kept of page("[DE, AT]")) expect(kept).toBe("https://a.example/111222333");
  });

  it("cuts a stream's page anew where a policy declares another country in between", () => {
    const greeting = hello({ url: "https://a.example/111222333" });
    const valid = { hello: greeting as never, site: "shop", kid: "k", stream: Buffer.alloc(16) };
    expect(streamColumns(valid, ["DE"]).columns.page).toBe("https://a.example/111222333");
    expect(streamColumns(valid, ["DE", "NL"]).columns.page).not.toContain("111222333");
    expect(streamColumns(valid, ["DE", "NL"])).toBe(streamColumns(valid, ["DE", "NL"]));
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
      { type: "error", at: 1, message: "x is null", kind: "rejection", source: "https://shop.example/a.js", line: 7 },
      { kind: "rejection" },
      { message: "x is null", source: "https://shop.example/a.js", line: 7 },
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
  it.each(Object.entries(FIELD_CLASSES))("of class %s is treated as %s where no pack holds", (name, treatment) => {
    const policy = policyOf("", []);
    const { sealed, notes } = governed({ ...value, field: "x", class: name, value: "hello" }, hello(), { policy });
    expect(notes).toEqual([{ path: "value", class: name, level: treatment, rule: `class ${name}` }]);
    expect(sealed).toEqual(treatment === "never" ? {} : { [treatment]: { value: "hello" } });
  });

  it.each([
    ["an unknown class", { class: "shoe-size", field: "x", value: "42" }, "restricted", "unknown"],
    ["a telling name and no class", { class: "unknown", field: "ssn", value: "abc" }, "restricted", "national-id"],
    [
      "a name that tells little, and no class",
      { class: "unknown", field: "quantity", value: "3" },
      "restricted",
      "unknown",
    ],
    ["a telling name", { class: "unknown", field: "email", value: "abc" }, "confidential", "email"],
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

  it("of a class of the file's own is made coarser as what it extends, and is gone where that is nothing coarser", () => {
    const policy = policyOf(
      "classes: { born: { extends: birthday, treatment: generalise }, job: { level: internal } }",
      [],
    );
    const born = { ...value, field: "x", class: "born", value: "1984-05-17" };
    expect(governed(born, hello(), { policy }).sealed).toEqual({ confidential: { value: "1984" } });
    const other = policyOf("classes: { born: { extends: email, treatment: generalise } }", []);
    expect(governed(born, hello(), { policy: other }).sealed).toEqual({});
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
