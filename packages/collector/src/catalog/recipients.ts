import { sql } from "kysely";
import { CatalogError, type RecipientKey } from "../ports/catalog.js";
import type { KeyTurn, RecipientCatalog, SiteKeys, StreamName } from "../ports/recipients.js";
import type { CatalogDialect, Database } from "./dialect.js";
import { keepBytes, replaceBytes, zeroBytes } from "./key-bytes.js";
import { published, readRecipients, readSignedSet, readSigning, recipientRow } from "./recipient-rows.js";

/** Streams that one call of `forgetSeen` looks at: a few milliseconds of the one connection. */
const STREAMS = 2000;

/** Recipient keys as they turn over. */
export function createRecipients(db: Database, dialect: CatalogDialect): RecipientCatalog {
  return {
    async turnKeys(site, decide) {
      return db.transaction().execute(async (db) => {
        const before = await readSiteKeys(db, site);
        if (before === null) return null;
        const turn = decide(before);
        await writeTurn(db, dialect, before, turn);
        return turn;
      });
    },

    async recipientUse(kid) {
      return db.selectFrom("recipient_use").selectAll().where("kid", "=", kid).orderBy("day").execute();
    },

    async recipientUses() {
      const rows = await db
        .selectFrom("recipient_use")
        .select(({ fn }) => [
          "kid",
          fn.sum<number>("streams").as("streams"),
          fn.sum<number>("events").as("events"),
          fn.min<number>("first").as("first"),
          fn.max<number>("last").as("last"),
        ])
        .groupBy("kid")
        .execute();
      return new Map(rows.map(({ kid, ...sums }) => [kid, sums]));
    },

    async forgetSeen(kids, after, before) {
      return db.transaction().execute(async (db) => {
        const streams = await db
          .selectFrom("stream")
          .select(["stream", "site", "kid", "first", "bits"])
          .$if(after !== null, (query) =>
            query.where(sql<boolean>`(stream, site) > (${after!.stream}, ${after!.site})`),
          )
          .orderBy("stream")
          .orderBy("site")
          .limit(STREAMS)
          .execute();
        const held = streams.filter(({ kid, bits }) => bits.length > 0 && kids.includes(kid));
        const stubs = streams.filter(({ first, bits }) => bits.length === 0 && first < before);
        await forget(db, dialect, held);
        await drop(db, dialect, stubs);
        return streams.length === STREAMS ? streams[STREAMS - 1]! : null;
      });
    },
  };
}

async function forget(db: Database, dialect: CatalogDialect, streams: readonly StreamName[]): Promise<void> {
  const names = streams.map(({ stream, site }) => [stream, site]);
  const none = Buffer.alloc(0);
  const seen = db.deleteFrom("seen").where("stream", "=", none).compile();
  await dialect.each(
    db,
    seen,
    names.map(([stream]) => [stream]),
  );
  const bits = db.updateTable("stream").set({ bits: none }).where("stream", "=", none).where("site", "=", "").compile();
  await dialect.each(
    db,
    bits,
    names.map((name) => [none, ...name]),
  );
}

async function drop(db: Database, dialect: CatalogDialect, streams: readonly StreamName[]): Promise<void> {
  const none = Buffer.alloc(0);
  const row = db.deleteFrom("stream").where("stream", "=", none).where("site", "=", "").compile();
  await dialect.each(
    db,
    row,
    streams.map(({ stream, site }) => [stream, site]),
  );
}

async function readSiteKeys(db: Database, site: string): Promise<SiteKeys | null> {
  const signing = await readSigning(db, site);
  if (signing === null) return null;
  const keys = await readRecipients(db, site);
  const uses = await db
    .selectFrom("recipient_use")
    .select(({ fn }) => ["kid", fn.max<number>("last").as("last")])
    .where("kid", "in", db.selectFrom("recipient_key").select("kid").where("site", "=", site))
    .groupBy("kid")
    .execute();
  const lastUse = new Map(uses.map(({ kid, last }) => [kid, last]));
  return { signing, keys, signedSet: await readSignedSet(db, site), lastUse };
}

async function writeTurn(db: Database, dialect: CatalogDialect, before: SiteKeys, turn: KeyTurn): Promise<void> {
  const { signing, keys } = before;
  const { add = [], change = [], signer, signedSet } = turn;
  const after = [...add, ...keys.map((key) => change.find(({ kid }) => kid === key.kid) ?? key)];
  check(before, after);
  for (const key of change) await changeKey(db, dialect, key);
  for (const key of add) {
    const at = key.wrapped === null ? null : await keepBytes(db, key.wrapped);
    await db.insertInto("recipient_key").values(recipientRow(key, at)).execute();
  }
  const { site } = signing;
  if (signedSet !== undefined) {
    await db.deleteFrom("signed_set").where("site", "=", site).execute();
    if (signedSet !== null) await db.insertInto("signed_set").values(signedSet).execute();
  }
  const order = (keys: readonly RecipientKey[]) =>
    published(keys)
      .map(({ kid }) => kid)
      .join(" ");
  // A set that is signed elsewhere is a version of its own: nothing else changes what browsers see.
  const own = signing.wrapped !== null && signer === undefined;
  const version = signedSet?.version ?? (own && order(keys) !== order(after) ? signing.version + 1 : signing.version);
  await db.updateTable("signing_key").set({ version }).where("site", "=", site).execute();
  if (signer === undefined) return;
  const held = await db.selectFrom("signing_key").select("key").where("site", "=", site).executeTakeFirstOrThrow();
  if (held.key !== null) await zeroBytes(db, dialect, [held.key]);
  await db.updateTable("signing_key").set({ public_key: signer, key: null }).where("site", "=", site).execute();
}

async function changeKey(db: Database, dialect: CatalogDialect, key: RecipientKey): Promise<void> {
  const held = await db.selectFrom("recipient_key").select("key").where("kid", "=", key.kid).executeTakeFirstOrThrow();
  let at = held.key;
  if (at !== null && key.wrapped === null) {
    await zeroBytes(db, dialect, [at]);
    at = null;
  } else if (at !== null && key.wrapped !== null) at = await replaceBytes(db, dialect, at, key.wrapped);
  await db.updateTable("recipient_key").set(recipientRow(key, at)).where("kid", "=", key.kid).execute();
}

/** What must hold whatever was decided. @throws {CatalogError} */
function check(before: SiteKeys, after: readonly RecipientKey[]): void {
  const count = (state: RecipientKey["state"]) => after.filter((key) => key.state === state).length;
  const revived = before.keys.some(
    ({ kid, state }) => state === "destroyed" && after.some((key) => key.kid === kid && key.state !== "destroyed"),
  );
  const hollow = after.some(({ state, wrapped }) => (state === "destroyed") !== (wrapped === null));
  if (count("current") > 1 || count("next") > 1 || revived || hollow) {
    throw new CatalogError("damaged", `The recipient keys of ${before.signing.site} cannot be changed like that`);
  }
}
