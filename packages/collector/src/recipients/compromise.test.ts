import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hello, sealStream, view } from "../../test/seal-stream.js";
import { DAY, setOf, type SiteCollector, siteCollector } from "../../test/site-collector.js";
import { markCompromised } from "../admin/compromised-key.js";
import { rotateRecipient } from "../admin/recipient-keys.js";

let site: SiteCollector;
beforeEach(async () => {
  site = await siteCollector();
});
afterEach(() => site.close());

const body = (key: { readonly kid: string; readonly publicKey: Buffer }) =>
  sealStream(key, "shop", [hello(), view]).envelope(site.clock.at);
const published = async () => setOf((await site.keySets.get("shop"))!.jws);
const compromise = () => markCompromised.run(site.parts, { kid: site.recipient.kid });

describe("a compromised recipient key", () => {
  it("is accepted no more and has a successor at once, and what was exposed is told", async () => {
    await site.receive(body(site.recipient));
    await site.pass(DAY);
    await site.receive(body(site.recipient));
    await site.receive(body(site.recipient));
    const before = (await published()).version;
    const report = await compromise();
    expect(report).toMatchObject({
      ...{ site: "shop", kid: site.recipient.kid, created: site.recipient.created, stopped: site.clock.at },
      ...{ version: before + 1, unsigned: false },
      exposed: {
        ...{ streams: 3, events: 6, firstUse: site.clock.at - DAY, lastUse: site.clock.at },
        days: [
          { streams: 1, events: 2 },
          { streams: 2, events: 4 },
        ],
      },
    });
    const { keys } = await published();
    expect(keys.map(({ kid }) => kid)).toEqual([report.current]);
    expect(report.current).not.toBe(site.recipient.kid);
    // Not a second later: the same turn of the clock.
    expect(await site.receive(body(site.recipient))).toMatchObject({
      stored: 0,
      rejected: [{ reason: "key" }, { reason: "key" }],
    });
    const [next] = keys;
    const publicKey = Buffer.from(next!.x, "base64url");
    expect(await site.receive(body({ kid: next!.kid, publicKey }))).toMatchObject({ stored: 2, rejected: [] });
  });

  it("is destroyed by the next run, and its record says that it was compromised; asking again tells the same", async () => {
    const first = await compromise();
    await site.pass(60_000);
    const again = await compromise();
    expect(again).toEqual(first);
    const key = (await site.catalog.recipientKeys()).find(({ kid }) => kid === site.recipient.kid);
    expect(key).toMatchObject({ state: "destroyed", wrapped: null, compromised: first.stopped });
  });

  it("is not followed by the next key, which was kept where it was; that one waits as before", async () => {
    await rotateRecipient.run(site.parts, {});
    const waiting = (await published()).keys[1]!.kid;
    const { current } = await compromise();
    expect((await published()).keys.map(({ kid }) => kid)).toEqual([current, waiting]);
    expect(current).not.toBe(waiting);
  });

  it("is taken out of the set where it was the next one, and the first stays", async () => {
    await rotateRecipient.run(site.parts, {});
    const waiting = (await published()).keys[1]!.kid;
    const report = await markCompromised.run(site.parts, { kid: waiting, site: "shop" });
    expect(report).toMatchObject({ current: site.recipient.kid, version: 3, exposed: { events: 0, days: [] } });
    expect((await published()).keys.map(({ kid }) => kid)).toEqual([site.recipient.kid]);
  });

  it("of another site is not found", async () => {
    const asked = { kid: site.recipient.kid, site: "blog" };
    await expect(markCompromised.run(site.parts, asked)).rejects.toMatchObject({ fault: "missing" });
    expect((await published()).keys.map(({ kid }) => kid)).toEqual([site.recipient.kid]);
  });
});
