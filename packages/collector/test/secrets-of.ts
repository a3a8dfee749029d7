import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCustody } from "../src/data-directory/open-data-dir.js";
import { importPrivateKey } from "../src/hpke/index.js";
import {
  kekContext,
  levelContext,
  ownKeyContext,
  quarantineContext,
  recipientContext,
  signingContext,
} from "../src/keys/contexts.js";
import { openDek } from "../src/keys/dek.js";
import { readPassphraseRootKey } from "../src/keyring/passphrase.js";
import { parseRootKeyFile } from "../src/keyring/root-key-file.js";
import { openData } from "../src/main.js";
import { readSettings } from "../src/settings/read-settings.js";
import type { Stack } from "./stack.js";

/** Where the root key is kept, and what of that the search must not find anywhere else. */
export interface Custody {
  readonly env: Readonly<Record<string, string>>;
  readonly typed: string;
  readonly secrets: (stack: Stack) => Promise<ReadonlyMap<string, Buffer>>;
  /** Files that hold them, and must. */
  readonly kept: readonly string[];
}

const ROOT_KEY = join("keys", "root.key");
export const FILE: Custody = {
  env: {},
  typed: "",
  secrets: async ({ folder }) => {
    const path = join(folder, ROOT_KEY);
    return new Map([["root key", parseRootKeyFile(readFileSync(path, "utf8"), path)]]);
  },
  kept: [ROOT_KEY],
};

const WORDS = "twelve green bottles on the wall";
export const PASSPHRASE: Custody = {
  env: { WAYSEAL_KEYRING: "passphrase" },
  // It is asked for twice when it is new.
  typed: `${WORDS}\n${WORDS}\n`,
  secrets: async ({ data }) => {
    const { passphrases } = await readCustody(data);
    const root = await readPassphraseRootKey(passphrases.base!, WORDS);
    return new Map([
      ["root key", root],
      ["passphrase", Buffer.from(WORDS)],
    ]);
  },
  kept: [],
};

/** Every key that the data directory and its root key lead to. */
export async function secretsOf(
  stack: Stack,
  custody: Custody,
  subjects: readonly string[],
): Promise<Map<string, Buffer>> {
  const secrets = new Map(await custody.secrets(stack));
  const env = { WAYSEAL_DATA: stack.data, WAYSEAL_ROOT_KEY_FILE: join(stack.folder, ROOT_KEY), ...custody.env };
  const ask = async () => WORDS;
  const { catalog, keyring, dataDir, roots } = await openData(readSettings({ env, cwd: stack.folder, ask }));
  try {
    secrets.set("pepper", await catalog.secret("pepper", () => randomBytes(32)));
    for (const key of await catalog.ownKeys()) {
      const name = `${key.purpose} key${key.name === "" ? "" : ` of ${key.name}`}`;
      secrets.set(name, await keyring.unwrap(key.wrapped, ownKeyContext(key)));
    }
    for (const key of await catalog.levelKeys()) {
      const own = roots.own[key.level];
      if (own !== undefined) secrets.set(`level key of ${key.level}`, await own.unwrap(key.wrapped, levelContext(key)));
    }
    secrets.set("disk key", Buffer.from(dataDir.keys.store));
    const { keys } = JSON.parse(readFileSync(join(stack.data, "wayseal.json"), "utf8")) as {
      keys: { catalog: string };
    };
    const wrapped = Buffer.from(keys.catalog, "base64url");
    secrets.set("catalog key", await keyring.unwrap(wrapped, { purpose: "catalog" }));
    for (const { kid, site, wrapped } of await catalog.recipientKeys("shop")) {
      if (wrapped !== null)
        secrets.set(`recipient key ${kid}`, await keyring.unwrap(wrapped, recipientContext(site, kid)));
    }
    const signing = await catalog.signingKey("shop");
    if (signing?.wrapped) secrets.set("signing key", await keyring.unwrap(signing.wrapped, signingContext("shop")));
    for (const kek of await catalog.quarantineKeks("shop"))
      secrets.set(`quarantine KEK ${kek.id}`, await keyring.unwrap(kek.wrapped, quarantineContext(kek)));
    for (const kek of await catalog.keks("shop")) {
      const secret = await keyring.unwrap(kek.wrapped, kekContext(kek));
      secrets.set(`KEK of ${kek.level} ${kek.id}`, secret);
      for (const subject of subjects) {
        const dek = await catalog.usableDek("shop", Buffer.from(subject, "hex"), kek.level, kek.month);
        if (dek === null) continue;
        const pair = { privateKey: importPrivateKey(secret), publicKey: kek.publicKey };
        secrets.set(`DEK of ${kek.level} ${dek.id}`, openDek(dek, pair));
      }
    }
  } finally {
    await catalog.close();
    await keyring.close();
  }
  return secrets;
}
