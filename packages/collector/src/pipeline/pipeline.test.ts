import { EnvelopeError, pad, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hello, id, sealStream } from "../../test/seal-stream.js";
import { hex, vectors } from "../../test/vectors.js";
import { createDekReader } from "../keys/dek-reader.js";
import { generateKeyPair, importPrivateKey } from "../hpke/index.js";
import { keyId } from "../keys/thumbprint.js";
import { CatalogError, type RecipientKey } from "../ports/catalog.js";
import { OriginRefused, UnknownSite } from "./errors.js";

const view = { type: "page_view", at: 5, kind: "load", title: "Tea" };
const value = {
  type: "field",
  at: 9,
  form: "address",
  field: "email",
  class: "email",
  duration: 5,
  changes: 3,
  refills: 0,
  pasted: false,
  autofilled: false,
  filled: true,
  valid: true,
  value: "ann@gmail.com",
};
const text = (content: string): Uint8Array => pad(Buffer.from(content));

describe("the way in", () => {
  it("stores every record of an envelope once, and tells what it stored", async () => {
    const { receive, recipient, catalog } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view, value]);
    expect(await receive(stream.envelope())).toEqual({
      site: "shop",
      stored: 3,
      duplicates: 0,
      rejected: [],
      types: { hello: 1, page_view: 1, field: 1 },
    });
    expect(await receive(stream.envelope())).toMatchObject({ stored: 0, duplicates: 3, rejected: [] });
    expect(catalog.rows.map((row) => row.type)).toEqual(["hello", "page_view", "field"]);
    expect(new Set(catalog.rows.map((row) => row.subject.toString("hex"))).size).toBe(1);
    expect(catalog.rows[2]).toMatchObject({
      seq: 2,
      columns: { page: "https://shop.example/tea", class: "email", filled: true },
    });
    expect(catalog.rows[2]?.confidential).toBeInstanceOf(Buffer);
    expect(JSON.stringify(catalog.rows)).not.toContain("ann@gmail.com");
  });

  it("takes the golden envelopes", async () => {
    const golden = vectors<{
      recipient: { private: string; public: string; kid: string };
      envelopes: { site: string; body: string; stream: string; records: { seq: number }[] }[];
    }>("golden-envelopes");
    const { catalog, keyring, receive } = await newSite();
    const { private: secret, public: publicKey, kid } = golden.recipient;
    expect(keyId(hex(publicKey)).toString("base64url")).toBe(kid);
    for (const { site } of golden.envelopes) {
      if (site !== "shop") catalog.siteList.push({ id: site, name: site, origins: ["*"], created: NOW });
      const wrapped = await keyring.wrap(hex(secret), { purpose: "recipient", site, kid });
      catalog.recipients.push({ site, kid, publicKey: hex(publicKey), wrapped, created: NOW, state: "accepted" });
    }
    for (const { body, stream, records } of golden.envelopes) {
      expect(await receive(hex(body))).toMatchObject({ stored: records.length, rejected: [] });
      const stored = catalog.rows.filter((row) => row.stream.toString("base64url") === stream);
      expect(stored.map(({ seq }) => seq)).toEqual(records.map(({ seq }) => seq));
    }
  });

  it("opens a continued stream without a key agreement, and stores its hello once", async () => {
    const { receive, recipient, catalog } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view, value, view]);
    await receive(stream.envelope(undefined, [0, 1]));
    expect(await receive(stream.envelope(undefined, [0, 3, 2]))).toMatchObject({ stored: 2, duplicates: 1 });
    expect(catalog.commits[1]?.events.map(({ row }) => row.seq)).toEqual([3, 2]);
    expect(catalog.commits[1]?.streams[0]?.previous).toEqual([]);
  });

  it("keeps sessions and visitors apart from their senders' ids", async () => {
    const { receive, recipient, catalog } = await newSite();
    const [visitor, session] = [id(), id()];
    await receive(sealStream(recipient, "shop", [hello({ visitor, session })]).envelope());
    await receive(sealStream(recipient, "shop", [hello({ visitor, session })]).envelope());
    await receive(sealStream(recipient, "shop", [hello({ visitor, session: id() })]).envelope());
    await receive(sealStream(recipient, "shop", [hello({ session })]).envelope());
    const [a, b, c, d] = catalog.rows;
    expect(a?.subject).toEqual(b?.subject);
    expect(a?.session).toEqual(b?.session);
    expect(a?.subject).toEqual(c?.subject);
    expect(a?.session).not.toEqual(c?.session);
    expect(a?.subject).not.toEqual(d?.subject);
    const everything = JSON.stringify([catalog.rows, catalog.commits]);
    for (const raw of [visitor, session]) {
      expect(everything).not.toContain(raw);
      expect(everything).not.toContain(JSON.stringify([...Buffer.from(raw, "base64url")]).slice(1, -1));
    }
  });

  it("ends with one subject for a new visitor's concurrent requests", async () => {
    const { receive, recipient, catalog } = await newSite();
    const visitor = id();
    await Promise.all(
      Array.from({ length: 20 }, () => receive(sealStream(recipient, "shop", [hello({ visitor }), view]).envelope())),
    );
    expect(catalog.rows).toHaveLength(40);
    expect(new Set(catalog.rows.map((row) => row.subject.toString("hex"))).size).toBe(1);
    expect(catalog.subjects.size).toBe(1);
    expect(catalog.deksById.size).toBe(1);
  });

  it("ends with one subject when two processes take a new visitor at once", async () => {
    const { make, recipient, catalog } = await newSite();
    const visitor = id();
    const both = [make(), make()];
    await Promise.all(
      both.map((pipeline) =>
        pipeline.receive(sealStream(recipient, "shop", [hello({ visitor }), view]).envelope(), {
          received: NOW,
          origin: undefined,
        }),
      ),
    );
    expect(catalog.rows).toHaveLength(4);
    expect(new Set(catalog.rows.map((row) => row.subject.toString("hex"))).size).toBe(1);
  });
});

