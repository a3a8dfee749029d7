import { FIELD_CLASSES, type FieldClass } from "@wayseal/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import { policyOf } from "../../test/policy-of.js";
import { quarantinedSite } from "../../test/quarantined-site.js";
import { id } from "../../test/seal-stream.js";
import { createFieldReader } from "../keys/index.js";
import { openQuarantine } from "../keys/quarantine-reader.js";

type Site = Awaited<ReturnType<typeof quarantinedSite>>;
let site: Site;
beforeEach(async () => {
  site = await quarantinedSite();
});
afterEach(() => site.close());

const list = async (more = {}) => (await site.quarantine.list("shop", more)).records;
/** Everything that waits, opened, as text. */
async function opened(): Promise<string> {
  const keks = await site.catalog.quarantineKeks("shop");
  const records = await site.catalog.sealedRecords({ site: "shop" }, 5000);
  const texts = await Promise.all(
    records.map(async ({ stream, seq, kek, sealed }) => {
      const reader = await openQuarantine(
        keks.find(({ id }) => id === kek)!,
        site.keyring,
      );
      const record = reader.open(sealed, { stream, seq });
      return "plaintext" in record ? record.plaintext.toString() : record.fault;
    }),
  );
  return texts.join("\n");
}

describe("what may never be kept", () => {
  const never = [
    { type: "field", at: 1, url: "https://shop.example/", form: 7, field: "pw", class: "password", value: "hunter2" },
    { type: "field", at: 1, form: 7, field: "cvc", class: "unknown", value: "hunter2" },
    { type: "field", at: 1, form: 7, field: "x", class: ["password"], value: "hunter2" },
    { type: "field", at: 1, form: 7, field: "x", value: "hunter2" },
    { type: "track", at: 1, name: 7, properties: { password: "hunter2", deep: [{ cvv: "hunter2" }] } },
    { type: "track", at: 1, name: 7, properties: { note: "password=hunter2", url: "/a?pin=hunter2" } },
    { type: "track", at: 1, name: 7, properties: { list: [{ class: "password", value: "hunter2", data: "hunter2" }] } },
    { type: "odd type", at: 1, field: "otp", value: "hunter2", text: "token: hunter2" },
    { type: "identify", at: 1, user: 7, token: "hunter2" },
    { type: "track", at: 1, name: 7, properties: { a: { b: { c: { d: { e: { f: "hunter2" } } } } } } },
  ];
  const card = {
    type: "track",
    at: 1,
    name: 7,
    properties: { n: 4111111111111111, t: "4111 1111-1111 1111", "4111111111111111": 1 },
  };

  it("is cut before anything is sealed, wherever it stands", async () => {
    await site.send([...never, card]);
    expect(await list()).toHaveLength(never.length + 1);
    const all = await opened();
    expect(all).toContain("properties");
    expect(all).not.toContain("hunter2");
    expect(all.replace(/[ -]/g, "")).not.toContain("4111111111111111");
  });

  it("negative control: of a class that may be kept the same values wait", async () => {
    await site.send([
      { ...never[0], field: "nick", class: "search" },
      { ...card, properties: { n: 4111111111111112 } },
    ]);
    const all = await opened();
    expect(all).toContain("hunter2");
    expect(all).toContain("4111111111111112");
  });

  it("is what the policy in force drops by place too, and so is what it does not let be stored", async () => {
    const shapeless = { type: "track", at: 1, name: 7, properties: { coupon: "hunter2", colour: "green" } };
    site.govern(policyOf("storage: {deny: [{property: coupon}]}"));
    await site.send([shapeless]);
    expect(await opened()).not.toContain("hunter2");
    expect(await opened()).toContain("green");
    site.govern(policyOf());
    await site.send([shapeless]);
    expect(await opened()).toContain("hunter2");
  });

  it("is no ingest token of a stream that was refused for its shape, nor one that is not shaped like one", async () => {
    await site.askToken(true);
    await site.send([], id(), { token: "hunter2 4111111111111111" });
    expect(await opened()).not.toMatch(/hunter2|4111/);
  });
});

describe("what only its content tells", () => {
  /** A text, and what of it may not be seen. */
  const told: Readonly<Partial<Record<FieldClass, readonly [text: string, secret: string]>>> = {
    "ip-address": ["it was 203.0.113.7 at last", "203.0.113.7"],
    birthday: ["geboren op 12.03.1985, zei hij", "12.03.1985"],
    location: ["48.20820, 16.37380", "48.20820"],
    phone: ["of bel 020 123 4567 even", "020 123 4567"],
    "national-id": ["dat is 111222333 toch", "111222333"],
    "health-insurance": ["NHS 943 476 5919", "943 476 5919"],
    "tax-id": ["ΑΦΜ 094259216", "094259216"],
  };
  const entries = Object.entries(told) as [FieldClass, readonly [string, string]][];
  /** Every place of an event that takes text, of the right shape and of none. */
  const events = entries.flatMap(([, [text]]) => [
    {
      type: "track",
      at: 1,
      name: text,
      properties: { a: text, list: [{ b: Buffer.from(`| ${text} |`).toString("base64") }] },
    },
    { type: "form_start", at: 1, form: text, field: text, url: `https://shop.example/?q=${encodeURIComponent(text)}` },
    { type: "track", at: 1, name: 7, properties: { a: text, list: [{ b: encodeURIComponent(text) }] } },
  ]);
  const about = { country: "NL" };
  const read = async () => {
    const rows = await site.spooled();
    const policies = { current: () => Promise.resolve(policyOf("", [])) };
    const reader = createFieldReader({ keys: site.catalog, keyring: site.keyring, policies });
    const fields = await reader.read(aViewer(), rows);
    return { rows: JSON.stringify(rows), fields: fields.flat() };
  };
  const plain = (text: string) => decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, ""));

  it("is neither in the event store nor in quarantine where the policy denies its class", async () => {
    site.govern(policyOf(`storage: {deny: [{class: [${entries.map(([name]) => name).join(", ")}]}]}`, []));
    await site.send(events, undefined, about);
    const { rows, fields } = await read();
    expect(fields.length).toBeGreaterThan(entries.length);
    const kept = plain(`${rows} ${JSON.stringify(fields)} ${await opened()}`);
    for (const [name, [text, secret]] of entries) {
      expect(kept, name).not.toContain(secret);
      expect(kept, name).not.toContain(Buffer.from(`| ${text} |`).toString("base64"));
    }
  });

  it("goes to its class's level where it may be stored, in no public column, and waits in quarantine: the control", async () => {
    site.govern(policyOf("", []));
    await site.send(events, undefined, about);
    const { rows, fields } = await read();
    const waiting = plain(await opened());
    for (const [name, [text, secret]] of entries) {
      expect(rows, name).not.toContain(secret);
      expect(fields.filter(({ path, value }) => path === "properties.a" && value === text)).toMatchObject([
        { class: name, level: FIELD_CLASSES[name], state: "shown" },
      ]);
      expect(waiting, name).toContain(secret);
    }
  });
});
