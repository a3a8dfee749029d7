import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import { OPERATIONS } from "../admin/operations.js";
import type { Journey } from "../api.js";
import type { StoredEvent } from "../pipeline/states.js";
import type { Catalog } from "../ports/catalog.js";

let stand: HttpCollector;
let cookie: string;
const rows: StoredEvent[] = [];
beforeAll(async () => {
  stand = await httpCollector({
    store: spoolStore(() => ({ next: async () => ({ rows }) }) as unknown as Catalog),
    wrap: (catalog) => ({
      ...catalog,
      commit(request) {
        rows.push(...request.events.map(({ row }) => row));
        return catalog.commit(request);
      },
    }),
  });
  cookie = await stand.person("super@x.example", { roles: ["super-user"] });
});
afterAll(() => stand.close());

async function apply(text: string): Promise<void> {
  const { version } = await OPERATIONS["policy.show"].run(stand.parts, {});
  const file = { source: `format: 1\n${text}\n`, where: "wayseal.policy.yaml" };
  await OPERATIONS["policy.apply"].run(stand.parts, { ...file, after: version });
  stand.forward(2000);
}
/** Sends one visit whose fields are these, and gives its subject. */
async function send(fields: Readonly<Record<string, string>>, site = "shop"): Promise<string> {
  const [key] = await stand.catalog.recipientKeys(site);
  const events = Object.entries(fields).map(([name, text]) => ({
    ...value,
    form: "order",
    field: name,
    class: name,
    value: text,
  }));
  const body = new Uint8Array(sealStream(key!, site, [hello({ country: "GB" }), ...events]).envelope());
  expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
  return rows.at(-1)!.subject.toString("hex");
}
async function seen(subject: string, site = "shop") {
  const answer = await stand.ask(`/v1/journeys/${subject}?site=${site}`, { cookie });
  expect(answer.status).toBe(200);
  const { events } = (await answer.json()) as Journey;
  const fields = events.filter(({ type }) => type === "field").flatMap((event) => event.fields);
  return Object.fromEntries(fields.map((field) => [field.class, field]));
}

describe("a policy, from the envelope to whoever reads", () => {
  it("hashes by the site's real key: equal values alike, others and other sites not, and the value is nowhere", async () => {
    await apply("classes: { city: { treatment: hash } }");
    const [one, two, three] = [
      await send({ city: "Wien" }),
      await send({ city: "Wien" }),
      await send({ city: "Graz" }),
    ];
    const there = await send({ city: "Wien" }, "blog");
    const hashes = [];
    for (const [subject, site] of [[one], [two], [three], [there, "blog"]] as const) {
      hashes.push((await seen(subject, site))["city"]!);
    }
    const texts = hashes.map(({ state, value }) => (expect(state).toBe("shown"), value as string));
    expect(texts[0]).toMatch(/^#[0-9a-f]{24}$/);
    expect(texts[0]).toBe(texts[1]);
    expect(new Set(texts).size).toBe(3);
    expect(JSON.stringify(hashes)).not.toMatch(/wien|graz/i);
    // The control: without the treatment the value is there.
    await apply("groups: { places: [city] }");
    expect((await seen(await send({ city: "Wien" })))["city"]).toMatchObject({ state: "shown", value: "Wien" });
  });

  it("withholds what a viewing list names, of what was stored before too, from a super user as from all", async () => {
    await apply("groups: { towns: [city] }");
    const subject = await send({ city: "Wien", email: "ann@gmail.com", phone: "+43 1 5123456" });
    expect((await seen(subject))["phone"]).toMatchObject({ state: "shown" });
    await apply("viewing: { deny: [{ class: phone }], allow: [{ form: order, class: [email, phone] }] }");
    const fields = await seen(subject);
    expect(fields["phone"]).toMatchObject({ state: "withheld", reason: "Withheld by the policy: viewing.deny.0" });
    expect(fields["phone"]).not.toHaveProperty("value");
    expect(fields["city"]).toMatchObject({ state: "withheld", reason: "Withheld by the policy: viewing.allow" });
    expect(fields["email"]).toMatchObject({ state: "shown", value: "ann@gmail.com" });
  });
});
