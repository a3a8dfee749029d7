import type { Selectable, Updateable } from "kysely";
import { type ApiToken, CatalogError, type PeopleCatalog, type Person } from "../ports/catalog.js";
import { readAccess, writeAccess } from "./access-columns.js";
import type { Database } from "./dialect.js";
import type { Tables } from "./tables.js";

/** People, their invites and sessions, and programs' tokens. */
export function createPeople(db: Database): PeopleCatalog {
  async function change(db: Database, person: string, set: Updateable<Tables["person"]>) {
    const { numUpdatedRows } = await db.updateTable("person").set(set).where("id", "=", person).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new CatalogError("missing", "There is no such person");
  }

  return {
    async addPerson(person) {
      await db.transaction().execute(async (db) => {
        const email_key = fold(person.email);
        const taken = await db
          .selectFrom("person")
          .select("id")
          .where((where) => where.or([where("email_key", "=", email_key), where("id", "=", person.id)]))
          .executeTakeFirst();
        if (taken !== undefined) throw new CatalogError("exists", `There is a person with the e-mail ${person.email}`);
        const { id, email, name, created } = person;
        await db
          .insertInto("person")
          .values({
            id,
            email,
            email_key,
            name,
            ...writeAccess(person),
            disabled: person.disabled ? 1 : 0,
            password: null,
            created,
          })
          .execute();
      });
    },

    async people() {
      const rows = await db.selectFrom("person").selectAll().orderBy("created").orderBy("email_key").execute();
      return rows.map(toPerson);
    },

    async person(id) {
      const row = await db.selectFrom("person").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toPerson(row);
    },

    async changePerson(id, { name, ...access }) {
      await db.transaction().execute(async (db) => {
        const row = await db.selectFrom("person").selectAll().where("id", "=", id).executeTakeFirst();
        if (row === undefined) throw new CatalogError("missing", "There is no such person");
        const before = toPerson(row);
        await change(db, id, { name: name ?? before.name, ...writeAccess({ ...before, ...access }) });
      });
    },

    async personByEmail(email) {
      const row = await db.selectFrom("person").selectAll().where("email_key", "=", fold(email)).executeTakeFirst();
      return row === undefined ? null : { ...toPerson(row), password: row.password };
    },

    async setPassword(person, hash) {
      await change(db, person, { password: hash });
    },

    async setDisabled(person, disabled) {
      await db.transaction().execute(async (db) => {
        await change(db, person, { disabled: disabled ? 1 : 0 });
        if (!disabled) return;
        await db.deleteFrom("session").where("person", "=", person).execute();
        await db.deleteFrom("invite").where("person", "=", person).execute();
      });
    },

    async addInvite(invite) {
      await db.transaction().execute(async (db) => {
        await db.deleteFrom("invite").where("person", "=", invite.person).execute();
        await db.insertInto("invite").values(invite).execute();
      });
    },

    async takeInvite(hash, now) {
      return db.transaction().execute(async (db) => {
        const invite = await db
          .selectFrom("invite")
          .innerJoin("person", "person.id", "invite.person")
          .select(["invite.person", "invite.expires", "person.disabled"])
          .where("invite.hash", "=", hash)
          .executeTakeFirst();
        if (invite === undefined) return null;
        await db.deleteFrom("invite").where("hash", "=", hash).execute();
        return invite.expires > now && invite.disabled === 0 ? invite.person : null;
      });
    },

    async addSession(session) {
      await db.transaction().execute(async (db) => {
        // Whoever signs in sweeps: expired sessions need no clock of their own.
        await db.deleteFrom("session").where("expires", "<=", session.created).execute();
        // A sign-in that was under way while its person was disabled must not come to life when they are enabled again.
        const { disabled } = await db
          .selectFrom("person")
          .select("disabled")
          .where("id", "=", session.person)
          .executeTakeFirstOrThrow();
        if (disabled === 0) await db.insertInto("session").values(session).execute();
      });
    },

    async personBySession(hash, now) {
      const row = await db
        .selectFrom("session")
        .innerJoin("person", "person.id", "session.person")
        .selectAll("person")
        .where("session.hash", "=", hash)
        .where("session.expires", ">", now)
        .where("person.disabled", "=", 0)
        .executeTakeFirst();
      return row === undefined ? null : toPerson(row);
    },

    async endSession(hash) {
      await db.deleteFrom("session").where("hash", "=", hash).execute();
    },

    async endSessions(person) {
      await db.deleteFrom("session").where("person", "=", person).execute();
    },

    async addToken(token, hash) {
      const { id, name, created, expires } = token;
      await db
        .insertInto("token")
        .values({
          id,
          hash,
          name,
          ...writeAccess(token),
          created,
          expires,
          revoked: token.revoked ? 1 : 0,
        })
        .execute();
    },

    async tokens() {
      const rows = await db.selectFrom("token").selectAll().orderBy("created").orderBy("id").execute();
      return rows.map(toToken);
    },

    async token(id, now) {
      const row = await db.selectFrom("token").selectAll().where("id", "=", id).executeTakeFirst();
      const live = row !== undefined && row.revoked === 0 && (row.expires === null || row.expires > now);
      return live ? toToken(row) : null;
    },

    async tokenByHash(hash, now) {
      const row = await db
        .selectFrom("token")
        .selectAll()
        .where("hash", "=", hash)
        .where("revoked", "=", 0)
        .where((where) => where.or([where("expires", "is", null), where("expires", ">", now)]))
        .executeTakeFirst();
      return row === undefined ? null : toToken(row);
    },

    async revokeToken(id) {
      const { numUpdatedRows } = await db
        .updateTable("token")
        .set({ revoked: 1 })
        .where("id", "=", id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

/** E-mail addresses that people would call the same. */
function fold(email: string): string {
  return email.trim().normalize("NFKC").toLowerCase();
}

function toPerson(row: Selectable<Tables["person"]>): Person {
  const { id, email, name, created } = row;
  return {
    id,
    email,
    name,
    ...readAccess(row),
    disabled: row.disabled !== 0,
    active: row.password !== null,
    created,
  };
}

function toToken(row: Selectable<Tables["token"]>): ApiToken {
  const { id, name, created, expires } = row;
  return {
    id,
    name,
    ...readAccess(row),
    created,
    expires,
    revoked: row.revoked !== 0,
  };
}
