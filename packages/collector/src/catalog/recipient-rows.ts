import type { Insertable, Selectable } from "kysely";
import type { RecipientKey, SigningKey } from "../ports/catalog.js";
import type { PublishedKeys } from "../ports/recipients.js";
import type { Database } from "./dialect.js";
import { newestPolicy } from "./newest-policy.js";
import type { Tables } from "./tables.js";

/** Recipient keys with their bytes, of every state, newest first. */
export async function readRecipients(db: Database, site?: string): Promise<RecipientKey[]> {
  const rows = await db
    .selectFrom("recipient_key")
    .leftJoin("key_bytes", "key_bytes.id", "recipient_key.key")
    .selectAll("recipient_key")
    .select("key_bytes.bytes as wrapped")
    .$if(site !== undefined, (query) => query.where("site", "=", site!))
    .orderBy("created", "desc")
    .orderBy("kid")
    .execute();
  return rows.map(({ public_key: publicKey, key: _, ...row }) => ({ ...row, publicKey }));
}

/** @returns A row of a key whose bytes lie at `key`. */
export function recipientRow(
  { wrapped: _, publicKey: public_key, ...row }: RecipientKey,
  key: number | null,
): Insertable<Tables["recipient_key"]> {
  return { ...row, public_key, key };
}

export async function readSigning(db: Database, site: string): Promise<SigningKey | null> {
  const row = await db
    .selectFrom("signing_key")
    .leftJoin("key_bytes", "key_bytes.id", "signing_key.key")
    .selectAll("signing_key")
    .select("key_bytes.bytes as wrapped")
    .where("site", "=", site)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { public_key: publicKey, key: _, ...rest } = row;
  return { ...rest, publicKey };
}

export async function readSignedSet(db: Database, site: string): Promise<Selectable<Tables["signed_set"]> | null> {
  return (await db.selectFrom("signed_set").selectAll().where("site", "=", site).executeTakeFirst()) ?? null;
}

/** @returns Keys that the site publishes, best first. */
export function published(keys: readonly RecipientKey[]): RecipientKey[] {
  return [...keys.filter(({ state }) => state === "current"), ...keys.filter(({ state }) => state === "next")];
}

/** To be called in a transaction, so that all of it belongs together. */
export async function readPublished(db: Database, site: string): Promise<PublishedKeys | null> {
  const signing = await readSigning(db, site);
  if (signing === null) return null;
  return {
    signing,
    keys: published(await readRecipients(db, site)),
    signedSet: await readSignedSet(db, site),
    policy: await newestPolicy(db),
  };
}
