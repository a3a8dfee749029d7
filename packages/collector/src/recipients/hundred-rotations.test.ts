import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { hello, sealStream, view } from "../../test/seal-stream.js";
import { DAY, setOf, type SiteCollector, siteCollector } from "../../test/site-collector.js";
import { destroyRecipient, rotateRecipient } from "../admin/recipient-keys.js";

const ROTATIONS = process.env["WAYSEAL_LONG"] === "1" ? 1000 : 100;
const SENDERS = 5;

interface Sender {
  /** Does what a browser does in one visit. */
  visit(): Promise<void>;
  readonly rejected: number;
}

/**
 * A browser that follows key sets as the SDK does: it uses the first key of a set until that expires, or until a record is
 * refused for its key. Some of what it seals waits on the device until a later visit.
 *
 * @param offline Visits after which what waits is sent.
 */
function createSender(site: SiteCollector, offline: number, acknowledged: Set<string>): Sender {
  let set: ReturnType<typeof setOf> | null = null;
  let rejected = 0;
  const outbox: { readonly ids: string[]; readonly body: Uint8Array }[] = [];
  return {
    get rejected() {
      return rejected;
    },
    async visit() {
      if (set === null || set.expires <= site.clock.at) set = setOf((await site.keySets.get("shop"))!.jws);
      const [key] = set.keys;
      const stream = sealStream({ kid: key!.kid, publicKey: Buffer.from(key!.x, "base64url") }, "shop", [
        hello(),
        view,
        view,
      ]);
      const name = createHash("sha256").update(stream.header).update(stream.enc).digest("hex").slice(0, 32);
      outbox.push({ ids: [0, 1, 2].map((seq) => `${name} ${seq}`), body: stream.envelope(site.clock.at) });
      if (outbox.length <= offline) return;
      for (const { ids, body } of outbox.splice(0)) {
        const answer = await site.receive(body);
        // An answer that gets lost: the browser sends once more.
        const again = ids[0]!.charCodeAt(0) % 3 === 0 ? await site.receive(body) : answer;
        rejected += again.rejected.length;
        if (again.rejected.length > 0) set = null;
        else for (const id of ids) acknowledged.add(id);
      }
    },
  };
}

/** Rotates again and again, while senders that are offline now and then go on. */
async function rotateUnderLoad(rotations: number, overlap: boolean) {
  const site = await siteCollector();
  try {
    const acknowledged = new Set<string>();
    const senders = Array.from({ length: SENDERS }, (_, n) => createSender(site, n, acknowledged));
    for (let turn = 0; turn < rotations; turn++) {
      // Some beside the old key, some at once: the waiting one or a new one.
      await rotateRecipient.run(site.parts, { now: turn % 3 === 0, graceDays: 9 + (turn % 5), quietDays: 6 });
      for (let day = 0; day < 8; day += 2) {
        await Promise.all([...senders.map((sender) => sender.visit()), site.pass(2 * DAY)]);
        if (!overlap) await dropAccepted(site);
      }
      if (turn % 25 === 24) await site.reopen();
    }
    const found: string[] = [];
    for (let block; (block = await site.catalog.next(5000)) !== null;) {
      found.push(...block.rows.map(({ stream, seq }) => `${stream.toString("hex")} ${seq}`));
      await site.catalog.drained(block.id, 1);
    }
    const keys = await site.catalog.recipientKeys("shop");
    return {
      acknowledged,
      found,
      rejected: senders.reduce((sum, sender) => sum + sender.rejected, 0),
      keys: keys.length,
      destroyed: keys.filter(({ state }) => state === "destroyed").length,
      version: setOf((await site.keySets.get("shop"))!.jws).version,
    };
  } finally {
    await site.close();
  }
}

async function dropAccepted(site: SiteCollector): Promise<void> {
  for (const { kid, state } of await site.catalog.recipientKeys("shop")) {
    if (state === "accepted") await destroyRecipient.run(site.parts, { kid, force: true });
  }
}

it(
  `${ROTATIONS} rotations under load lose no event and double none`,
  { timeout: 60_000 + ROTATIONS * 2000 },
  async () => {
    const { acknowledged, found, rejected, keys, destroyed, version } = await rotateUnderLoad(ROTATIONS, true);
    console.log(
      `${ROTATIONS} rotations: ${keys} keys, ${destroyed} destroyed, key set version ${version}; ` +
        `${acknowledged.size} events acknowledged, ${found.length} stored, ${rejected} rejected`,
    );
    expect(rejected).toBe(0);
    expect(found.length, "no event is there twice").toBe(new Set(found).size);
    expect(new Set(found)).toEqual(acknowledged);
    expect(keys).toBe(ROTATIONS + 1);
    expect(destroyed).toBeGreaterThan(ROTATIONS / 2);
  },
);

it(
  "negative control: without the time in which old keys are accepted, events are lost",
  { timeout: 60_000 },
  async () => {
    expect((await rotateUnderLoad(5, false)).rejected).toBeGreaterThan(0);
  },
);
