import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { createClient } from "./client.js";
import { deviceOutbox } from "./outbox/on-device.js";
import { onDevice } from "./outbox/outbox.contract.js";

const ALL = { records: 9, bytes: 99 };
const stream = { id: "s", header: new Uint8Array(1), enc: new Uint8Array(1), hello: new Uint8Array(1) };

afterEach(() => vi.unstubAllGlobals());

/** Starts a client, which may not capture here, where an earlier page left a record. */
async function startAfterwards(site: string, choice: object, { gpc = false, out = false } = {}) {
  const outbox = onDevice(deviceOutbox(`wayseal-${site}`, Date.now));
  await outbox.add([{ stream, seq: 1, ciphertext: new Uint8Array(4) }]);
  outbox.close();
  const faults: unknown[] = [];
  const target = { addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal("window", { ...target, fetch, indexedDB, navigator: { globalPrivacyControl: gpc } });
  vi.stubGlobal("document", target);
  vi.stubGlobal("location", { href: "https://shop.example/" });
  vi.spyOn(console, "debug").mockImplementation((_, fault) => void faults.push(fault));
  const storage = { getItem: () => (out ? "1" : null), setItem: () => undefined, removeItem: () => undefined };
  createClient(
    {
      ...{ site, collector: "https://c.example", base: "https://c.example", signingKey: null, embedded: "", key: "" },
      ...{ storage, debug: true, requireConsent: true, ...choice },
    },
    (name) => (name === "rest" ? Promise.resolve(undefined as never) : Promise.reject(new Error("not here"))),
  );
  return { outbox, faults };
}

test.each([
  ["the page says none", { consent: "none" }, {}],
  ["the browser says no by Global Privacy Control", { consent: "granted" }, { gpc: true }],
  ["the visitor has opted out", { consent: "granted" }, { out: true }],
])("what an earlier page left on the device is deleted where %s", async (name, choice, visitor) => {
  const { outbox } = await startAfterwards(name.replace(/\W/g, "-"), choice, visitor);
  await vi.waitFor(async () => expect(await outbox.peek(ALL)).toEqual([]));
});

test("a device that refuses the deletion is reported, and nothing is thrown", async () => {
  vi.spyOn(indexedDB, "deleteDatabase").mockImplementation(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  const { outbox, faults } = await startAfterwards("blocked", { consent: "none" });
  await vi.waitFor(() => expect(faults).toMatchObject([{ name: "SecurityError" }]));
  // The control: without the deletion the record would still be there.
  expect(await outbox.peek(ALL)).toHaveLength(1);
  vi.restoreAllMocks();
});
