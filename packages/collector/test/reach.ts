import { createHmac } from "node:crypto";
import { join } from "node:path";
import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { openSqliteCatalog } from "../src/catalog/index.js";
import { openDatabase } from "../src/catalog/sqlite/open-database.js";
import { openDataDir } from "../src/data-directory/open-data-dir.js";
import { importPrivateKey } from "../src/hpke/index.js";
import { levelKeyring, openFileKeyring } from "../src/keyring/index.js";
import { readRootKey } from "../src/keyring/read-root-key.js";
import {
  HASH_NAME,
  kekContext,
  levelContext,
  ownKeyContext,
  pendingIndexContext,
  quarantineContext,
  recipientContext,
  signingContext,
} from "../src/keys/contexts.js";
import { openDek } from "../src/keys/dek.js";
import { openColumn } from "../src/keys/sealed-column.js";
import { SecretKey } from "../src/keys/secret-key.js";
import type { StoredEvent } from "../src/pipeline/states.js";
import type { Catalog } from "../src/ports/catalog.js";
import type { EncryptionContext, Keyring } from "../src/ports/keyring.js";
import type { Stack } from "./stack.js";

/** Something that is closed, and how it would be opened by a keyring, or by the bytes of another key. */
interface Closed {
  readonly name: string;
  readonly byKeyring?: (keyring: Keyring) => Promise<Buffer>;
  readonly bySecret?: (secret: Buffer) => Promise<Buffer | null> | Buffer | null;
}

/** How much of each sort was opened, such as `KEK of restricted`: `none`, `all`, or `1 of 3`. */
export type Reach = Readonly<Record<string, string>>;

/**
 * Opens all that root keys lead to in a data directory that no collector has open, below every check of levels: whatever
 * is wrapped is tried with each root key, as if it were that of any level, and with each key that opened by then, until
 * nothing more opens. It looks at every page of the catalog too, for what was wrapped there before.
 *
 * @param rootKeys Root key files besides the common one.
 * @param guesses Right ones, of e-mail addresses that are indexed: whether some key that opens confirms them.
 */
export async function reach(
  { folder, data }: Stack,
  rootKeys: readonly string[],
  guesses: readonly { readonly site: string; readonly email: string }[] = [],
): Promise<Reach> {
  const files = [join(folder, "keys", "root.key"), ...rootKeys].map((path) => ({ path, dataDir: data }));
  const roots = await Promise.all(files.map(openFileKeyring));
  const dataDir = await openDataDir(data, roots[0]!);
  const { catalog: path, keys } = dataDir;
  const raw = openDatabase({ path, key: keys.catalog, create: false });
  const pages = raw.serialize();
  const dekIds = (raw.prepare("select id from dek").all() as { id: string }[]).map(({ id }) => id);
  raw.close();
  const catalog = await openSqliteCatalog({ path, key: keys.catalog });
  try {
    const levels = await catalog.levelKeys();
    const as = (base: Keyring, own: Pick<Keyring, "unwrap">, levelKeys: Catalog["levelKeys"]) => {
      const anyLevel = Object.fromEntries(SEALED_LEVELS.map((level) => [level, own as Keyring]));
      return levelKeyring({ base, own: anyLevel, max: "restricted", catalog: { levelKeys } });
    };
    const keyrings = roots.flatMap((root) => [root, as(root, root, () => Promise.resolve(levels))]);
    const withLevelKey = (secret: Buffer) =>
      as(roots[0]!, { unwrap: () => Promise.resolve(Buffer.from(secret)) }, () => Promise.resolve(levels));
    const wrapped = (name: string, bytes: Buffer, context: EncryptionContext): Closed => ({
      name,
      byKeyring: (keyring) => keyring.unwrap(bytes, context),
      bySecret: (secret) => withLevelKey(secret).unwrap(bytes, context),
    });

    const keks = await catalog.keks();
    const quarantineKeks = await catalog.quarantineKeks();
    const ownKeys = await catalog.ownKeys();
    const closed: Closed[] = [
      ...levels.map((key) => wrapped(`level key of ${key.level}`, key.wrapped, levelContext(key))),
      ...keks.map((kek) => wrapped(`KEK of ${kek.level}`, kek.wrapped, kekContext(kek))),
      ...quarantineKeks.map((kek) => wrapped("quarantine KEKs", kek.wrapped, quarantineContext(kek))),
      ...ownKeys.map((key) => wrapped(sortOf(key), key.wrapped, ownKeyContext(key))),
    ];
    for (const { id: site } of await catalog.sites()) {
      for (const { kid, wrapped: bytes } of await catalog.recipientKeys(site))
        if (bytes !== null) closed.push(wrapped("recipient keys", bytes, recipientContext(site, kid)));
      const signing = await catalog.signingKey(site);
      if (signing?.wrapped) closed.push(wrapped("signing keys", signing.wrapped, signingContext(site)));
    }
    for (const dek of await catalog.deks(dekIds)) {
      const { publicKey } = keks.find(({ id }) => id === dek.kek)!;
      const bySecret = (secret: Buffer) => openDek(dek, { privateKey: importPrivateKey(secret), publicKey });
      closed.push({ name: `DEK of ${dek.level}`, bySecret });
    }
    for (const row of await spooled(catalog)) {
      for (const level of SEALED_LEVELS) {
        const column = row[level];
        if (column === null) continue;
        const bySecret = (secret: Buffer) => openColumn(column, { ...row, level }, new SecretKey(secret));
        closed.push({ name: `values of ${level}`, bySecret });
      }
    }
    for (const waits of await catalog.pendingIndexes(0, 1000)) {
      closed.push(wrapped("values that wait for an index", waits.sealed, pendingIndexContext(waits)));
    }
    for (const { site, email } of guesses) {
      const bySecret = async (secret: Buffer) => {
        const value = createHmac("sha256", secret).update(email).digest();
        return (await catalog.lookUp(site, "email", value)).length > 0 ? value : null;
      };
      closed.push({ name: "guesses", bySecret });
    }
    const found = await Promise.all(roots.map(async (root) => wrappedIn(pages, (await root.describe()).id)));
    const sought = [
      ...keks.map((kek) => ({ name: `a KEK of ${kek.level}`, context: kekContext(kek) })),
      ...quarantineKeks.map((kek) => ({ name: "quarantine KEKs", context: quarantineContext(kek) })),
      ...ownKeys.map((key) => ({ name: sortOf(key), context: ownKeyContext(key) })),
      ...(await catalog.sites()).map(({ id }) => ({ name: "signing keys", context: signingContext(id) })),
    ];
    for (const { name, context } of sought) {
      const byKeyring = () =>
        Promise.any(roots.flatMap((root, n) => found[n]!.map((bytes) => root.unwrap(bytes, context))));
      closed.push({ name: `pages with ${name}`, byKeyring });
    }

    const secrets = [...(await Promise.all(files.map(readRootKey))), keys.catalog, keys.store];
    return count(closed, await openAll(closed, keyrings, secrets));
  } finally {
    await catalog.close();
    for (const root of roots) await root.close();
  }
}

