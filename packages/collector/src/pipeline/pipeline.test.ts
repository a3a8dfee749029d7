import { describe, expect, it } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hello, id, sealStream, view, value, text } from "../../test/seal-stream.js";
import { hex, vectors } from "../../test/vectors.js";
import { createDekReader } from "../keys/dek-reader.js";
import { generateKeyPair, importPrivateKey } from "../hpke/index.js";
import { keyId } from "../keys/thumbprint.js";

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
    const { catalog, keyring, receive, recipient } = await newSite();
    const { private: secret, public: publicKey, kid } = golden.recipient;
    expect(keyId(hex(publicKey)).toString("base64url")).toBe(kid);
    for (const { site } of golden.envelopes) {
      if (site !== "shop") catalog.siteList.push({ id: site, name: site, origins: ["*"], created: NOW });
      const wrapped = await keyring.wrap(hex(secret), { purpose: "recipient", site, kid });
      catalog.recipients.push({ ...recipient, site, kid, publicKey: hex(publicKey), wrapped, state: "accepted" });
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

describe("a DEK that its maker could not open again", () => {
  it.each([
    ["public", 2],
    ["restricted", 1],
  ] as const)("is dropped after ten minutes, with levels up to %s: %i are made", async (maxLevel, deks) => {
    const { recipient, catalog, make } = await newSite();
    let time = NOW;
    const pipeline = make({ maxLevel, now: () => time });
    const visitor = id();
    for (const after of [0, 9, 11]) {
      time = NOW + after * 60_000;
      const body = sealStream(recipient, "shop", [hello({ visitor }), view]).envelope();
      await pipeline.receive(body, { received: time, origin: undefined });
    }
    expect(catalog.deksById.size).toBe(deks);
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
