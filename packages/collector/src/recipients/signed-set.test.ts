import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hello, sealStream, view } from "../../test/seal-stream.js";
import { DAY, setOf, type SiteCollector, siteCollector } from "../../test/site-collector.js";
import { markCompromised } from "../admin/compromised-key.js";
import { recipientsOf, rotateRecipient } from "../admin/recipient-keys.js";
import { publishSigned, readUnsigned } from "../admin/signed-set.js";
import { type KeySet, makeSigner, readSigner, readUnsignedSet, signKeySet, verifyKeySet } from "../keys/index.js";

let site: SiteCollector;
const { pem, publicKey } = makeSigner();
const signer = publicKey.toString("base64url");
beforeEach(async () => {
  site = await siteCollector();
});
afterEach(() => site.close());

const never = () => Promise.reject(new Error("It is not encrypted"));
async function sign(over: Partial<KeySet> = {}, by = pem): Promise<string> {
  const set = readUnsignedSet(JSON.stringify(await readUnsigned.run(site.parts, { site: "shop" })));
  const times = { issued: site.clock.at, expires: site.clock.at + 30 * DAY };
  return signKeySet({ ...set, ...times, ...over }, (await readSigner(by, never)).key);
}
const publish = (jws: string, more: { signer?: string } = {}) =>
  publishSigned.run(site.parts, { site: "shop", jws, ...more });
const served = async () => (await site.keySets.get("shop"))!.jws;
const stateOf = async (kid: string) => (await recipientsOf(site.parts, "shop")).find((key) => key.kid === kid)?.state;

describe("a key set that was signed elsewhere", () => {
  it("is served as it is, and the collector's own signing key is gone", async () => {
    const wrapped = site.signing.wrapped!;
    expect(site.db.pages().includes(wrapped)).toBe(true);
    const jws = await sign();
    await publish(jws, { signer });
    expect(await served()).toBe(jws);
    expect(verifyKeySet(await served(), publicKey)).toMatchObject({ site: "shop", version: 2 });
    expect(await site.catalog.signingKey("shop")).toMatchObject({ wrapped: null, publicKey });
    for (let at = 0; at + 16 <= wrapped.length; at++) {
      expect(site.db.pages().includes(wrapped.subarray(at, at + 16))).toBe(false);
    }
    await site.reopen();
    expect(await served()).toBe(jws);
  });

  const refused: [string, RegExp, () => Promise<string>][] = [
    ["for another site", /for another site: blog/, () => sign({ site: "blog" })],
    ["not signed by the site's signing key", /not signed/, () => sign({}, makeSigner().pem)],
    ["unsigned", /not signed/, async () => (await sign()).replace(/[^.]+$/, "")],
    ["changed after it was signed", /not signed/, async () => (await sign()).replace(/\.(.)/, ".f")],
    ["of the version that is served", /not newer .* version 2, and 2 is there/, () => sign({ version: 2 })],
    ["of an older version", /not newer .* version 1, and 2 is there/, () => sign({ version: 1 })],
    ["expired", /has expired/, () => sign({ expires: site.clock.at })],
    ["empty", /no key set/, () => sign({ keys: [] })],
    ["naming a key twice", /names a key twice/, () => sign({ keys: [site.recipient, site.recipient] })],
    [
      "naming an unknown key",
      /names an unknown key: \S+/,
      async () => {
        const other = await siteCollector();
        await other.close();
        return sign({ keys: [site.recipient, other.recipient] });
      },
    ],
    [
      "naming a key by another's id",
      /A key is not what its id says/,
      async () => {
        const other = await siteCollector();
        await other.close();
        return sign({ keys: [{ kid: site.recipient.kid, publicKey: other.recipient.publicKey }] });
      },
    ],
  ];
  it.each(refused)("is refused: %s", async (_, message, make) => {
    const first = await sign();
    await publish(first, { signer });
    await expect(publish(await make())).rejects.toThrow(message);
    expect(await served()).toBe(first);
    // The control: one like it, without the fault, is served.
    const good = await sign();
    await publish(good);
    expect(await served()).toBe(good);
  });

  it("is refused where the collector signs itself, unless that is handed over", async () => {
    await expect(publish(await sign())).rejects.toThrow(/signs the key sets of shop itself/);
    expect(await site.catalog.signingKey("shop")).toEqual(site.signing);
  });

  it("decides which key is the first, once it names the next one; nothing turns by itself", async () => {
    await publish(await sign(), { signer });
    const { unsigned } = await rotateRecipient.run(site.parts, {});
    expect(unsigned).toBe(true);
    const next = (await recipientsOf(site.parts, "shop")).find(({ state }) => state === "next")!.kid;
    expect(setOf(await served()).keys).toHaveLength(1);
    expect(await publish(await sign())).toMatchObject({ version: 3, unsigned: false });
    expect(setOf(await served()).keys.map(({ kid }) => kid)).toEqual([site.recipient.kid, next]);
    // Both were made at the same moment of the tests' clock, so their order tells nothing.
    const listed = (await recipientsOf(site.parts, "shop")).find(({ kid }) => kid === next);
    expect(listed).toMatchObject({ due: null, ready: expect.any(Number) as number });
    expect(listed!.ready! - site.clock.at).toBeLessThan(60 * DAY);
    await site.pass(60 * DAY);
    expect(await stateOf(next)).toBe("next");
    const last = readUnsignedSet(JSON.stringify(await readUnsigned.run(site.parts, { nextFirst: true })));
    await publish(await sign(last));
    expect(await stateOf(next)).toBe("current");
    expect(await stateOf(site.recipient.kid)).toBe("accepted");
    await site.pass(38 * DAY);
    expect(await stateOf(site.recipient.kid)).toBe("destroyed");
  });

  it("that names a compromised key is not served any more, and the next one names another", async () => {
    await publish(await sign(), { signer });
    const report = await markCompromised.run(site.parts, { kid: site.recipient.kid });
    expect(report).toMatchObject({ current: null, unsigned: true });
    await expect(served()).rejects.toThrow(/waits to be signed/);
    const { keys } = await readUnsigned.run(site.parts, {});
    expect(keys.map(({ kid }) => kid)).not.toContain(site.recipient.kid);
    await publish(await sign());
    const [key] = setOf(await served()).keys;
    const body = sealStream({ kid: key!.kid, publicKey: Buffer.from(key!.x, "base64url") }, "shop", [hello(), view]);
    expect(await site.receive(body.envelope(site.clock.at))).toMatchObject({ stored: 2, rejected: [] });
  });
});
