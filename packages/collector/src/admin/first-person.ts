import { composeAccess } from "../clearance/compose-access.js";
import { invite, type Invitation } from "../people/invite.js";
import { newId } from "../people/secrets.js";
import type { PeopleCatalog, Person } from "../ports/catalog.js";

export const OWNER = "owner@localhost";

/**
 * Whoever sets the place up keeps its people, and can use all of the console from the first day. What takes two, such as
 * approving a reveal, they cannot do.
 */
export const FIRST_ACCESS = composeAccess({
  roles: ["administrator", "super-user"],
  rights: ["handle-requests", "erase", "mend-quarantine"],
  sites: "*",
});

/**
 * Sees to it that somebody can come in: makes the first person where there is none, and a new one-time link as long as
 * the first has not set a password.
 *
 * @returns null once the first person has a password, or was disabled.
 */
export async function inviteFirstPerson(
  catalog: Pick<PeopleCatalog, "people" | "addPerson" | "addInvite">,
  { email = OWNER, now }: { readonly email?: string; readonly now: number },
): Promise<(Invitation & { readonly email: string }) | null> {
  const people = await catalog.people();
  let [first] = [...people].sort((a, b) => a.created - b.created);
  if (first === undefined) {
    first = {
      id: newId(),
      email: email.toLowerCase(),
      name: "Owner",
      ...FIRST_ACCESS,
      disabled: false,
      active: false,
      created: now,
    } satisfies Person;
    await catalog.addPerson(first);
  }
  if (first.active || first.disabled) return null;
  return { ...(await invite(catalog, first.id, now)), email: first.email };
}
