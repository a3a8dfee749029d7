import { z } from "zod";
import type { KeysAnswer, OtherKey } from "../api.js";
import { type KekListed, listedKek, whatWraps, type WrappedCount } from "./kek-listed.js";
import type { DestroyedKey } from "../ports/turnover.js";
import { AdminError } from "./errors.js";
import { operation, policiesOf, siteId } from "./operation.js";
import { otherKeys } from "./other-keys.js";
import { type RecipientListed, recipientsOf } from "./recipient-keys.js";
import { listedRoots } from "./listed-roots.js";
import { listedSigning } from "./listed-signing.js";

/** What keys there are. Never a private half, wrapped or not. */
export interface KeysListed {
  readonly root: {
    readonly id: string;
    readonly keyring: string;
    /** When it came into use; null: that was not noted. */
    readonly since: number | null;
  } & WrappedCount;
  /** Levels that have a root key of their own. */
  readonly levels: readonly {
    readonly level: string;
    readonly root: string;
    /** When the level's root key came into use; null: that was not noted. */
    readonly since: number | null;
    readonly state: string;
    readonly created: number;
    /** The level's key pair. */
    readonly key: string;
    /** Keys that are sealed to it: KEKs, and the level's own. */
    readonly sealed: number;
  }[];
  readonly sites: readonly {
    readonly site: string;
    readonly recipients: readonly RecipientListed[];
    readonly signing: KeysAnswer["signing"];
    /** KEK pairs at rest, by level and month. */
    readonly keks: readonly KekListed[];
  }[];
  /** For receipts, lookups, requests, the audit log, refused records and backups. */
  readonly others: readonly OtherKey[];
  /** Keys that are no more, newest first: the last 100. */
  readonly destroyed: readonly DestroyedKey[];
}

export const listKeys = operation(
  z.strictObject({ site: siteId.optional() }),
  async (parts, { site }): Promise<KeysListed> => {
    const { catalog, keyring } = parts;
    const sites = (await catalog.sites()).filter(({ id }) => site === undefined || id === site);
    if (site !== undefined && sites.length === 0) throw new AdminError("missing", `There is no site ${site}`);
    const keks = await catalog.keks();
    const counts = await catalog.dekCounts();
    const policy = await policiesOf(parts).current();
    return {
      ...(await listedRoots({ catalog, root: () => keyring.describe() }, await whatWraps({ catalog }, keks))),
      sites: await Promise.all(
        sites.map(async ({ id }) => {
          return {
            site: id,
            recipients: await recipientsOf({ catalog }, id),
            signing: listedSigning(await catalog.publishedKeys(id), policy),
            keks: keks.filter(({ site }) => site === id).map((kek) => listedKek(kek, counts.get(kek.id) ?? 0)),
          };
        }),
      ),
      others: await otherKeys(parts, site),
      destroyed: await catalog.destroyedKeys(100),
    };
  },
);