async function openAll(closed: readonly Closed[], keyrings: readonly Keyring[], secrets: Buffer[]) {
  const opened = new Set<Closed>();
  const attempt = async (one: Closed, open: () => Promise<Buffer | null> | Buffer | null) => {
    if (opened.has(one)) return;
    try {
      const secret = await open();
      if (secret === null) return;
      opened.add(one);
      if (secret.length === 32) secrets.push(secret);
    } catch {
      // It does not open so. That this is no fault of the search is shown by what does open.
    }
  };
  for (const one of closed) for (const keyring of keyrings) await attempt(one, () => one.byKeyring?.(keyring) ?? null);
  // It grows meanwhile: each key that opened is tried on all the rest.
  for (const secret of secrets) for (const one of closed) await attempt(one, () => one.bySecret?.(secret) ?? null);
  return opened;
}

function count(closed: readonly Closed[], opened: ReadonlySet<Closed>): Reach {
  const found = new Map<string, [number, number]>();
  for (const one of closed) {
    const [some, all] = found.get(one.name) ?? [0, 0];
    found.set(one.name, [some + Number(opened.has(one)), all + 1]);
  }
  const said = ([some, all]: [number, number]) => (some === 0 ? "none" : some === all ? "all" : `${some} of ${all}`);
  return Object.fromEntries([...found].map(([name, counted]) => [name, said(counted)]));
}

/** A site's hash key is wanted for writing, and none of those that find somebody. */
const sortOf = ({ purpose, name }: { readonly purpose: string; readonly name: string }) =>
  name === HASH_NAME ? "hash keys" : `${purpose} keys`;

/** Rows that wait in the spool, or lie there until their block has settled. */
async function spooled(catalog: Catalog): Promise<StoredEvent[]> {
  for (let block = await catalog.next(1000); block !== null; block = await catalog.next(1000)) {
    await catalog.drained(block.id, Date.now());
  }
  const rows: StoredEvent[] = [];
  for (const { id } of await catalog.unsettled()) rows.push(...(await catalog.read(id)).rows);
  return rows;
}

/** Wherever bytes look like a key of 32 bytes that is wrapped by this root key. */
function wrappedIn(pages: Buffer, root: string): Buffer[] {
  const head = Buffer.concat([Buffer.of(1), Buffer.from(root, "base64url")]);
  const found: Buffer[] = [];
  for (let at = pages.indexOf(head); at >= 0; at = pages.indexOf(head, at + 1)) {
    found.push(pages.subarray(at, at + head.length + 12 + 32 + 16));
  }
  return found;
}

/** What a reach says of one level. */
export function ofLevel(found: Reach, level: SealedLevel): Readonly<Record<string, string | undefined>> {
  const sorts = ["level key", "KEK", "DEK", "values", "pages with a KEK"];
  return Object.fromEntries(sorts.map((sort) => [sort, found[`${sort} of ${level}`]]));
}

/** The reach that says the same of each level. */
export function ofEachLevel(said: Readonly<Record<string, string>>): Reach {
  const sorts = Object.entries(said);
  return Object.fromEntries(
    SEALED_LEVELS.flatMap((level) => sorts.map(([sort, opens]) => [`${sort} of ${level}`, opens])),
  );
}
