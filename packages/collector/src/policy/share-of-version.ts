import { CatalogError } from "../ports/catalog.js";
import { captureShare, REFUSE_ALL } from "./capture-share.js";
import type { Policies } from "./policies.js";

/**
 * @returns What tells a site's share of the policy of one version: that which its key set stands for, whatever this process
 *   has at hand. Otherwise a set could tell the policy before under the version of the next, and be shown to browsers after it.
 */
export function shareOfVersion(
  policies: Pick<Policies, "inVersion">,
): (site: string, version: number) => Promise<string | undefined> {
  return async (site, version) => {
    try {
      return captureShare(await policies.inVersion(version), site);
    } catch (error) {
      // A policy that cannot be read governs nothing: pages take no values until it can.
      if (error instanceof CatalogError) return REFUSE_ALL;
      throw error;
    }
  };
}