describe("times", () => {
  const DAY = 24 * 3600 * 1000;
  const clock = 1_795_000_000_000;
  it.each([
    ["the sender's clock is right", clock, clock + 5000, NOW - 5000 + 100, NOW - clock - 5000],
    [
      "the sender's clock is ten years behind",
      clock - 3650 * DAY,
      clock - 3650 * DAY + 5000,
      NOW - 4900,
      NOW - clock - 5000 + 3650 * DAY,
    ],
    [
      "the sender's clock is ten years ahead",
      clock + 3650 * DAY,
      clock + 3650 * DAY + 5000,
      NOW - 4900,
      NOW - clock - 5000 - 3650 * DAY,
    ],
    ["an event would come after its receipt", clock + 9000, clock + 5000, NOW, NOW - clock - 5000],
    ["an event waited for 41 days", clock - 41 * DAY, clock, NOW - 40 * DAY, NOW - clock],
    ["sent is 0", clock, 0, NOW, NOW],
    ["sent is the largest number there is", clock, 2 ** 64 - 2048, NOW - 40 * DAY, -10_000 * 365.25 * DAY],
  ])("says when it happened: %s", async (_, began, sent, occurred, skew) => {
    const { receive, recipient, catalog } = await newSite();
    await receive(sealStream(recipient, "shop", [hello({ clock: began }), { ...view, at: 100 }]).envelope(sent));
    expect(catalog.rows[1]).toMatchObject({ occurred, skew, received: NOW });
  });
});

