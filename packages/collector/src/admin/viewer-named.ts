import { type Level, LEVELS } from "@wayseal/protocol";
import { NO_FIELDS } from "../clearance/access.js";
import type { ExplainedViewer } from "../policy/explain.js";
import { viewerOf } from "../viewer.js";
import { AdminError } from "./errors.js";
import type { AdminParts } from "./operation.js";

/**
 * Who would look at a value of a site, for an explanation.
 *
 * @param name A clearance, a person's e-mail address or id, or a token's id.
 * @throws {AdminError} `missing`
 */
export async function viewerNamed(
  { catalog }: Pick<AdminParts, "catalog">,
  site: string,
  name: string,
): Promise<ExplainedViewer> {
  // A site that is not known is treated as one that asks for two.
  const { twoPeople = false } = (await catalog.sites()).find(({ id }) => id === site) ?? { twoPeople: true };
  return { ...(await whoIs(catalog, name)), twoPeople };
}

async function whoIs(catalog: AdminParts["catalog"], name: string): Promise<Omit<ExplainedViewer, "twoPeople">> {
  if (Object.hasOwn(LEVELS, name)) {
    const everything = { sites: "*", jurisdictions: "*", purposes: "*", allow: null, deny: NO_FIELDS } as const;
    const access = { ...everything, roles: ["analyst"], rights: [], clearance: name as Level } as const;
    return { name: `an analyst cleared for ${name}`, viewer: viewerOf({ id: name, kind: "person" }, access) };
  }
  const addressed = await catalog.personByEmail(name);
  if (addressed !== null) return { name, viewer: viewerOf({ id: addressed.id, kind: "person" }, addressed) };
  const person = await catalog.person(name);
  if (person !== null) return { name: person.name, viewer: viewerOf({ id: person.id, kind: "person" }, person) };
  const token = (await catalog.tokens()).find(({ id }) => id === name);
  if (token !== undefined) return { name: token.name, viewer: viewerOf({ id: token.id, kind: "token" }, token) };
  throw new AdminError("missing", `There is no clearance, person or token ${name}`);
}
