import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hello, sealStream, view } from "../../test/seal-stream.js";
import { DAY, setOf, type SiteCollector, siteCollector } from "../../test/site-collector.js";
import { destroyRecipient, recipientsOf, rotateRecipient } from "../admin/recipient-keys.js";
import { createPipeline } from "../pipeline/pipeline.js";
import type { AuditEntry } from "../ports/audit.js";
import type { RecipientKey } from "../ports/catalog.js";
import { createTurnover } from "./create-turnover.js";

let site: SiteCollector;
beforeEach(async () => {
  site = await siteCollector();
});
afterEach(() => site.close());

const states = async () => (await recipientsOf(site.parts, "shop")).map(({ kid, state }) => [kid, state]);
const stateOf = async (kid: string) => (await states()).find(([one]) => one === kid)?.[1];
const keyOf = async (state: string) =>
  (await site.catalog.recipientKeys("shop")).find((key) => key.state === state) as RecipientKey;
const published = async () => setOf((await site.keySets.get("shop"))!.jws);
const rotate = async (more: { now?: boolean; graceDays?: number; quietDays?: number } = {}) => {
  site.clock.at++;
  await rotateRecipient.run(site.parts, { site: "shop", ...more });
  return keyOf(more.now === true ? "current" : "next");
};
const send = async (key: Pick<RecipientKey, "kid" | "publicKey">, more = {}) =>
  site.receive(sealStream(key, "shop", [hello(more), view]).envelope(site.clock.at));

describe("a recipient key", () => {
  it("is published beside the old one, becomes the first after the set's lifetime, and the old one goes, over restarts", async () => {
    const old = site.recipient.kid;
    expect((await published()).version).toBe(1);
    const { kid } = await rotate();
    expect(await published()).toMatchObject({ version: 2, keys: [{ kid: old }, { kid }] });
    await site.reopen();
    await site.pass(7 * DAY - 1);
    expect(await published()).toMatchObject({ version: 2, keys: [{ kid: old }, { kid }] });
    await site.pass(1);
    const after = await published();
    expect(after).toMatchObject({ version: 3, keys: [{ kid }] });
    expect(after.keys).toHaveLength(1);
    await site.reopen();
    await site.pass(30 * DAY - 1);
    expect(await stateOf(old)).toBe("accepted");
    await site.pass(1);
    expect(await stateOf(old)).toBe("retired");
    await site.reopen();
    await site.pass(60_000);
    expect(await states()).toEqual([
      [kid, "current"],
      [old, "destroyed"],
    ]);
    // A record of it stays, and nothing of its private half.
    const [, gone] = await site.catalog.recipientKeys("shop");
    expect(gone).toMatchObject({ kid: old, wrapped: null, created: site.recipient.created, forgotten: site.clock.at });
    // What is not published any more changed nothing for browsers.
    expect((await published()).version).toBe(3);
  });

  it("becomes the first at once when asked to, a new one or the one that waits", async () => {
    const now = await rotate({ now: true });
    expect(await published()).toMatchObject({ version: 2, keys: [{ kid: now.kid }] });
    expect(await stateOf(site.recipient.kid)).toBe("accepted");
    const next = await rotate();
    await expect(rotate()).rejects.toThrow(`shop has a next key already: ${next.kid}`);
    await rotateRecipient.run(site.parts, { now: true });
    expect(await published()).toMatchObject({ version: 4, keys: [{ kid: next.kid }] });
    expect(await states()).toHaveLength(3);
  });

  it("is accepted while anything sealed to it arrives, and retires once nothing has for the set time", async () => {
    await rotate({ now: true, graceDays: 10, quietDays: 3 });
    for (let day = 0; day < 20; day += 2) {
      await site.pass(2 * DAY);
      // A browser that was offline, or never fetched the set again.
      expect(await send(site.recipient)).toMatchObject({ stored: 2, rejected: [] });
    }
    expect(await stateOf(site.recipient.kid)).toBe("accepted");
    await site.pass(3 * DAY - 1);
    expect(await stateOf(site.recipient.kid)).toBe("accepted");
    await site.pass(1);
    expect(await stateOf(site.recipient.kid)).toBe("retired");
  });

  it("opens nothing once it is retired or destroyed; the same body opens while it is accepted", async () => {
    await send(site.recipient);
    const streams = [1, 2, 3].map(() => sealStream(site.recipient, "shop", [hello(), view]));
    const [first, second, third] = streams.map((stream) => stream.envelope(site.clock.at));
    await rotate({ now: true });
    expect(await site.receive(first!)).toMatchObject({ stored: 2, rejected: [] });
    await site.pass(30 * DAY);
    expect(await stateOf(site.recipient.kid)).toBe("retired");
    const refused = [
      { seq: 0, reason: "key" },
      { seq: 1, reason: "key" },
    ];
    expect(await site.receive(second!)).toMatchObject({ stored: 0, rejected: refused });
    await site.pass(60_000);
    expect(await stateOf(site.recipient.kid)).toBe("destroyed");
    expect(await site.receive(third!)).toMatchObject({ stored: 0, rejected: refused });
    // A repeat of what was stored is refused for its key as well: its numbers are forgotten.
    expect(await site.receive(first!)).toMatchObject({ stored: 0, rejected: refused });
    expect((await site.catalog.next(100))?.rows).toHaveLength(4);
  });

  it("takes in nothing that was opened just before it retired: the commit looks again", async () => {
    await rotate({ now: true, graceDays: 7, quietDays: 1 });
    await site.pass(7 * DAY - 1);
    const body = sealStream(site.recipient, "shop", [hello(), view]).envelope(site.clock.at);
    let times = 0;
    const commit: typeof site.catalog.commit = async (request) => {
      if (times++ === 0) await site.pass(60_000);
      return site.catalog.commit(request);
    };
    const late = createPipeline({
      catalog: { ...site.catalog, commit },
      keyring: site.keyring,
      now: () => site.clock.at,
    });
    const received = await late.receive(body, { received: site.clock.at, origin: undefined });
    expect(await stateOf(site.recipient.kid)).toBe("retired");
    expect(received).toMatchObject({ stored: 0, rejected: [{ reason: "key" }, { reason: "key" }] });
    expect(await site.catalog.next(10)).toBeNull();
    expect(await site.catalog.rejected("shop", 0, site.clock.at + DAY)).toEqual({ key: 2 });
    // The control: without the key's end in between, the same body is stored.
    await site.close();
    site = await siteCollector();
    expect(await send(site.recipient)).toMatchObject({ stored: 2 });
  });

  it("that is still needed is not destroyed without force; by force another takes its place", async () => {
    const destroy = (kid: string, force = false) => destroyRecipient.run(site.parts, { kid, force });
    const next = await rotate();
    await expect(destroy(site.recipient.kid)).rejects.toMatchObject({ fault: "needed" });
    await expect(destroy(next.kid)).rejects.toMatchObject({ fault: "needed" });
    await site.pass(7 * DAY);
    await send(site.recipient);
    await expect(destroy(site.recipient.kid)).rejects.toMatchObject({ fault: "needed" });
    await site.pass(7 * DAY);
    expect(await destroy(site.recipient.kid)).toMatchObject({ current: next.kid });
    expect(await stateOf(site.recipient.kid)).toBe("destroyed");
    const { current } = await destroy(next.kid, true);
    expect(current).not.toBe(next.kid);
    expect((await published()).keys).toMatchObject([{ kid: current }]);
    expect(await send(await keyOf("current"))).toMatchObject({ stored: 2 });
    await expect(destroy("AAAAAAAAAAA")).rejects.toMatchObject({ fault: "missing" });
  });
});

