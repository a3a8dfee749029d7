import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Catalog } from "./catalog.js";
import {
  SAMPLE_TIME as NOW,
  sampleBytes as bytes,
  sampleDek,
  sampleEvent,
  sampleKek,
} from "./catalog-samples.contract.js";
import {
  sampleAccess,
  samplePerson,
  sampleRecipient,
  sampleRequest,
  sampleSigning,
  sampleSite,
} from "./catalog-samples.contract.js";
import { lossContract } from "./catalog-loss.contract.js";
import { erasureContract } from "./catalog-erasure.contract.js";
import { lookupContract } from "./catalog-lookup.contract.js";
import { recipientContract } from "./catalog-recipients.contract.js";
import { commitContract } from "./catalog-commit.contract.js";
import { turnoverContract } from "./catalog-turnover.contract.js";
import { quarantineContract } from "./catalog-quarantine.contract.js";
import { spoolContract } from "./catalog-spool.contract.js";

/** A catalog that a test may close and open again. */
export interface CatalogUnderTest {
  /** Closes the catalog, if it is open, and opens it again over the same data. */
  reopen(): Promise<Catalog>;
  remove(): Promise<void>;
}

/** What every catalog does. `make` gives an adapter over no data. */
export function catalogContract(name: string, make: () => Promise<CatalogUnderTest>): void {
  describe(`${name}, as a catalog`, () => {
    let under: CatalogUnderTest;
    let catalog: Catalog;
    beforeEach(async () => {
      under = await make();
      catalog = await under.reopen();
    });
    afterEach(() => under.remove());
    const reopen = async () => (catalog = await under.reopen());
    const current = () => catalog;

    describe("sites", () => {
      it("keeps a site and its keys over a restart", async () => {
        await catalog.addSite(sampleSite(), sampleRecipient(), sampleSigning());
        await catalog.addSite(sampleSite("other"), sampleRecipient("other"), sampleSigning("other"));
        await reopen();
        expect(await catalog.sites()).toEqual([sampleSite("other"), sampleSite()]);
        expect(await catalog.recipientKeys()).toHaveLength(2);
        expect(await catalog.recipientKeys("shop")).toEqual([sampleRecipient()]);
        expect(await catalog.signingKey("shop")).toEqual(sampleSigning());
        expect(await catalog.signingKey("none")).toBeNull();
        expect(await catalog.recipientKeys("none")).toEqual([]);
      });

      it("refuses a second site of one id, and keeps the first", async () => {
        await catalog.addSite(sampleSite(), sampleRecipient(), sampleSigning());
        const again = catalog.addSite(
          { ...sampleSite(), name: "x" },
          sampleRecipient("shop", "kid-2"),
          sampleSigning(),
        );
        await expect(again).rejects.toMatchObject({ fault: "exists" });
        expect(await catalog.sites()).toEqual([sampleSite()]);
        expect(await catalog.recipientKeys("shop")).toEqual([sampleRecipient()]);
      });

      it("keeps ingest keys, and whether a site asks for a token", async () => {
        await catalog.addSite(sampleSite(), sampleRecipient(), sampleSigning());
        await catalog.addSite(sampleSite("other"), sampleRecipient("other"), sampleSigning("other"));
        const key = (kid: string, created: number) => ({
          ...{ kid, site: "shop", name: `key ${kid}`, created },
          publicKey: bytes(`ingest ${kid}`, 32),
        });
        await catalog.addIngestKey(key("second", 2));
        await catalog.addIngestKey(key("first", 1));
        await catalog.setRequiresToken("shop", true);
        await reopen();
        expect(await catalog.ingestKeys()).toEqual([key("first", 1), key("second", 2)]);
        expect(await catalog.sites()).toEqual([sampleSite("other"), { ...sampleSite(), requiresToken: true }]);
        await catalog.removeIngestKey("first");
        await catalog.setRequiresToken("shop", false);
        expect(await catalog.ingestKeys()).toEqual([key("second", 2)]);
        expect(await catalog.sites()).toEqual([sampleSite("other"), sampleSite()]);
      });
    });

    describe("keys at rest", () => {
      it("keeps the first KEK of a site, level and month", async () => {
        const first = sampleKek();
        expect(await catalog.addKek(first)).toEqual(first);
        expect(await catalog.addKek(sampleKek({ id: "kek-2", publicKey: bytes("another", 32) }))).toEqual(first);
        const others = [
          sampleKek({ id: "kek-3", level: "restricted" }),
          sampleKek({ id: "kek-4", month: "2026-12" }),
          sampleKek({ id: "kek-5", site: "other" }),
        ];
        for (const kek of others) expect(await catalog.addKek(kek)).toEqual(kek);
        await reopen();
        expect((await catalog.keks("shop")).map(({ id }) => id).sort()).toEqual(["kek-1", "kek-3", "kek-4"]);
        expect(await catalog.keks()).toHaveLength(4);
        expect(await catalog.kek("kek-1")).toEqual(first);
        expect(await catalog.kek("kek-2")).toBeNull();
      });

      it("makes a secret once, however many ask at once", async () => {
        const made = await Promise.all([1, 2, 3].map((n) => catalog.secret("pepper", () => Buffer.alloc(32, n))));
        expect(new Set(made.map((secret) => secret.toString("hex"))).size).toBe(1);
        await reopen();
        expect(await catalog.secret("pepper", () => Buffer.alloc(32, 9))).toEqual(made[0]);
        expect(await catalog.secret("another", () => Buffer.alloc(32, 9))).toEqual(Buffer.alloc(32, 9));
      });

      it("finds DEKs by id, and one to go on with by subject, level and month", async () => {
        await catalog.addKek(sampleKek());
        const subject = bytes("subject", 16);
        const dek = sampleDek(subject);
        await catalog.commit(sampleRequest([0], { deks: [dek] }));
        await reopen();
        expect(await catalog.deks([dek.id, "gone", dek.id])).toEqual([dek]);
        expect(await catalog.deks([])).toEqual([]);
        expect(await catalog.usableDek("shop", subject, "confidential", "2026-11")).toEqual(dek);
        expect(await catalog.usableDek("shop", subject, "restricted", "2026-11")).toBeNull();
        expect(await catalog.usableDek("shop", subject, "confidential", "2026-12")).toBeNull();
        expect(await catalog.usableDek("other", subject, "confidential", "2026-11")).toBeNull();
        expect(await catalog.usableDek("shop", bytes("x", 16), "confidential", "2026-11")).toBeNull();
      });
    });

    commitContract(current, reopen);
    spoolContract(current, reopen);
    lossContract(current, reopen);
    erasureContract(current, reopen);
    recipientContract(current, reopen);
    lookupContract(current, reopen);
    quarantineContract(current, reopen);
    turnoverContract(current, reopen);

    describe("people", () => {
      const hash = (label: string) => bytes(label, 32);

      it("keeps people, and finds them by e-mail in any case", async () => {
        const everywhere = samplePerson({
          id: "person-2",
          email: "bo@example.com",
          sites: "*",
          clearance: "restricted",
        });
        await catalog.addPerson(samplePerson());
        await catalog.addPerson({ ...everywhere, created: NOW + 1 });
        await catalog.setPassword("person-2", "scrypt$…");
        await reopen();
        expect(await catalog.people()).toEqual([samplePerson(), { ...everywhere, created: NOW + 1, active: true }]);
        expect(await catalog.personByEmail(" ADA@example.COM")).toEqual({ ...samplePerson(), password: null });
        expect(await catalog.personByEmail("bo@example.com")).toMatchObject({ password: "scrypt$…", active: true });
        expect(await catalog.personByEmail("no@example.com")).toBeNull();
      });

      it.each(["Ada@Example.com", "ada@example.com", "ADA@EXAMPLE.COM "])(
        "refuses a second person of %j",
        async (email) => {
          await catalog.addPerson(samplePerson());
          const second = catalog.addPerson(samplePerson({ id: "person-2", email }));
          await expect(second).rejects.toMatchObject({ fault: "exists" });
        },
      );

      it("says who is missing", async () => {
        await expect(catalog.setPassword("nobody", "x")).rejects.toMatchObject({ fault: "missing" });
        await expect(catalog.setDisabled("nobody", true)).rejects.toMatchObject({ fault: "missing" });
      });

      it("takes an invite once, in its time, and only the person's latest", async () => {
        await catalog.addPerson(samplePerson());
        const invite = (label: string, expires = NOW + 10) =>
          catalog.addInvite({ hash: hash(label), person: "person-1", expires });
        await invite("first");
        await invite("second");
        expect(await catalog.takeInvite(hash("first"), NOW)).toBeNull();
        expect(await catalog.takeInvite(hash("second"), NOW)).toBe("person-1");
        expect(await catalog.takeInvite(hash("second"), NOW)).toBeNull();
        await invite("late");
        expect(await catalog.takeInvite(hash("late"), NOW + 10)).toBeNull();
        await invite("twice");
        const both = await Promise.all([1, 2].map(() => catalog.takeInvite(hash("twice"), NOW)));
        expect(both.filter((person) => person !== null)).toEqual(["person-1"]);
      });

      it("knows a person by a live session, and no longer once it ended", async () => {
        await catalog.addPerson(samplePerson());
        for (const label of ["one", "two", "three"]) {
          await catalog.addSession({ hash: hash(label), person: "person-1", created: NOW, expires: NOW + 100 });
        }
        await reopen();
        expect(await catalog.personBySession(hash("one"), NOW + 99)).toEqual(samplePerson());
        expect(await catalog.personBySession(hash("one"), NOW + 100)).toBeNull();
        expect(await catalog.personBySession(hash("none"), NOW)).toBeNull();
        await catalog.endSession(hash("one"));
        expect(await catalog.personBySession(hash("one"), NOW)).toBeNull();
        expect(await catalog.personBySession(hash("two"), NOW)).not.toBeNull();
        await catalog.endSessions("person-1");
        expect(await catalog.personBySession(hash("two"), NOW)).toBeNull();
      });

      it("ends a disabled person's sessions and invites for good", async () => {
        await catalog.addPerson(samplePerson());
        const session = { hash: hash("s"), person: "person-1", created: NOW, expires: NOW + 100 };
        await catalog.addSession(session);
        await catalog.addInvite({ hash: hash("i"), person: "person-1", expires: NOW + 100 });
        await catalog.setDisabled("person-1", true);
        expect(await catalog.personBySession(session.hash, NOW)).toBeNull();
        expect(await catalog.personByEmail("ada@example.com")).toMatchObject({ disabled: true });
        // A sign-in that began before.
        await catalog.addSession({ ...session, hash: hash("late") });
        await catalog.setDisabled("person-1", false);
        expect(await catalog.personBySession(session.hash, NOW)).toBeNull();
        expect(await catalog.personBySession(hash("late"), NOW)).toBeNull();
        expect(await catalog.takeInvite(hash("i"), NOW)).toBeNull();
        await catalog.addSession({ ...session, hash: hash("new") });
        expect(await catalog.personBySession(hash("new"), NOW)).toEqual(samplePerson());
      });

      it("changes what a person may do, from the next look on", async () => {
        await catalog.addPerson(samplePerson());
        const change = sampleAccess({ clearance: "public", roles: [], allow: null, jurisdictions: "*", purposes: "*" });
        await catalog.changePerson("person-1", { ...change, name: "Ida" });
        await reopen();
        expect(await catalog.person("person-1")).toEqual(samplePerson({ ...change, name: "Ida" }));
        await catalog.changePerson("person-1", { clearance: "internal" });
        expect(await catalog.person("person-1")).toEqual(
          samplePerson({ ...change, name: "Ida", clearance: "internal" }),
        );
        expect(await catalog.person("nobody")).toBeNull();
        await expect(catalog.changePerson("nobody", {})).rejects.toMatchObject({ fault: "missing" });
      });

      it("knows a live token by its hash", async () => {
        const token = { id: "t1", name: "export", ...sampleAccess(), created: NOW } as const;
        await catalog.addToken({ ...token, expires: NOW + 10, revoked: false }, hash("t1"));
        await catalog.addToken({ ...token, id: "t2", sites: "*", expires: null, revoked: false }, hash("t2"));
        await reopen();
        expect(await catalog.tokens()).toHaveLength(2);
        expect(await catalog.tokenByHash(hash("t1"), NOW + 9)).toEqual({ ...token, expires: NOW + 10, revoked: false });
        expect(await catalog.tokenByHash(hash("t1"), NOW + 10)).toBeNull();
        expect(await catalog.tokenByHash(hash("t2"), NOW * 2)).toMatchObject({ id: "t2", sites: "*" });
        expect(await catalog.token("t1", NOW + 9)).toMatchObject({ id: "t1" });
        expect(await catalog.token("t1", NOW + 10)).toBeNull();
        expect(await catalog.token("t2", NOW * 2)).toMatchObject({ id: "t2" });
        expect(await catalog.revokeToken("t2")).toBe(true);
        expect(await catalog.token("t2", NOW)).toBeNull();
        expect(await catalog.tokenByHash(hash("t2"), NOW)).toBeNull();
        expect(await catalog.revokeToken("none")).toBe(false);
      });
    });

    describe("its life", () => {
      it("says that it can be written", async () => {
        await expect(catalog.check()).resolves.toBeUndefined();
      });

      it("answers what waits when it closes, and refuses what comes later as closed", async () => {
        const waiting = catalog.commit(sampleRequest([0, 1]));
        const closing = catalog.close();
        expect(await waiting).toEqual(["stored", "stored"]);
        await closing;
        const later = [
          catalog.commit(sampleRequest([2])),
          catalog.check(),
          catalog.sites(),
          catalog.next(1),
          catalog.subject("shop", bytes("x", 32)),
          catalog.setDisabled("x", true),
        ];
        for (const call of later) await expect(call).rejects.toMatchObject({ name: "CatalogError", fault: "closed" });
        await catalog.close();
      });

      it("gives no error or answer a value that it was given", async () => {
        const event = sampleEvent({ columns: { page: "canary-4111", consent: "none", generated: false } });
        await catalog.close();
        const error: unknown = await catalog
          .commit({ ...sampleRequest([0]), events: [event] })
          .catch((error: unknown) => error);
        expect(String(error)).not.toContain("canary");
      });
    });
  });
}
