import { describe, expect, it } from "vitest";
import { keyringContract } from "./keyring.contract.js";
import {
  ARGON2,
  openPassphraseKeyring,
  type PassphraseRecord,
  readPassphraseRootKey,
  sealUnderPassphrase,
} from "./passphrase.js";

/** Only tests that are about something else than cost take less. */
const CHEAP = { memory: 64, passes: 1, lanes: 1 };
const phrase = "correct horse battery staple";

const records = new Map<string, PassphraseRecord>();
keyringContract("passphrase", {
  async open(root) {
    const passphrase = `${phrase} ${root}`;
    const record = records.get(root) ?? (await sealUnderPassphrase(passphrase, undefined, CHEAP));
    records.set(root, record);
    return openPassphraseKeyring(record, passphrase);
  },
  destroys: false,
});

describe("a root key under a passphrase", () => {
  it("costs 256 MiB and three passes a guess, and says so in what is stored", async () => {
    const record = await sealUnderPassphrase(phrase);
    expect(record).toMatchObject({ kdf: "argon2id", memory: 262_144, passes: 3, lanes: 1 });
    expect(ARGON2).toMatchObject({ memory: 262_144, passes: 3 });
    expect(await readPassphraseRootKey(record, phrase)).toHaveLength(32);
    expect(JSON.stringify(record)).not.toContain("horse");
  });

  it("is opened by that passphrase alone, in whatever form of Unicode it is typed", async () => {
    const typed = "ångström réservé ﬁsh";
    const record = await sealUnderPassphrase(typed, undefined, CHEAP);
    const key = await readPassphraseRootKey(record, typed.normalize("NFD"));
    expect(key.equals(await readPassphraseRootKey(record, typed.normalize("NFKC")))).toBe(true);
    for (const wrong of ["", "ångström réservé fish ", "Ångström réservé fish", `${phrase}!`]) {
      await expect(readPassphraseRootKey(record, wrong)).rejects.toMatchObject({ fault: "refused" });
    }
  });

  it("is opened by nothing once any part of its record was changed", async () => {
    const record = await sealUnderPassphrase(phrase, undefined, CHEAP);
    const other = await sealUnderPassphrase(phrase, undefined, CHEAP);
    const changes: Partial<PassphraseRecord>[] = [
      { memory: 128 },
      { passes: 2 },
      { salt: other.salt },
      { id: other.id },
      { sealed: other.sealed },
      { sealed: record.sealed.slice(4) },
    ];
    for (const change of changes) {
      await expect(readPassphraseRootKey({ ...record, ...change }, phrase)).rejects.toMatchObject({ fault: "refused" });
    }
    await readPassphraseRootKey(record, phrase);
  });

  it.each([["", "a".repeat(14), "a".repeat(1025)]])(
    "is not put under one that is too short or too long",
    async (...bad) => {
      for (const text of bad)
        await expect(sealUnderPassphrase(text, undefined, CHEAP)).rejects.toMatchObject({ fault: "refused" });
      await sealUnderPassphrase("fifteen letters", undefined, CHEAP);
    },
  );
});