describe("bad input", () => {
  it("refuses a body that is badly framed, without any effect", async () => {
    const { receive, recipient, catalog, losses } = await newSite();
    const body = sealStream(recipient, "shop", [hello(), view]).envelope();
    for (let length = 0; length < body.length; length += 7) {
      await expect(receive(body.subarray(0, length))).rejects.toBeInstanceOf(EnvelopeError);
    }
    await expect(receive(Buffer.concat([body, Buffer.of(0x57)]))).rejects.toMatchObject({ fault: "truncated" });
    await expect(receive(Buffer.alloc(256 * 1024 + 1))).rejects.toMatchObject({ fault: "too-large" });
    expect(catalog.commits).toHaveLength(0);
    expect(losses).toEqual({ malformed: Math.ceil(body.length / 7) + 1, too_large: 1 });
  });

  it("refuses an unknown site and a foreign origin", async () => {
    const { receive, recipient, catalog, losses } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view]);
    await expect(receive(sealStream(recipient, "other", [hello(), view]).envelope())).rejects.toBeInstanceOf(
      UnknownSite,
    );
    for (const origin of [
      "https://evil.example",
      "null",
      "http://shop.example",
      "https://shop.example.evil.example",
      "",
    ]) {
      await expect(receive(stream.envelope(), origin)).rejects.toBeInstanceOf(OriginRefused);
    }
    expect(catalog.commits).toHaveLength(0);
    expect(losses).toEqual({ unknown_site: 2, origin: 10 });
    expect(await receive(stream.envelope())).toMatchObject({ stored: 2 });
  });

  it("takes a request without Origin, as programs send it, and any origin where a site allows all", async () => {
    const { pipeline, recipient } = await newSite();
    const body = sealStream(recipient, "shop", [hello()]).envelope();
    expect(await pipeline.receive(body, { received: NOW, origin: undefined })).toMatchObject({ stored: 1 });
    const open = await newSite({ origins: ["*"] });
    const any = sealStream(open.recipient, "shop", [hello()]).envelope();
    expect(await open.receive(any, "https://anywhere.example")).toMatchObject({ stored: 1 });
  });

  it("refuses every record for a key that is not accepted, another site's, or retired, and for another suite", async () => {
    const { receive, recipient, catalog, losses, make } = await newSite();
    const other = await newSite();
    const aes = { ...X25519_CHACHA20POLY1305, aead: 0x0001 };
    const sha512 = { ...X25519_CHACHA20POLY1305, kdf: 0x0003 };
    for (const stream of [
      sealStream(other.recipient, "shop", [hello(), view]),
      sealStream(recipient, "shop", [hello(), view], aes),
      sealStream(recipient, "shop", [hello(), view], sha512),
    ]) {
      const { rejected, stored } = await receive(stream.envelope());
      expect(stored).toBe(0);
      expect(rejected.map(({ seq, reason }) => [seq, reason])).toEqual([
        [0, "key"],
        [1, "key"],
      ]);
    }
    // Opened before, so that its context is remembered: retiring its key must close it all the same.
    const stream = sealStream(recipient, "shop", [hello(), view]);
    let now = NOW;
    const pipeline = make({ now: () => now });
    const send = () => pipeline.receive(stream.envelope(), { received: now, origin: undefined });
    expect(await send()).toMatchObject({ stored: 2 });
    catalog.recipients[0] = { ...(catalog.recipients[0] as RecipientKey), state: "retired" };
    now += 1001;
    expect((await send()).rejected.map(({ reason }) => reason)).toEqual(["key", "key"]);
    expect(losses).toMatchObject({ key: 8 });
  });

  it("refuses a stream whose key is of low order, or whose enc or header was changed", async () => {
    const { receive, recipient, catalog } = await newSite();
    const body = sealStream(recipient, "shop", [hello(), view]).envelope();
    const enc = Buffer.from(body);
    enc.fill(0, 22, 54);
    expect((await receive(enc)).rejected.map(({ reason }) => reason)).toEqual(["unreadable", "unreadable"]);
    expect(catalog.rows).toHaveLength(0);
  });

  it("stores the readable records around an unreadable one", async () => {
    const { receive, recipient, catalog, losses } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view, value, view]);
    (stream.ciphertexts[2] as Uint8Array)[3]! ^= 1;
    const { rejected, stored } = await receive(stream.envelope());
    expect(stored).toBe(3);
    expect(rejected).toEqual([{ stream: catalog.rows[0]?.stream.toString("base64url"), seq: 2, reason: "unreadable" }]);
    expect(catalog.commits[0]?.rejected).toEqual({ unreadable: 1 });
    expect(catalog.commits[0]?.streams[0]?.refused).toEqual([]);
    expect(losses).toEqual({ unreadable: 1 });
  });

  it.each([
    ["padding", Buffer.from(JSON.stringify(view))],
    ["padding", Buffer.from(JSON.stringify(view).padEnd(63))],
    ["padding", Buffer.from(JSON.stringify(view).padEnd(65))],
    ["json", Buffer.alloc(0)],
    ["json", text("")],
    ["json", text('{"type":"reset","at":1')],
    ["json", text("\ufeff" + JSON.stringify(view))],
    [
      "json",
      Buffer.concat([Buffer.from('{"type":"reset","at":1,"x":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')]).subarray(
        0,
        32,
      ),
    ],
    ["json", Buffer.from('{"type":"reset","at":1,"x":"\xff"}'.padEnd(64), "latin1")],
    ["json", text("[".repeat(30_000))],
    ["shape", text("[]")],
    ["shape", text("null")],
    ["shape", text("1e999")],
    ["shape", text('{"at":1}')],
    ["shape", text('{"type":"reset"}')],
    ["shape", text('{"type":"reset","at":1.5}')],
    ["shape", text('{"type":"page_view","at":1,"kind":"sideways"}')],
    ["shape", text('{"type":"reset","at":1,"__proto__":{"x":1}}')],
    ["shape", text('{"type":"track","at":1,"name":"a","properties":{"a":{"__proto__":{}}}}')],
    ["shape", text(`{"type":"track","at":1,"name":"a","properties":{"a":${"[".repeat(9000)}${"]".repeat(9000)}}}`)],
    ["hello", text(JSON.stringify(hello()))],
    ["record_too_large", text(`{"type":"reset","at":1,"x":"${"a".repeat(32 * 1024)}"}`)],
  ])("refuses one record for its %s, and stores the others", async (reason, bytes) => {
    if (reason === "json" && bytes.length === 32) bytes = Buffer.concat([bytes, Buffer.alloc(32, 0x20)]);
    const { receive, recipient, catalog, losses } = await newSite();
    const { stored, rejected } = await receive(sealStream(recipient, "shop", [hello(), bytes, view]).envelope());
    expect({ stored, rejected: rejected.map((record) => [record.seq, record.reason]) }).toEqual({
      stored: 2,
      rejected: [[1, "unreadable"]],
    });
    expect(losses).toEqual({ [reason]: 1 });
    expect(catalog.commits[0]?.rejected).toEqual({ [reason]: 1 });
    expect(catalog.commits[0]?.streams[0]?.refused).toEqual([1]);
  });

  it("takes a record of exactly 32 KiB", async () => {
    const { receive, recipient } = await newSite();
    const exact = `{"type":"reset","at":1,"x":"${"a".repeat(32 * 1024 - 30)}"}`;
    expect(exact.length).toBe(32 * 1024);
    expect(await receive(sealStream(recipient, "shop", [hello(), text(exact)]).envelope())).toMatchObject({
      stored: 2,
    });
  });

  it.each([
    ["hello", "hello", text(JSON.stringify(view))],
    ["json", "hello", text("{")],
    ["shape", "hello", text('{"type":"hello","at":1}')],
    ["padding", "hello", Buffer.from(JSON.stringify(hello()).padEnd(65 * 8))],
  ])("refuses a whole envelope whose record 0 fails by %s", async (first, others, bytes) => {
    const { receive, recipient, catalog, losses } = await newSite();
    const { stored, rejected } = await receive(sealStream(recipient, "shop", [bytes, view, view]).envelope());
    expect({ stored, reasons: rejected.map(({ seq, reason }) => [seq, reason]) }).toEqual({
      stored: 0,
      reasons: [0, 1, 2].map((seq) => [seq, "unreadable"]),
    });
    expect(losses).toEqual(first === others ? { hello: 3 } : { [first]: 1, [others]: 2 });
    expect(catalog.rows).toHaveLength(0);
  });

  it("refuses a whole envelope whose record 0 is not authentic, also when the stream is known", async () => {
    const { receive, recipient, catalog } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view, view]);
    await receive(stream.envelope(undefined, [0, 1]));
    (stream.ciphertexts[0] as Uint8Array)[0]! ^= 1;
    const { rejected, stored } = await receive(stream.envelope(undefined, [0, 2]));
    expect(stored).toBe(0);
    expect(rejected.map(({ seq, reason }) => [seq, reason])).toEqual([
      [0, "unreadable"],
      [2, "unreadable"],
    ]);
    expect(catalog.rows).toHaveLength(2);
  });

  it("answers each envelope of a body by itself", async () => {
    const { receive, recipient } = await newSite();
    const other = await newSite();
    const body = Buffer.concat([
      sealStream(recipient, "shop", [hello(), view]).envelope(),
      sealStream(other.recipient, "shop", [hello()]).envelope(),
      sealStream(recipient, "shop", [hello(), text("[]")]).envelope(),
    ]);
    const { stored, rejected } = await receive(body);
    expect(stored).toBe(3);
    expect(rejected.map(({ reason }) => reason)).toEqual(["key", "unreadable"]);
  });

  it("keeps an event of a type that it does not know, at internal", async () => {
    const { receive, recipient, catalog } = await newSite();
    await receive(
      sealStream(recipient, "shop", [hello(), { type: "gesture", at: 3, kind: "pinch", scale: 2 }]).envelope(),
    );
    expect(catalog.rows[1]).toMatchObject({ type: "gesture", confidential: null, restricted: null });
    expect(catalog.rows[1]?.internal).toBeInstanceOf(Buffer);
    expect(catalog.rows[1]?.notes.map(({ path, level }) => [path, level])).toEqual([
      ["kind", "internal"],
      ["scale", "internal"],
    ]);
  });

  it("stores nothing when the catalog cannot, and everything when it can again", async () => {
    const { receive, recipient, catalog, losses } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view]);
    catalog.beforeCommit = () => {
      throw new CatalogError("full", "The disk is full");
    };
    await expect(receive(stream.envelope())).rejects.toMatchObject({ fault: "full" });
    await expect(receive(stream.envelope())).rejects.toBeInstanceOf(CatalogError);
    expect(catalog.rows).toHaveLength(0);
    expect(losses).toEqual({ unavailable: 4 });
    catalog.beforeCommit = () => undefined;
    expect(await receive(stream.envelope())).toMatchObject({ stored: 2, duplicates: 0 });
  });
});

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
        for (const pipeline of [warm, bit % 11 === 0 ? make() : null]) {
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

describe("keys that go stale", () => {
  it("encrypts again under a new subject after the visitor was erased", async () => {
    const { receive, recipient, catalog } = await newSite();
    const visitor = id();
    const stream = sealStream(recipient, "shop", [hello({ visitor }), view, view]);
    await receive(stream.envelope(undefined, [0, 1]));
    const [erased] = catalog.subjects.values();
    catalog.subjects.clear();
    catalog.deksById.clear();
    expect(await receive(stream.envelope(undefined, [0, 2]))).toMatchObject({ stored: 1, duplicates: 1 });
    expect(catalog.rows[2]?.subject).not.toEqual(erased);
    expect(catalog.deksById.size).toBe(1);
  });

  it("encrypts again under a new KEK after a month was purged", async () => {
    const { receive, recipient, catalog } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view, view]);
    await receive(stream.envelope(undefined, [0, 1]));
    const [destroyed] = catalog.kekList.splice(0);
    catalog.deksById.clear();
    expect(await receive(stream.envelope(undefined, [0, 2]))).toMatchObject({ stored: 1 });
    expect(catalog.kekList).toHaveLength(1);
    expect(catalog.kekList[0]?.id).not.toBe(destroyed?.id);
  });

  it("stores what is not stale, gives rejected counts once, and gives up as unavailable in the end", async () => {
    const { receive, recipient, catalog } = await newSite();
    const stream = sealStream(recipient, "shop", [hello(), view, text("[]")]);
    catalog.beforeCommit = () => void catalog.kekList.splice(0);
    await expect(receive(stream.envelope())).rejects.toMatchObject({ name: "CatalogError", fault: "overloaded" });
    expect(catalog.commits.map(({ rejected }) => rejected)).toEqual([{ shape: 1 }, {}, {}, {}]);
    catalog.beforeCommit = () => undefined;
    expect(await receive(stream.envelope())).toMatchObject({ stored: 2 });
  });
});

