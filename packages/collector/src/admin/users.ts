import { z } from "zod";
import { ACCESS_FIELDS } from "../clearance/access-shape.js";
import type { AccessAsked } from "../clearance/compose-access.js";
import { invite, welcomeUrl } from "../people/invite.js";
import { newId, NO_PASSWORD } from "../people/secrets.js";
import { CatalogError, type Person } from "../ports/catalog.js";
import { AdminError } from "./errors.js";
import { type AdminParts, email, label, operation, possible, requireSites, siteScope } from "./operation.js";

export interface PersonInvited {
  readonly person: Person;
  /** One-time: whoever opens it first sets the password. */
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

const byEmail = z.strictObject({ email });

export const addUser = operation(
  z.strictObject({ email, name: label("A name").optional(), ...ACCESS_FIELDS, sites: siteScope }),
  async (parts, { email, name, ...asked }): Promise<PersonInvited> => {
    await requireSites(parts, asked.sites);
    const address = email.toLowerCase();
    const person: Person = {
      id: newId(),
      email: address,
      name: name ?? address.replace(/@.*/, ""),
      ...(await possible(parts, asked)),
      disabled: false,
      active: false,
      created: parts.now(),
    };
    try {
      await parts.catalog.addPerson(person);
    } catch (error) {
      if (error instanceof CatalogError && error.fault === "exists") {
        throw new AdminError("exists", "There is a person with that e-mail already");
      }
      throw error;
    }
    return invited(parts, person);
  },
);

/** What is not said stays as it was, and holds from the person's next request on. */
export const changeUser = operation(
  z.strictObject({ email, name: label("A name").optional(), ...ACCESS_FIELDS, sites: siteScope.optional() }),
  async (parts, { email, name, ...asked }) => {
    const said = { ...asked, ...(name !== undefined && { name }) };
    return { person: await changePerson(parts, await find(parts, email), said) };
  },
);

/** @throws {AdminError} */
export async function changePerson(
  parts: Pick<AdminParts, "catalog" | "audit" | "now" | "policies">,
  person: Person,
  { name, ...asked }: AccessAsked & { readonly name?: string },
): Promise<Person> {
  if (asked.sites !== undefined) await requireSites(parts, asked.sites);
  const change = { ...(await possible(parts, asked, person)), name: name ?? person.name };
  await parts.catalog.changePerson(person.id, change);
  return { ...person, ...change };
}

export const listUsers = operation(z.strictObject({}), async ({ catalog }) => ({ people: await catalog.people() }));

export const disableUser = operation(byEmail, async (parts, args) => {
  const person = await find(parts, args.email);
  await parts.catalog.setDisabled(person.id, true);
  return { person: { ...person, disabled: true } };
});

export const enableUser = operation(byEmail, async (parts, args) => {
  const person = await find(parts, args.email);
  await parts.catalog.setDisabled(person.id, false);
  return { person: { ...person, disabled: false } };
});

/** The old password and all sessions end at once; the link sets a new one. */
export const resetPassword = operation(byEmail, async (parts, args): Promise<PersonInvited> => {
  const person = await find(parts, args.email);
  if (person.disabled) throw new AdminError("invalid", "That person is disabled: enable them first");
  await parts.catalog.setPassword(person.id, NO_PASSWORD);
  await parts.catalog.endSessions(person.id);
  return invited(parts, person);
});

async function find({ catalog }: AdminParts, email: string): Promise<Person> {
  const found = await catalog.personByEmail(email.toLowerCase());
  if (found === null) throw new AdminError("missing", "There is no person with that e-mail");
  const { password: _, ...person } = found;
  return person;
}

async function invited({ catalog, address, now }: AdminParts, person: Person): Promise<PersonInvited> {
  const { secret, expires } = await invite(catalog, person.id, now());
  return { person, link: welcomeUrl(address(), secret), expires };
}
