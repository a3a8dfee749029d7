import { aViewer } from "../../test/a-viewer.js";
import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hello, sealStream } from "../../test/seal-stream.js";
import { gcmOpen, gcmSeal } from "./aes-gcm.js";
import { BoundedCache } from "./bounded-cache.js";
import { createDekReader } from "./dek-reader.js";
import { KeyDropped, SecretKey } from "./secret-key.js";

const bytes = () => Buffer.alloc(32, 0xa5);

describe("a secret key", () => {
  it("is overwritten when it is dropped, and then encrypts and decrypts nothing, not even with zeros", () => {
    const key = new SecretKey(bytes());
    const sealed = gcmSeal(key, Buffer.from("text"), Buffer.alloc(0));
    const memory = key.bytes;
    key.drop();
    expect([...memory].every((byte) => byte === 0)).toBe(true);
    expect(() => gcmSeal(key, Buffer.from("text"), Buffer.alloc(0))).toThrow(KeyDropped);
    expect(() => gcmOpen(key, sealed, Buffer.alloc(0))).toThrow(KeyDropped);
    // Negative control: another copy of the key still opens it.
    expect(gcmOpen(new SecretKey(bytes()), sealed, Buffer.alloc(0))?.toString()).toBe("text");
  });

  it("shows nothing of itself where it is printed, logged or made JSON of", () => {
    const key = new SecretKey(bytes());
    for (const text of [inspect(key, { showHidden: true, depth: 9 }), JSON.stringify(key), JSON.stringify({ key })]) {
      for (const form of ["a5a5", "paWl", "165"]) expect(text).not.toContain(form);
    }
  });

  it("is a copy in memory of its own", () => {
    const mine = bytes();
    const key = new SecretKey(mine);
    mine.fill(0);
    expect(key.bytes.equals(bytes())).toBe(true);
    expect(key.bytes.buffer.byteLength).toBe(32);
  });
});

describe("a bounded cache", () => {
  const dropped: string[] = [];
  const cache = (bounds: object) => {
    dropped.length = 0;
    return new BoundedCache<string>({ limit: 3, onDrop: (value) => dropped.push(value), ...bounds });
  };

  it("drops the least recently used beyond its limit", () => {
    const held = cache({});
    for (const key of ["a", "b", "c"]) held.set(key, key);
    held.get("a");
    held.set("d", "d");
    expect(dropped).toEqual(["b"]);
  });

  it("drops a value that was used often enough, or that grew old however often it was used", () => {
    let now = 1000;
    const held = cache({ age: 100, uses: 2, now: () => now });
    held.set("a", "a");
    expect([held.get("a"), held.get("a"), held.get("a")]).toEqual(["a", "a", undefined]);
    held.set("b", "b");
    now += 100;
    expect(held.get("b")).toBe("b");
    now += 1;
    expect(held.get("b")).toBeUndefined();
    expect(dropped).toEqual(["a", "b"]);
    held.set("c", "c");
    now -= 5000;
    expect(held.get("c"), "a clock that was set back").toBeUndefined();
  });

  it("drops what grew old though nobody asks for it again", () => {
    vi.useFakeTimers();
    try {
      const held = cache({ age: 100 });
      held.set("a", "a");
      vi.advanceTimersByTime(60);
      held.set("b", "b");
      vi.advanceTimersByTime(50);
      vi.advanceTimersByTime(300);
      expect(dropped).toEqual(["a", "b"]);
      expect(held.size).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("unwrapped DEKs", () => {
  it("are the asker's own copies, so that one that leaves the cache meanwhile still reads", async () => {
    const site = await newSite();
    const event = { type: "track", at: 1, name: "order", properties: { coupon: "TEA10" } };
    for (let i = 0; i < 3; i++) await site.receive(sealStream(site.recipient, "shop", [hello(), event]).envelope());
    const reader = createDekReader({ keys: site.catalog, keyring: site.keyring, limit: 1 });
    const answer = await reader.read([...site.catalog.deksById.keys()]);
    const keys = [...answer.values()].map((dek) => ("key" in dek ? dek.key : null));
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.map((key) => key?.dropped)).toEqual(keys.map(() => false));
  });

  it("are made anew by a writer after an hour, and old ones overwritten; the events stay readable", async () => {
    const site = await newSite();
    let now = NOW;
    const pipeline = site.make({ now: () => now });
    const event = { type: "track", at: 1, name: "order", properties: { coupon: "TEA10" } };
    const visitor = hello();
    const send = () =>
      pipeline.receive(sealStream(site.recipient, "shop", [visitor, event]).envelope(), {
        received: NOW,
        origin: undefined,
      });
    await send();
    const before = site.catalog.deksById.size;
    await send();
    expect(site.catalog.deksById.size).toBe(before);
    now += 3_600_001;
    await send();
    expect(site.catalog.deksById.size).toBe(before * 2);
    const rows = site.catalog.rows.map((row) => ({ ...row, class: row.columns.class, filled: row.columns.filled }));
    const read = await site.fields.read(aViewer(), rows);
    expect(read.flat().filter(({ state }) => state === "shown").length).toBeGreaterThan(2);
    expect(read.flat().filter(({ state }) => state === "unreadable")).toEqual([]);
  });
});
