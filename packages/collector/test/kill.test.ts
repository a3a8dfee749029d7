import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { envelope, fetchKey, journey, openStream, seal, send } from "./independent-sender.mjs";
import { readAll } from "./read-all.js";
import { createStack, type Stack } from "./stack.js";

const KILLS = process.env["WAYSEAL_LONG"] === undefined ? 12 : 1000;
const SENDERS = 4;

/** What senders know: which events were acknowledged, and which were sent without an answer. */
interface Ledger {
  readonly acknowledged: Set<string>;
  readonly sealed: Set<string>;
  bodies: number;
  repeats: number;
}

/** Sends journeys until `stopped`. A body without an answer is sent again until it has one, as the SDK does. */
async function sendJourneys(stack: Stack, ledger: Ledger, stopped: () => boolean): Promise<void> {
  // The first kill may come before the key set has.
  const key = await eventually(() => fetchKey(stack.url, "shop"));
  while (!stopped()) {
    const stream = openStream("shop", key);
    for (const event of journey("shop", randomBytes(16).toString("base64url"))) seal(stream, event);
    const ids = stream.records.map(({ seq }) => `${stream.id} ${seq}`);
    const body = envelope(stream, Date.now());
    for (const id of ids) ledger.sealed.add(id);
    for (;;) {
      const status = await send(stack.url, body).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 204) break;
      // 429 and 503 while it starts or stops; anything else would be a wrong answer.
      expect([0, 429, 503]).toContain(status);
      ledger.repeats++;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const id of ids) ledger.acknowledged.add(id);
    ledger.bodies++;
  }
}

async function eventually<T>(run: () => Promise<T>): Promise<T> {
  for (let left = 400; ; left--) {
    try {
      return await run();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Kills the collector under load, again and again, and then reads back everything that it holds. */
async function killUnderLoad(
  kills: number,
  env: Readonly<Record<string, string>>,
): Promise<{ ledger: Ledger; found: string[] }> {
  const stack = await createStack(env);
  try {
    await stack.cli("init");
    await stack.cli("sites", "add", "shop", "--origin", "https://shop.example");
    const ledger: Ledger = { acknowledged: new Set(), sealed: new Set(), bodies: 0, repeats: 0 };
    await stack.start();
    let stopped = false;
    const senders = Array.from({ length: SENDERS }, () => sendJourneys(stack, ledger, () => stopped));
    for (let kill = 0; kill < kills; kill++) {
      // A spread of moments: some before the first drain, some in the middle of one.
      await new Promise((resolve) => setTimeout(resolve, 120 + ((kill * 97) % 700)));
      await stack.stop("SIGKILL");
      await stack.start();
    }
    stopped = true;
    await Promise.all(senders);
    const token = await stack.token("internal");
    // Nothing that was acknowledged waits any more: what is not there now is lost.
    await eventually(async () => {
      const metrics = await (await fetch(`${stack.url}/metrics`)).text();
      expect(metrics).toMatch(/^wayseal_spool_rows 0$/m);
    });
    // A block that a kill left in part is removed and put again: a journey that was listed may be gone meanwhile.
    const events = await eventually(() => readAll(stack, token, "shop"));
    const found = events.map(({ stream, seq }) => `${stream} ${seq}`);
    return { ledger, found };
  } finally {
    await stack.close();
  }
}

describe("kill -9 under load", () => {
  it(`loses no acknowledged event and doubles none, ${KILLS} times`, { timeout: KILLS * 20_000 }, async () => {
    const { ledger, found } = await killUnderLoad(KILLS, {});
    console.log(
      `${KILLS} kills: ${ledger.bodies} bodies and ${ledger.acknowledged.size} events acknowledged, ` +
        `${ledger.repeats} answers missing and asked for again, ${found.length} events found`,
    );
    expect(ledger.bodies).toBeGreaterThan(KILLS);
    const lost = [...ledger.acknowledged].filter((id) => !new Set(found).has(id));
    expect(lost).toEqual([]);
    expect(found.length, "no event is there twice").toBe(new Set(found).size);
    expect(found.filter((id) => !ledger.sealed.has(id))).toEqual([]);
  });

  it("would lose events if it answered before the commit", { timeout: 120_000 }, async () => {
    const hooks = fileURLToPath(new URL("./hasty/register.mjs", import.meta.url));
    const { ledger, found } = await killUnderLoad(4, { NODE_OPTIONS: `--import=${hooks}` });
    const present = new Set(found);
    expect([...ledger.acknowledged].filter((id) => !present.has(id)).length).toBeGreaterThan(0);
  });
});