describe("the schedule", () => {
  it("looks by itself, again and again, until it is stopped", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      let looks = 0;
      const recipientKeys: typeof site.catalog.recipientKeys = async (site) => {
        looks++;
        return watched(site);
      };
      const watched = site.catalog.recipientKeys;
      const { audit } = site.parts;
      const turnover = createTurnover({ catalog: { ...site.catalog, recipientKeys }, audit, now: () => site.clock.at });
      await rotate();
      turnover.start();
      await turnover.run();
      expect(await keyOf("current")).toMatchObject({ kid: site.recipient.kid });
      site.clock.at += 7 * DAY;
      vi.advanceTimersByTime(60_000);
      await turnover.run();
      expect(await keyOf("accepted")).toMatchObject({ kid: site.recipient.kid });
      await turnover.stop();
      const before = looks;
      vi.advanceTimersByTime(600_000);
      expect(looks).toBe(before);
    } finally {
      vi.useRealTimers();
    }
  });

  it("says once that it waits while the catalog fails, and goes on when it answers", async () => {
    await rotate();
    site.clock.at += 7 * DAY;
    const warned: string[] = [];
    const log = { info() {}, error() {}, warn: (_: object, message: string) => void warned.push(message) };
    let failing = true;
    const turnKeys: typeof site.catalog.turnKeys = (...args) =>
      failing ? Promise.reject(new Error("The disk is full")) : site.catalog.turnKeys(...args);
    const { audit } = site.parts;
    const turnover = createTurnover({ catalog: { ...site.catalog, turnKeys }, audit, now: () => site.clock.at, log });
    await turnover.run();
    await turnover.run();
    expect(warned).toEqual(["the turnover of recipient keys waits"]);
    failing = false;
    await turnover.run();
    expect(await stateOf(site.recipient.kid)).toBe("accepted");
  });
});

