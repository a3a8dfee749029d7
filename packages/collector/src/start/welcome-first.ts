import { inviteFirstPerson } from "../admin/first-person.js";
import { welcomeUrl } from "../people/invite.js";
import type { Catalog } from "../ports/catalog.js";
import type { Running } from "./running.js";

/** @returns The link that invites the first person, where there is none yet. */
export async function welcomeFirst(
  catalog: Catalog,
  { address, owner }: { readonly address: string; readonly owner: string | undefined },
): Promise<Running["welcome"]> {
  const invited = await inviteFirstPerson(catalog, { now: Date.now(), ...(owner !== undefined && { email: owner }) });
  return invited && { link: welcomeUrl(address, invited.secret), email: invited.email, expires: invited.expires };
}
