import { randomBytes } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { KEY_HOLDERS, type KeyHolder, type Using } from "../../test/key-holders.js";
import { MemoryCatalog } from "../../test/memory-catalog.js";
import type * as KeySchedule from "../hpke/key-schedule.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import type { Keyring } from "../ports/keyring.js";
import type * as Cache from "./bounded-cache.js";
import { makeSiteKeys } from "./make-site-keys.js";
import type * as Secret from "./secret-key.js";

const watched = vi.hoisted(() => ({
  /** How many uses each use counts for, so that the real bounds are reached. */
  wear: 1,
  /** Takes the bounds out, to show that the tests see it. */
  unbound: false,
  /** What caches were given. Weak: a holder that keeps it elsewhere shows. */
  values: [] as WeakRef<object>[],
  /** The bytes of all symmetric keys. */
  memory: [] as Buffer[],
  agreements: 0,
}));

vi.mock("./bounded-cache.js", async (original) => {
  const { BoundedCache } = await original<typeof Cache>();
  class Watched<Value extends object> extends BoundedCache<Value> {
    constructor(bounds: Cache.CacheBounds<Value>) {
      super(watched.unbound ? { ...bounds, age: undefined, uses: Infinity } : bounds);
    }
    override get(key: string): Value | undefined {
      for (let n = 1; n < watched.wear; n++) super.get(key);
      return super.get(key);
    }
    override set(key: string, value: Value): void {
      const weigh = (one: object) => void watched.values.push(new WeakRef(one));
      // A key set is public.
      if (!("jws" in value)) weigh(value);
      if (value instanceof Promise) value.then(weigh, () => undefined);
      super.set(key, value);
    }
  }
  return { BoundedCache: Watched };
});

vi.mock("./secret-key.js", async (original) => {
  const { SecretKey, ...rest } = await original<typeof Secret>();
  class Watched extends SecretKey {
    constructor(bytes: Uint8Array) {
      super(bytes);
      watched.memory.push(this.bytes);
    }
  }
  return { ...rest, SecretKey: Watched };
});

vi.mock("../hpke/key-schedule.js", async (original) => {
  const { keySchedule, ...rest } = await original<typeof KeySchedule>();
  const watching: typeof keySchedule = (...given) => {
    const keys = keySchedule(...given);
    watched.agreements++;
    watched.memory.push(keys.key, keys.baseNonce);
    return keys;
  };
  return { ...rest, keySchedule: watching };
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_795_000_010_000, toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  watched.wear = 1;
  watched.unbound = false;
  vi.useRealTimers();
});

async function start({ make }: KeyHolder): Promise<Required<Using>> {
  const catalog = new MemoryCatalog();
  const keyring = rootKeyring(randomBytes(32), { name: "memory" });
  const { recipient, signing } = await makeSiteKeys(keyring, { site: "shop", now: Date.now() });
  await catalog.addSite({ id: "shop", name: "Shop", origins: ["*"], created: Date.now() }, recipient, signing);
  let unwrapped = 0;
  const unwrap: Keyring["unwrap"] = (...given) => (unwrapped++, keyring.unwrap(...given));
  const using = await make({ catalog, keyring, counted: { ...keyring, unwrap }, agreements: () => watched.agreements });
  watched.values.length = watched.memory.length = 0;
  unwrapped = 0;
  return { opened: () => unwrapped, ...using };
}

const isHeld = (bytes: Buffer) => bytes.some((byte) => byte !== 0);

/** @returns How many of what caches were given is still referred to. */
async function referredTo(): Promise<number> {
  // A weak reference that was read lasts until the turn ends.
  await new Promise((resolve) => void setImmediate(resolve));
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return watched.values.filter((value) => value.deref() !== undefined).length;
}

const rows = Object.entries(KEY_HOLDERS).map(([name, holder]) => ({ name, ...holder }));

it.each(rows)("$name is held until its age and no longer, though nobody asks for it", async (holder) => {
  const { use, opened } = await start(holder);
  await use();
  await use();
  expect(opened()).toBe(1);
  await vi.advanceTimersByTimeAsync(holder.age * 0.9);
  await use();
  expect(opened(), "before its age").toBe(1);
  expect(await referredTo()).toBeGreaterThan(0);
  if (holder.opaque === undefined) expect(watched.memory.some(isHeld)).toBe(true);

  await vi.advanceTimersByTimeAsync(holder.age * 0.1 + 1);
  expect(await referredTo(), "kept").toBe(0);
  expect(watched.memory.filter(isHeld), "not overwritten").toEqual([]);
  await use();
  expect(opened()).toBe(2);
});

it.each(rows)("$name is held for so many uses", async (holder) => {
  const { uses = 100_000, counts } = holder;
  const { use, opened } = await start(holder);
  const memory = watched.memory;
  // Ten steps make up the uses. Some ask once or twice more than they use.
  const step = async () => {
    for (let n = 0; n < (counts ? uses / 10 : 1); n++) await use();
  };
  if (!counts) watched.wear = uses / 10;
  for (let n = 0; n < 10; n++) await step();
  expect(opened()).toBe(1);
  const first = memory.slice();
  for (let n = 0; n < 3; n++) await step();
  expect(opened()).toBe(2);
  // A turn later: some are dropped by a promise.
  await Promise.resolve();
  expect(first.filter(isHeld), "not overwritten").toEqual([]);
});

it("a cache without bounds would hold it for longer and for more uses: that shows", async () => {
  watched.unbound = true;
  const { use, opened } = await start(KEY_HOLDERS["a blind index's key"] as KeyHolder);
  watched.wear = 10_000;
  for (let n = 0; n < 14; n++) await use();
  await vi.advanceTimersByTimeAsync(24 * 60 * 60_000);
  expect(await referredTo()).toBeGreaterThan(0);
  expect(watched.memory.some(isHeld)).toBe(true);
  await use();
  expect(opened()).toBe(1);
});