describe("a process that only writes", () => {
  it("unwraps nothing but recipient keys, and makes another DEK for a subject whose DEK it does not have", async () => {
    const unwrapped: string[] = [];
    const { recipient, catalog, keyring, make } = await newSite();
    const watched = {
      ...keyring,
      unwrap: (wrapped: Uint8Array, context: Readonly<Record<string, string>>) => {
        unwrapped.push(context["purpose"] as string);
        return keyring.unwrap(wrapped, context);
      },
    };
    const visitor = id();
    const send = (pipeline: ReturnType<typeof make>) =>
      pipeline.receive(sealStream(recipient, "shop", [hello({ visitor }), view]).envelope(), {
        received: NOW,
        origin: undefined,
      });
    await send(make({ keyring: watched }));
    await send(make({ keyring: watched }));
    expect(new Set(catalog.rows.map((row) => row.subject.toString("hex"))).size).toBe(1);
    expect(catalog.deksById.size).toBe(2);
    expect(new Set(unwrapped)).toEqual(new Set(["recipient"]));

    // One that may unwrap goes on with a DEK that is there.
    const reader = createDekReader({ keys: catalog, keyring });
    await send(make({ openDek: (dek) => reader.open(dek) }));
    expect(catalog.deksById.size).toBe(2);
    expect(catalog.rows).toHaveLength(6);
  });
});

