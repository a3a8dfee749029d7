import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { policyOf } from "../../test/policy-of.js";
import { quarantinedSite, SHAPELESS } from "../../test/quarantined-site.js";
import { DAY } from "../../test/site-collector.js";
import { levelKeyring } from "../keyring/level-keyring.js";
import { requireLevels } from "../keyring/require-levels.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import { separateLevel } from "../keyring/separate-level.js";
import { createPipeline } from "../pipeline/index.js";
import { builtInPolicy } from "../policy/index.js";
import type { Keyring } from "../ports/keyring.js";
import { createQuarantine } from "./create-quarantine.js";
import { hello, sealStream, value, view } from "../../test/seal-stream.js";

type Site = Awaited<ReturnType<typeof quarantinedSite>>;
let site: Site;
beforeEach(async () => {
  site = await quarantinedSite();
});
afterEach(() => site.close());

const list = async (more = {}) => (await site.quarantine.list("shop", more)).records;
describe("a replay", () => {
  it("takes in what is not refused any more, once, and under the time at which it came", async () => {
    await site.askToken(true);
    const received = site.now();
    await site.send([value]);
    expect(await site.quarantine.replay({ site: "shop", all: true })).toMatchObject({ stored: 0, duplicates: 0 });
    expect(await list()).toHaveLength(3);
    await site.askToken(false);
    expect(await site.quarantine.replay({ site: "shop", reason: "token" })).toEqual({
      ...{ stored: 3, duplicates: 0, refused: [] },
    });
    const rows = await site.spooled();
    expect(rows.map(({ type, seq, received }) => [type, seq, received])).toEqual(
      expect.arrayContaining([
        ["hello", 0, received],
        ["page_view", 1, received],
        ["field", 2, received],
      ]),
    );
    expect(new Set(rows.map(({ subject }) => subject.toString("hex"))).size).toBe(1);
    expect(await list()).toEqual([]);
    expect(await site.quarantine.replay({ site: "shop", all: true })).toMatchObject({ stored: 0, duplicates: 0 });
  });

  it("takes in what the policy refused as a whole, once another is in force, without what may never be kept", async () => {
    const debug = {
      ...{ type: "track", at: 9, url: "https://shop.example/", name: "Debug state" },
      properties: { step: "3", password: "hunter2", deep: { cvv: "123" } },
    };
    const form = { ...value, form: "internal-notes" };
    const of = (text: string, version: number) => policyOf(`storage: ${text}`, undefined, version);
    site.govern(of('{ refuse: [{ event: "debug*" }, { form: "internal-*", event: field }, { event: hello }] }', 2));
    const sent = await site.send([debug, value, form]);
    expect([sent.stored, sent.rejected.map(({ seq, reason }) => [seq, reason])]).toEqual([
      3,
      [
        [2, "refused"],
        [4, "refused"],
      ],
    ]);
    expect(await list()).toMatchObject([
      { reason: "policy", detail: "storage.refuse.1 of policy 2", type: "field" },
      { reason: "policy", detail: "storage.refuse.0 of policy 2", type: "track" },
    ]);
    expect(site.told).toEqual(Array(2).fill({ reason: "policy", outcome: "stored" }));
    // What may never be kept was cut before it was sealed.
    const { content } = await site.quarantine.read("shop", 1);
    expect(content["properties"]).toEqual({ step: "(text)", deep: {} });
    // It arrived and was refused: sent once more it is a repeat, and waits once.
    await site.pipeline.receive(sent.stream.envelope(), { received: site.now(), origin: undefined });
    expect(await list()).toHaveLength(2);
    expect(await site.quarantine.replay({ site: "shop", reason: "policy" })).toMatchObject({ stored: 0 });
    site.govern(of("{ refuse: [{ site: blog }, { form: internal-notes, event: click }] }", 3));
    expect(await site.quarantine.replay({ site: "shop", reason: "policy" })).toEqual({
      ...{ stored: 2, duplicates: 0, refused: [] },
    });
    const row = (await site.spooled()).find(({ type }) => type === "track")!;
    expect([row.policy, row.notes.map(({ path }) => path).sort()]).toEqual([3, ["properties.deep", "properties.step"]]);
    expect(await list()).toEqual([]);
  });

  it("of the same record twice at once stores it once", async () => {
    await site.askToken(true);
    await site.send([value]);
    await site.askToken(false);
    const both = await Promise.all([1, 2].map(() => site.quarantine.replay({ site: "shop", all: true })));
    expect(both.reduce((sum, { stored }) => sum + stored, 0)).toBe(3);
    expect(await site.spooled()).toHaveLength(3);
  });

  it("stores a record whose refusal made its number a seen one, which otherwise a repeat would be", async () => {
    const short = Buffer.from(JSON.stringify(value)).subarray(0);
    const stream = sealStream(site.recipient, "shop", [hello(), view, short]);
    await site.pipeline.receive(stream.envelope(), { received: site.now(), origin: undefined });
    expect(await list()).toMatchObject([{ reason: "padding", type: "field" }]);
    expect(await site.quarantine.replay({ site: "shop", all: true })).toMatchObject({ stored: 1 });
    const repeated = await site.pipeline.receive(stream.envelope(), { received: site.now(), origin: undefined });
    expect(repeated).toMatchObject({ stored: 0 });
    expect(await list()).toEqual([]);
    expect(await site.spooled()).toHaveLength(3);
  });

  it("is a duplicate of what came well after all", async () => {
    await site.askToken(true);
    const { stream } = await site.send([value]);
    await site.askToken(false);
    await site.pipeline.receive(stream.envelope(), { received: site.now(), origin: undefined });
    expect(await site.quarantine.replay({ site: "shop", all: true })).toEqual({
      ...{ stored: 0, duplicates: 3, refused: [] },
    });
    expect(await list()).toEqual([]);
    expect(await site.spooled()).toHaveLength(3);
  });

  it("leaves what is still refused, under its new reason", async () => {
    await site.askToken(true);
    await site.send([SHAPELESS]);
    await site.askToken(false);
    const { stored, refused } = await site.quarantine.replay({ site: "shop", all: true });
    expect(stored).toBe(2);
    expect(refused).toEqual([{ id: 3, reason: "shape", detail: "click.name must be a string" }]);
    expect(await list()).toMatchObject([{ id: 3, reason: "shape", detail: "click.name must be a string" }]);
  });

  it("opens nothing for a process that only writes: it seals with the public half, and is refused the private one", async () => {
    const { catalog, keyring: base, now } = site;
    // What waited before the level had a root key of its own goes over to that with the rest.
    await site.send([SHAPELESS]);
    const own = rootKeyring(randomBytes(32), { name: "memory" });
    expect(await separateLevel("restricted", { base, own, catalog, now: now() })).toBeGreaterThan(0);
    await requireLevels({ own: {}, max: "confidential", catalog });
    site.clock.at += DAY;
    const writer = levelKeyring({ base, own: {}, max: "internal", catalog });
    const pipeline = createPipeline({ catalog, keyring: writer, now });
    const stream = sealStream(site.recipient, "shop", [hello(), SHAPELESS]);
    await pipeline.receive(stream.envelope(), { received: now(), origin: undefined });
    expect(await list()).toHaveLength(2);
    const policies = { current: () => Promise.resolve(builtInPolicy()) };
    const of = (keyring: Keyring) => createQuarantine({ catalog, keyring, pipeline, policies, now });
    for (const ask of [
      of(writer).replay({ site: "shop", all: true }),
      of(writer).read("shop", 1),
      of(writer).read("shop", 2),
    ]) {
      await expect(ask).rejects.toMatchObject({ fault: "not-held" });
    }
    expect(await list()).toHaveLength(2);
    // A key that the common root key still opens would be found out before anything starts.
    const kek = await catalog.addQuarantineKek({
      ...{ id: "x".repeat(22), site: "shop", day: "2030-01-01", publicKey: Buffer.alloc(32), created: now() },
      wrapped: await base.wrap(Buffer.alloc(32), { purpose: "quarantine" }),
    });
    await expect(requireLevels({ own: {}, max: "confidential", catalog })).rejects.toMatchObject({ fault: "not-held" });
    expect(await catalog.rewrapQuarantineKek(kek.id, kek.wrapped, Buffer.alloc(kek.wrapped.length))).toBe(true);
    // Control: whoever was given the level's root key opens both.
    const reader = of(levelKeyring({ base, own: { restricted: own }, max: "restricted", catalog }));
    for (const id of [1, 2]) expect((await reader.read("shop", id)).content).toMatchObject({ type: "click" });
  });
});
