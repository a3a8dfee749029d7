import { createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newSite, NOW } from "../../test/new-site.js";
import { hex, vectors } from "../../test/vectors.js";
import type { RecipientKey, SigningKey } from "../ports/catalog.js";
import { createKeySets } from "./key-sets.js";
import { keyId } from "./thumbprint.js";

const DAY = 24 * 3600 * 1000;

function payloadOf(jws: string, { publicKey }: SigningKey): Record<string, unknown> | null {
  const [header, payload, signature] = jws.split(".") as [string, string, string];
  const key = createPublicKey({
    key: {
      kty: "EC",
      crv: "P-256",
      x: publicKey.subarray(1, 33).toString("base64url"),
      y: publicKey.subarray(33).toString("base64url"),
    },
    format: "jwk",
  });
  expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ alg: "ES256" });
  const ok = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  return ok ? (JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>) : null;
}

describe("a site's keys", () => {
  it("are named by the head of the JWK's RFC 7638 thumbprint", () => {
    const { recipient } = vectors<{ recipient: { public: string; kid: string } }>("golden-envelopes");
    expect(keyId(hex(recipient.public)).toString("base64url")).toBe(recipient.kid);
  });

  it("have wrapped private halves that unwrap for their own site and purpose alone", async () => {
    const { keyring, recipient, signing } = await newSite();
    const context = { purpose: "recipient", site: "shop", kid: recipient.kid };
    expect(await keyring.unwrap(recipient.wrapped!, context)).toHaveLength(32);
    for (const wrong of [
      { ...context, site: "other" },
      { ...context, kid: "AAAAAAAAAAA" },
      { purpose: "signing", site: "shop" },
    ]) {
      await expect(keyring.unwrap(recipient.wrapped!, wrong)).rejects.toMatchObject({ fault: "foreign" });
    }
    expect(await keyring.unwrap(signing.wrapped!, { purpose: "signing", site: "shop" })).toHaveLength(32);
    expect(signing.publicKey).toHaveLength(65);
  });
});

describe("a key set", () => {
  it("is a compact ES256 JWS of the site's current keys, which another key's check refuses", async () => {
    const { catalog, keyring, recipient, signing } = await newSite();
    catalog.recipients.push(
      { ...recipient, kid: "old", state: "accepted" },
      { ...recipient, kid: "gone", state: "retired" },
    );
    const sets = createKeySets({ sites: catalog, keyring, now: () => NOW });
    const set = await sets.get("shop");
    expect(set?.jws.split(".")[2]).toMatch(/^[\w-]{86}$/);
    expect(payloadOf(set?.jws as string, signing)).toEqual({
      site: "shop",
      version: 1,
      issued: NOW,
      expires: NOW + 7 * DAY,
      keys: [
        {
          kty: "OKP",
          crv: "X25519",
          x: recipient.publicKey.toString("base64url"),
          kid: recipient.kid,
          alg: "wayseal-x25519-chacha20poly1305",
        },
      ],
    });
    expect(set?.expires).toBe(NOW + 7 * DAY);
    expect(payloadOf(set?.jws as string, (await newSite()).signing)).toBeNull();
    expect(await sets.get("other")).toBeNull();
  });

  it("is signed again when keys change and when half its time has passed, and not before", async () => {
    const { catalog, keyring, recipient, signing } = await newSite();
    let now = NOW;
    const sets = createKeySets({ sites: catalog, keyring, now: () => now });
    const first = await sets.get("shop");
    now += 3 * DAY;
    expect((await sets.get("shop"))?.jws).toBe(first?.jws);
    now += DAY;
    const second = await sets.get("shop");
    expect(payloadOf(second?.jws as string, signing)).toMatchObject({ issued: now, expires: now + 7 * DAY });
    const next: RecipientKey = { ...recipient, kid: "next" };
    catalog.recipients[0] = { ...recipient, state: "accepted" };
    catalog.recipients.push(next);
    catalog.signings[0] = { ...signing, version: 2 };
    const third = payloadOf((await sets.get("shop"))?.jws as string, signing);
    expect(third).toMatchObject({ version: 2, keys: [{ kid: "next" }] });
  });
});
