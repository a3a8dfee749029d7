import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { policyOf } from "../../test/policy-of.js";
import { quarantinedSite } from "../../test/quarantined-site.js";
import { id } from "../../test/seal-stream.js";
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
