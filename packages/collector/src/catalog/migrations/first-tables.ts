import type { CatalogDialect, Database } from "../dialect.js";
import { newTable } from "./new-table.js";

export async function firstTables(db: Database, dialect: CatalogDialect): Promise<void> {
  const { bytes, integer } = dialect.types;
  const { schema } = db;
  const table = (name: string, columns: Parameters<typeof newTable>[2]) => newTable(db, name, columns);
  const key = (name: string) => `${name}_key`;

  await table("counter", { name: "text", value: integer }).addPrimaryKeyConstraint(key("counter"), ["name"]).execute();
  await db
    .insertInto("counter")
    .values([
      { name: "block", value: 0 },
      { name: "spooled", value: 0 },
    ])
    .execute();

  await table("site", { id: "text", name: "text", origins: "text", created: integer })
    .addPrimaryKeyConstraint(key("site"), ["id"])
    .execute();
  await table("recipient_key", {
    kid: "text",
    site: "text",
    public_key: bytes,
    wrapped: bytes,
    created: integer,
    state: "text",
  })
    .addPrimaryKeyConstraint(key("recipient_key"), ["kid"])
    .addForeignKeyConstraint("recipient_key_site", ["site"], "site", ["id"])
    .execute();
  await table("signing_key", { site: "text", public_key: bytes, wrapped: bytes, created: integer, version: integer })
    .addPrimaryKeyConstraint(key("signing_key"), ["site"])
    .addForeignKeyConstraint("signing_key_site", ["site"], "site", ["id"])
    .execute();

  await table("kek", {
    id: "text",
    site: "text",
    level: integer,
    month: "text",
    public_key: bytes,
    wrapped: bytes,
    created: integer,
  })
    .addPrimaryKeyConstraint(key("kek"), ["id"])
    .addUniqueConstraint("kek_of", ["site", "level", "month"])
    .execute();
  await table("dek", {
    id: "text",
    kek: "text",
    site: "text",
    subject: bytes,
    level: integer,
    month: "text",
    sealed: bytes,
  })
    .addPrimaryKeyConstraint(key("dek"), ["id"])
    .addForeignKeyConstraint("dek_kek", ["kek"], "kek", ["id"])
    .$call((table) => dialect.clustered(table))
    .execute();
  await schema.createIndex("dek_of").on("dek").columns(["subject", "site", "level", "month"]).execute();
  await table("secret", { name: "text", value: bytes }).addPrimaryKeyConstraint(key("secret"), ["name"]).execute();

  await table("subject", { site: "text", visitor: bytes, subject: bytes })
    .addPrimaryKeyConstraint(key("subject"), ["visitor", "site"])
    .$call((table) => dialect.clustered(table))
    .execute();
  await schema.createIndex("subject_of").on("subject").columns(["subject", "site"]).execute();
  await table("seen", { stream: bytes, chunk: integer, bits: bytes })
    .addPrimaryKeyConstraint(key("seen"), ["stream", "chunk"])
    .$call((table) => dialect.clustered(table))
    .execute();
  await table("stream", {
    site: "text",
    stream: bytes,
    kid: "text",
    first: integer,
    day: "text",
    arrived: integer,
    highest: integer,
    declared: integer,
    generated: integer,
    bits: bytes,
  })
    .addPrimaryKeyConstraint(key("stream"), ["stream", "site"])
    .$call((table) => dialect.clustered(table))
    .execute();
  await table("loss_day", { site: "text", day: "text", streams: integer, expected: integer, arrived: integer })
    .addPrimaryKeyConstraint(key("loss_day"), ["site", "day"])
    .execute();
  await table("rejected_day", { site: "text", day: "text", reason: "text", count: integer })
    .addPrimaryKeyConstraint(key("rejected_day"), ["site", "day", "reason"])
    .execute();

  await schema
    .createTable("spool")
    .addColumn("id", integer, (column) => dialect.serial(column))
    .addColumn("site", "text", (column) => column.notNull())
    .addColumn("subject", bytes, (column) => column.notNull())
    .addColumn("payload", bytes, (column) => column.notNull())
    .execute();
  await table("block", { id: integer, first: integer, last: integer, rows: integer })
    .addColumn("drained", integer)
    .addPrimaryKeyConstraint(key("block"), ["id"])
    .execute();

  await table("person", {
    id: "text",
    email: "text",
    email_key: "text",
    name: "text",
    clearance: integer,
    disabled: integer,
    created: integer,
  })
    .addColumn("sites", "text")
    .addColumn("password", "text")
    .addPrimaryKeyConstraint(key("person"), ["id"])
    .addUniqueConstraint("person_email", ["email_key"])
    .execute();
  for (const [name, columns] of [
    ["invite", { hash: bytes, person: "text", expires: integer }],
    ["session", { hash: bytes, person: "text", created: integer, expires: integer }],
  ] as const) {
    await table(name, columns)
      .addPrimaryKeyConstraint(key(name), ["hash"])
      .addForeignKeyConstraint(`${name}_person`, ["person"], "person", ["id"])
      .execute();
    await schema.createIndex(`${name}_of`).on(name).column("person").execute();
  }
  await table("token", {
    id: "text",
    hash: bytes,
    name: "text",
    clearance: integer,
    created: integer,
    revoked: integer,
  })
    .addColumn("sites", "text")
    .addColumn("expires", integer)
    .addPrimaryKeyConstraint(key("token"), ["id"])
    .addUniqueConstraint("token_hash", ["hash"])
    .execute();
}
