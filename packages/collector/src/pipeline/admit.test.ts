import { describe, expect, it } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hello, sealStream, view } from "../../test/seal-stream.js";
import { type IngestPair, makeIngestPair, signIngestToken } from "../keys/ingest-token.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A site that asks for a token, its key, and what sends one stream to it. */
async function strictSite() {
  let now = NOW;
  const made = await newSite({ now: () => now });
  const { catalog, pipeline, recipient } = made;
  const pair = makeIngestPair();
  const add = ({ kid, publicKey }: IngestPair) =>
    catalog.addIngestKey({ kid, site: "shop", name: kid, publicKey, created: NOW });
  await add(pair);
  await catalog.setRequiresToken("shop", true);
  /** @param began Milliseconds before its receipt that the stream began. */
  const send = async (token: string | undefined, began = 0, received = now) => {
    const greeting = hello({ clock: received - began, ...(token === undefined ? {} : { token }) });
    const body = sealStream(recipient, "shop", [greeting, view]).envelope(received);
    const { stored, rejected } = await pipeline.receive(body, { received, origin: undefined });
    return stored === 2 ? "stored" : rejected.map(({ seq, reason }) => `${seq} ${reason}`).join(", ");
  };
  return { ...made, add, pair, send, pass: (ms: number) => (now += ms) };
}

const REFUSED = "0 refused, 1 refused";
const at = (pair: IngestPair, from: number, until: number, site = "shop") =>
  signIngestToken(pair, site, { from: NOW + from, until: NOW + until });

describe("a site that asks for an ingest token", () => {
  it("refuses a stream without one, tells no more than that, and takes one with one", async () => {
    const { send, pair, losses, catalog } = await strictSite();
    expect(await send(undefined)).toBe(REFUSED);
    expect(await send("guess")).toBe(REFUSED);
    expect(await send(at(makeIngestPair(), 0, MINUTE))).toBe(REFUSED);
    expect(await send(at(pair, 0, MINUTE, "other"))).toBe(REFUSED);
    expect(losses).toEqual({ token: 8 });
    expect(catalog.rows).toHaveLength(0);
    // Nothing of a refused stream is remembered: not its numbers, nor what it says of earlier ones.
    expect(catalog.commits.flatMap(({ streams }) => streams)).toEqual([]);
    expect(await send(at(pair, 0, MINUTE))).toBe("stored");
    expect(JSON.stringify(catalog.rows)).not.toContain("eyJ");
  });

  it("takes everything again once it asks no more", async () => {
    const { send, catalog, pass } = await strictSite();
    expect(await send(undefined)).toBe(REFUSED);
    await catalog.setRequiresToken("shop", false);
    pass(1001);
    expect(await send(undefined)).toBe("stored");
  });

  it.each<[string, number, number, number, string]>([
    ["is good now", -MINUTE, MINUTE, 0, "stored"],
    ["ended five minutes ago: clocks differ", -DAY, -5 * MINUTE, 0, "stored"],
    ["ended more than five minutes ago", -DAY, -5 * MINUTE - 1000, 0, REFUSED],
    ["begins in five minutes", 5 * MINUTE, DAY, 0, "stored"],
    ["begins later", 5 * MINUTE + 1000, DAY, 0, REFUSED],
    ["was good when the stream began, days ago", -3 * DAY, -3 * DAY + MINUTE, 3 * DAY, "stored"],
    ["was made after the stream began", -MINUTE, MINUTE, DAY, REFUSED],
  ])("judges a token by when the stream began: it %s", async (_, from, until, began, expected) => {
    const { send, pair } = await strictSite();
    expect(await send(at(pair, from, until), began)).toBe(expected);
  });

  it("does not let a stream begin in the future, whatever its sender's clock says", async () => {
    const { send, pair } = await strictSite();
    expect(await send(at(pair, DAY, 2 * DAY), -DAY - MINUTE)).toBe(REFUSED);
  });

  it("takes the old key's tokens and the new key's while both are there: a rotation loses nothing", async () => {
    const { send, pair, add, catalog, pass } = await strictSite();
    const next = makeIngestPair();
    await add(next);
    pass(1001);
    expect(await send(at(pair, 0, DAY))).toBe("stored");
    expect(await send(at(next, 0, DAY))).toBe("stored");
    await catalog.removeIngestKey(pair.kid);
    pass(1001);
    expect(await send(at(next, 0, DAY))).toBe("stored");
    expect(await send(at(pair, 0, DAY))).toBe(REFUSED);
  });
});