describe("opened streams", () => {
  it("are bounded, and go on correctly after they were forgotten", async () => {
    const { recipient, catalog, make } = await newSite();
    const pipeline = make({ streams: 2 });
    const streams = Array.from({ length: 5 }, () => sealStream(recipient, "shop", [hello(), view, view]));
    for (const seqs of [
      [0, 1],
      [0, 2],
    ]) {
      for (const stream of streams) {
        await pipeline.receive(stream.envelope(undefined, seqs), { received: NOW, origin: undefined });
      }
    }
    expect(catalog.rows).toHaveLength(15);
    const body = Buffer.concat(streams.map((stream) => stream.envelope()));
    expect(await pipeline.receive(body, { received: NOW, origin: undefined })).toMatchObject({
      stored: 0,
      duplicates: 15,
    });
  });

  it("need the private key: another's opens none", async () => {
    const { receive, recipient, catalog, keyring } = await newSite();
    const wrong = generateKeyPair();
    const der = wrong.privateKey.export({ format: "der", type: "pkcs8" });
    const secret = der.subarray(der.length - 32);
    expect(importPrivateKey(secret).equals(wrong.privateKey)).toBe(true);
    const wrapped = await keyring.wrap(secret, { purpose: "recipient", site: "shop", kid: recipient.kid });
    catalog.recipients[0] = { ...recipient, wrapped };
    const { rejected } = await receive(sealStream(recipient, "shop", [hello(), view]).envelope());
    expect(rejected.map(({ reason }) => reason)).toEqual(["unreadable", "unreadable"]);
  });
});
