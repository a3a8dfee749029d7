import { EnvelopeError, X25519_CHACHA20POLY1305 } from "@wayseal/protocol";
import { describe, expect, it } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hello, sealStream, view, value, text } from "../../test/seal-stream.js";
import { CatalogError, type RecipientKey } from "../ports/catalog.js";
import { OriginRefused, UnknownSite } from "./errors.js";

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
