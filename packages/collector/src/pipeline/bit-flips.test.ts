import { EnvelopeError } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hello, id, sealStream, view, value } from "../../test/seal-stream.js";
import { UnknownSite } from "./errors.js";

describe("every bit", () => {
  it("of several envelopes flipped opens no record that was changed", async () => {
    const { recipient, catalog, make } = await newSite();
    let [trials, framing, opens, accepted] = [0, 0, 0, 0];
    for (const events of [
      [hello()],
      [hello({ referrer: "search.example" }), view],
      [hello({ visitor: id() }), view, value],
    ]) {
      const stream = sealStream(recipient, "shop", events);
      const body = stream.envelope();
      const untouched = await make().receive(body, { received: NOW, origin: undefined });
      accepted += untouched.stored;
      // A warm pipeline, which remembers the stream, and a cold one must both refuse.
      const warm = make();
      await warm.receive(body, { received: NOW, origin: undefined });
      for (let bit = 0; bit < body.length * 8; bit++) {
        const changed = Buffer.from(body);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        for (const pipeline of [warm, bit % 29 === 0 ? make() : null]) {
          if (pipeline === null) continue;
          trials++;
          catalog.rows.length = 0;
          try {
            const { rejected, stored, duplicates } = await pipeline.receive(changed, {
              received: NOW,
              origin: undefined,
            });
            // `sent` is not authenticated: only then may all records be as they were.
            const inSent = bit >> 3 >= 54 && bit >> 3 < 62;
            if (rejected.length === 0 && !inSent) opens++;
            if (inSent) expect(rejected).toHaveLength(0);
            const seqs = new Set(rejected.map(({ seq }) => seq));
            for (const row of catalog.rows) if (seqs.has(row.seq)) opens++;
            expect(stored + duplicates + rejected.length).toBe(events.length);
          } catch (error) {
            if (!(error instanceof EnvelopeError || error instanceof UnknownSite)) throw error;
            framing++;
          }
        }
      }
    }
    console.log(`bit flips: ${trials} bodies, ${framing} refused as a whole, ${opens} changed records opened`);
    expect(opens).toBe(0);
    // Negative control: the same bodies, unchanged, are stored.
    expect(accepted).toBe(6);
  }, 120_000);
});
