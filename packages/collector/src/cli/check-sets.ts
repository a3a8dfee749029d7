import { type Check, fail, ok, warn } from "./check.js";
import { minute } from "./output.js";

/** Before a set expires there must be time to sign another, where the key is kept. */
const SOON_MS = 3 * 86_400_000;

/** What is served of a site whose signing key is kept elsewhere. */
export interface ElsewhereSigned {
  readonly site: string;
  /** When its set expires; null: none is served. */
  readonly signedUntil: number | null;
  /** Whether it tells browsers of the policy what is in force; null where none is served. */
  readonly tellsPolicy: boolean | null;
}

/** Whether key sets that are signed elsewhere are in force, and for how long. */
export function* checkSets(sites: readonly ElsewhereSigned[], now = Date.now()): Generator<Check> {
  const how = (site: string) => `wayseal keys set --site ${site}, keys sign, keys publish`;
  for (const { site, signedUntil, tellsPolicy } of sites) {
    if (signedUntil === null) {
      yield fail(`No key set of ${site} is served: it waits to be signed elsewhere`, how(site));
    } else if (signedUntil <= now) {
      const what = `The key set of ${site}, signed elsewhere, expired on ${minute(signedUntil)}`;
      yield fail(what, `Browsers use it only as it comes from the collector. Sign another: ${how(site)}`);
    } else if (signedUntil - now < SOON_MS) {
      yield warn(`The key set of ${site}, signed elsewhere, expires on ${minute(signedUntil)}`, how(site));
    } else if (!tellsPolicy) {
      const what = `The key set of ${site}, signed elsewhere, tells browsers another policy than the one in force`;
      yield warn(what, `Until then the collector alone refuses what it adds. Sign another: ${how(site)}`);
    } else yield ok(`The key set of ${site}, signed elsewhere, is in force until ${minute(signedUntil)}`);
  }
}
