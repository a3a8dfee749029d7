import { z } from "zod";
import { AdminError } from "./errors.js";
import { operation, siteId } from "./operation.js";
import { type RecipientListed, recipientsOf } from "./recipient-keys.js";

/** What keys there are. Never a private half, wrapped or not. */
export interface KeysListed {
  readonly root: { readonly id: string; readonly keyring: string };
  /** Levels that have a root key of their own. */
  readonly levels: readonly {
    readonly level: string;
    readonly root: string;
    readonly state: string;
    readonly created: number;
  }[];
  readonly sites: readonly {
    readonly site: string;
    readonly recipients: readonly RecipientListed[];
    readonly signing: {
      readonly key: string;
      readonly version: number;
      readonly created: number;
      /** Whether the collector holds its private half. */
      readonly held: boolean;
    } | null;
    /** KEK pairs at rest, by level and month. */
    readonly keks: readonly { readonly id: string; readonly level: string; readonly month: string }[];
  }[];
}

export const listKeys = operation(
  z.strictObject({ site: siteId.optional() }),
  async ({ catalog, keyring }, { site }): Promise<KeysListed> => {
    const sites = (await catalog.sites()).filter(({ id }) => site === undefined || id === site);
    if (site !== undefined && sites.length === 0) throw new AdminError("missing", `There is no site ${site}`);
    return {
      root: await keyring.describe(),
      levels: (await catalog.levelKeys()).map(({ level, root, state, created }) => ({ level, root, state, created })),
      sites: await Promise.all(
        sites.map(async ({ id }) => {
          const signing = await catalog.signingKey(id);
          return {
            site: id,
            recipients: await recipientsOf({ catalog }, id),
            signing: signing && {
              key: signing.publicKey.toString("base64url"),
              version: signing.version,
              created: signing.created,
              held: signing.wrapped !== null,
            },
            keks: (await catalog.keks(id)).map(({ id: kek, level, month }) => ({ id: kek, level, month })),
          };
        }),
      ),
    };
  },
);
