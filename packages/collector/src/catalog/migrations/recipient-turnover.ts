import { sql } from "kysely";
import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

const DAY = 86_400_000;

/**
 * Lets recipient keys turn over, and moves wrapped private halves that may be destroyed to where they are overwritten in
 * place (keep-key-bytes-apart.ts).
 */
export async function recipientTurnover(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  await schema.alterTable("recipient_key").renameTo("recipient_before").execute();
  await newTable(db, "recipient_key", {
    kid: "text",
    site: "text",
    public_key: bytes,
    created: integer,
    state: "text",
    since: integer,
    grace: integer,
    quiet: integer,
  })
    .addColumn("key", integer)
    .addColumn("due", integer)
    .addColumn("compromised", integer)
    .addColumn("forgotten", integer)
    .addPrimaryKeyConstraint("recipient_by_kid", ["kid"])
    .addForeignKeyConstraint("recipient_of_site", ["site"], "site", ["id"])
    .addForeignKeyConstraint("recipient_has_bytes", ["key"], "key_bytes", ["id"])
    .execute();
  const recipients = await sql<{ kid: string; wrapped: Buffer; created: number }>`select kid, wrapped, created
    from recipient_before order by created, kid`.execute(db);
  for (const { kid, wrapped, created } of recipients.rows) {
    const key = await moveBytes(db, wrapped);
    await sql`insert into recipient_key (kid, site, public_key, created, state, since, grace, quiet, key)
      select kid, site, public_key, created, state, ${created}, ${30 * DAY}, ${7 * DAY}, ${key}
      from recipient_before where kid = ${kid}`.execute(db);
  }
  await schema.dropTable("recipient_before").execute();

  await schema.alterTable("signing_key").renameTo("signing_before").execute();
  await newTable(db, "signing_key", { site: "text", public_key: bytes, created: integer, version: integer })
    .addColumn("key", integer)
    .addPrimaryKeyConstraint("signing_of_site", ["site"])
    .addForeignKeyConstraint("signing_site", ["site"], "site", ["id"])
    .addForeignKeyConstraint("signing_has_bytes", ["key"], "key_bytes", ["id"])
    .execute();
  const signings = await sql<{ site: string; wrapped: Buffer }>`select site, wrapped from signing_before`.execute(db);
  for (const { site, wrapped } of signings.rows) {
    const key = await moveBytes(db, wrapped);
    await sql`insert into signing_key (site, public_key, created, version, key)
      select site, public_key, created, version, ${key} from signing_before where site = ${site}`.execute(db);
  }
  await schema.dropTable("signing_before").execute();

  await newTable(db, "signed_set", {
    site: "text",
    jws: "text",
    version: integer,
    expires: integer,
    published: integer,
  })
    .addPrimaryKeyConstraint("signed_set_of", ["site"])
    .addForeignKeyConstraint("signed_set_site", ["site"], "site", ["id"])
    .execute();

  await newTable(db, "recipient_use", {
    kid: "text",
    day: "text",
    streams: integer,
    events: integer,
    first: integer,
    last: integer,
  })
    .addPrimaryKeyConstraint("recipient_use_on", ["kid", "day"])
    .execute();
  // The streams of earlier days say when each began and how much has arrived of it.
  await sql`insert into recipient_use (kid, day, streams, events, first, last)
    select kid, day, count(*), sum(arrived), min(first), max(first) from stream where kid <> '' group by kid, day`.execute(
    db,
  );
}

async function moveBytes(db: Database, bytes: Buffer): Promise<number> {
  const { id } = await db.insertInto("key_bytes").values({ bytes }).returning("id").executeTakeFirstOrThrow();
  return id;
}
