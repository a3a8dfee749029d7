import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { aViewer } from "../../test/a-viewer.js";
import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hello, sealStream } from "../../test/seal-stream.js";
import { gcmOpen, gcmSeal } from "./aes-gcm.js";
import { keyCache } from "./key-cache.js";
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

describe("a cache of unwrapped keys", () => {
  it("is bounded by count, age and uses, whatever its maker says of them", () => {
    let now = 0;
    const made = (bounds = {}) =>
      keyCache<string>({ limit: 2, now: () => now, age: undefined, uses: undefined, ...bounds });
    const held = made();
    for (const name of ["a", "b", "c"]) held.set(name, name);
    expect([held.get("a"), held.size]).toEqual([undefined, 2]);
    for (let use = 0; use < 100_000; use++) held.get("c");
    expect([held.get("c"), held.get("b")]).toEqual([undefined, "b"]);
    now += 10 * 60_000 + 1;
    expect(held.get("b")).toBeUndefined();
    // Control: a bound that is said counts.
    const often = made({ uses: 200_000 });
    often.set("a", "a");
    for (let use = 0; use < 100_001; use++) often.get("a");
    expect(often.get("a")).toBe("a");
  });

  it("is what every key lies in: other caches hold none, or what ends by its own count", () => {
    const root = fileURLToPath(new URL("../", import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const caches = files.filter(
      (name) => !name.endsWith(".test.ts") && readFileSync(join(root, name), "utf8").includes("new BoundedCache"),
    );
    expect(caches.map((name) => name.replaceAll("\\", "/")).sort()).toEqual([
      "keys/dek-sealer.ts",
      "keys/key-cache.ts",
      "keys/key-sets.ts",
      "keys/pending-index.ts",
      "keys/quarantine-sealer.ts",
    ]);
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
