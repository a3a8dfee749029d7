import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, type SiteCollector, siteCollector } from "../../test/site-collector.js";
import { rotateRecipient } from "../admin/recipient-keys.js";
import { openDatabase } from "../catalog/sqlite/open-database.js";

const ROTATIONS = 30;
let site: SiteCollector;
beforeEach(async () => {
  site = await siteCollector();
});
afterEach(() => site.close());

/** How many of the wrapped keys stand in the bytes: any 16 of theirs in a row give one away. */
function found(bytes: Buffer, wrapped: readonly Buffer[]): number {
  return wrapped.filter((key) => {
    for (let at = 0; at + 16 <= key.length; at++) if (bytes.includes(key.subarray(at, at + 16))) return true;
    return false;
  }).length;
}

/** Turns the key over again and again. @returns Every wrapped private half that there ever was, by kid. */
async function turnOver(): Promise<ReadonlyMap<string, Buffer>> {
  const wrapped = new Map<string, Buffer>();
  for (let turn = 0; turn < ROTATIONS; turn++) {
    await rotateRecipient.run(site.parts, { now: true, graceDays: 7, quietDays: 1 });
    for (const key of await site.catalog.recipientKeys()) if (key.wrapped !== null) wrapped.set(key.kid, key.wrapped);
    await site.pass(3 * DAY);
  }
  return wrapped;
}

/** What a thief of file, log and catalog key finds who reads the log up to its length `length`. */
function stolen(length: number): Buffer {
  const copy = join(site.folder, "stolen.db");
  copyFileSync(site.path, copy);
  writeFileSync(`${copy}-wal`, readFileSync(`${site.path}-wal`).subarray(0, length));
  const thief = openDatabase({ path: copy, key: site.key, create: false });
  const bytes = thief.serialize();
  thief.close();
  return bytes;
}

describe("a destroyed recipient key's private half", () => {
  it("is in no page of the catalog, free ones and slack included, nor in its log", { timeout: 60_000 }, async () => {
    const wrapped = await turnOver();
    await site.pass(60_000);
    const keys = await site.catalog.recipientKeys();
    const gone = keys.filter(({ state }) => state === "destroyed").map(({ kid }) => wrapped.get(kid)!);
    const held = keys.filter(({ state }) => state !== "destroyed").map(({ kid }) => wrapped.get(kid)!);
    expect(gone.length).toBeGreaterThan(ROTATIONS / 2);
    const bytes = site.db.pages();
    expect(found(bytes, gone)).toBe(0);
    // The control: the search finds every key that is still there.
    expect(found(bytes, held)).toBe(held.length);
    const log = statSync(`${site.path}-wal`).size;
    for (let length = 0; length <= log; length += Math.max(4120, Math.floor(log / 8))) {
      expect(found(stolen(length), gone)).toBe(0);
    }
    console.log(
      `${gone.length} keys destroyed, ${held.length} held; ${bytes.length / 4096} pages and ${log} bytes of log`,
    );
  });

  it("negative control: with only the row's reference gone, it is there", async () => {
    const wrapped = site.recipient.wrapped!;
    await rotateRecipient.run(site.parts, { now: true });
    site.db.run(`update recipient_key set state = 'destroyed', key = null where kid = '${site.recipient.kid}'`);
    expect(found(site.db.pages(), [wrapped])).toBe(1);
  });

  it("negative control: without the scrub it is in the log", async () => {
    const wrapped = site.recipient.wrapped!;
    await site.catalog.scrub();
    await rotateRecipient.run(site.parts, { now: true });
    // So that the log holds the page as it was.
    site.db.run("update key_bytes set bytes = bytes");
    const before = statSync(`${site.path}-wal`).size;
    const destroy = (scrub: () => Promise<void>) =>
      site.catalog
        .turnKeys("shop", ({ keys }) => ({
          change: keys
            .filter(({ kid }) => kid === site.recipient.kid)
            .map((key) => ({ ...key, state: "destroyed", wrapped: null })),
        }))
        .then(scrub);
    await destroy(async () => undefined);
    expect(found(site.db.pages(), [wrapped])).toBe(0);
    expect(found(stolen(before), [wrapped])).toBe(1);
    await site.catalog.scrub();
    expect(found(stolen(before), [wrapped])).toBe(0);
  });
});