describe("the audit trail", () => {
  const written = async () =>
    (await site.catalog.auditAfter(0, 99)).map(({ body }) => {
      const { actor, kind, action, site, detail } = JSON.parse(body) as AuditEntry;
      const { key = "", to = "", outcome = "" } = detail ?? {};
      return [actor, kind, action, site, detail?.["of"], key, to, outcome];
    });
  const turned = (action: string, key: string, to: string, outcome = "") =>
    ["turnover", "system", action, "shop", "recipient", key, to, outcome] as const;

  it("is told of each step that a key takes by itself, and of none twice", async () => {
    const old = site.recipient.kid;
    const { kid } = await rotate();
    await site.pass(60 * DAY);
    expect(await written()).toEqual([
      turned("key.rotate", kid, "current"),
      turned("key.rotate", old, "accepted"),
      turned("key.rotate", old, "retired"),
      turned("key.destroy", old, "destroyed"),
    ]);
  });

  it("holds back what it cannot be told of, and says what came to nothing", async () => {
    const { kid } = await rotate();
    site.clock.at += 7 * DAY;
    const { catalog, parts } = site;
    const now = () => site.clock.at;
    const full = { record: () => Promise.reject(new Error("The disk is full")) };
    await createTurnover({ catalog, audit: full, now }).run();
    expect(await stateOf(kid)).toBe("next");
    let asked = 0;
    const turnKeys: typeof catalog.turnKeys = (...args) =>
      asked++ === 0 ? catalog.turnKeys(...args) : Promise.reject(new Error("The disk is full"));
    await createTurnover({ catalog: { ...catalog, turnKeys }, audit: parts.audit, now }).run();
    expect([await stateOf(kid), (await written()).map(([, , , , , , , outcome]) => outcome)]).toEqual([
      "next",
      ["", "", "failed", "failed"],
    ]);
    // Control: a trail that says it wrote what it did not lets it through, and nobody can tell.
    await createTurnover({ catalog, audit: { record: () => Promise.resolve() }, now }).run();
    expect([await stateOf(kid), (await written()).length]).toEqual(["current", 4]);
  });
});

describe("what is known of a key", () => {
  it("is when and how much arrived under it, by day, and how many streams' numbers are held for it", async () => {
    await send(site.recipient);
    await site.pass(DAY);
    await send(site.recipient);
    await send(site.recipient);
    const [key] = await recipientsOf(site.parts, "shop");
    expect(key).toMatchObject({ events: 6, streams: 3, lastUse: site.clock.at, firstUse: site.clock.at - DAY });
    const days = await site.catalog.recipientUse(site.recipient.kid);
    expect(days.map(({ streams, events }) => [streams, events])).toEqual([
      [1, 2],
      [2, 4],
    ]);
    await rotate({ now: true });
    await site.pass(38 * DAY);
    expect((await recipientsOf(site.parts, "shop"))[1]).toMatchObject({ state: "destroyed", streams: 0, events: 6 });
  });
});

describe("loss", () => {
  const loss = async () => {
    const days = await site.catalog.loss("shop", 0, site.clock.at + DAY);
    return days.reduce(
      (sum, { streams, expected, arrived }) => ({
        streams: sum.streams + streams,
        expected: sum.expected + expected,
        arrived: sum.arrived + arrived,
      }),
      { streams: 0, expected: 0, arrived: 0 },
    );
  };
  /** A stream of three, whose last never arrives; then its key goes, and the browser comes back and says so. */
  async function comeBackLate(forget: () => unknown) {
    const stream = sealStream(site.recipient, "shop", [hello(), view, view, view]);
    await site.receive(stream.envelope(site.clock.at, [0, 1, 2]));
    const [block] = (await site.catalog.next(10))!.rows;
    const name = block!.stream;
    await rotate({ now: true });
    await site.pass(40 * DAY);
    expect(await stateOf(site.recipient.kid)).toBe("destroyed");
    await forget();
    const previous = [{ stream: name.toString("base64url"), count: 4 }];
    await send(await keyOf("current"), { previous });
    return loss();
  }

  it("stays right when a browser comes back and names a stream whose key is gone", async () => {
    expect(await comeBackLate(() => undefined)).toEqual({ streams: 2, expected: 6, arrived: 5 });
    // The numbers themselves are forgotten.
    const { bytes } = site.db.get("select sum(length(bits)) as bytes from stream") as { bytes: number };
    expect(bytes).toBe(32);
  });

  it("negative control: were the stream forgotten whole, it would count once more", async () => {
    const late = comeBackLate(() => site.db.run("delete from stream where length(bits) = 0"));
    expect(await late).toEqual({ streams: 3, expected: 9, arrived: 5 });
  });
});
