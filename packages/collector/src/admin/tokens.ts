import { z } from "zod";
import { ACCESS_FIELDS } from "../clearance/access-shape.js";
import { hashSecret, newId, newSecret } from "../people/secrets.js";
import type { ApiToken } from "../ports/catalog.js";
import { AdminError } from "./errors.js";
import { label, operation, possible, requireSites, siteScope } from "./operation.js";

const DAY_MS = 86_400_000;

export interface TokenCreated extends ApiToken {
  /** Shown this once: the catalog keeps its hash. */
  readonly token: string;
}

export const createToken = operation(
  z.strictObject({
    name: label("A token's name"),
    ...ACCESS_FIELDS,
    sites: siteScope,
    /** null: it never expires. */
    days: z.int().min(1).max(3650).nullable(),
  }),
  async (parts, { name, days, ...asked }): Promise<TokenCreated> => {
    await requireSites(parts, asked.sites);
    const token = `ws_${newSecret()}`;
    const created = parts.now();
    const described: ApiToken = {
      id: newId(),
      name,
      ...(await possible(parts, asked)),
      created,
      expires: days === null ? null : created + days * DAY_MS,
      revoked: false,
    };
    await parts.catalog.addToken(described, hashSecret(token));
    return { ...described, token };
  },
);

export const listTokens = operation(z.strictObject({}), async ({ catalog }) => ({ tokens: await catalog.tokens() }));

export const revokeToken = operation(z.strictObject({ id: z.string().min(1).max(64) }), async ({ catalog }, { id }) => {
  if (!(await catalog.revokeToken(id))) throw new AdminError("missing", "There is no token with that id");
  return { id };
});
