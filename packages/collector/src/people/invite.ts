import type { PeopleCatalog } from "../ports/catalog.js";
import { hashSecret, newSecret } from "./secrets.js";

const LIFETIME_MS = 24 * 3_600_000;

export interface Invitation {
  /** The secret belongs in a URL's fragment, which browsers never send: see `welcomeUrl`. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Makes the person's one-time link; earlier ones end. */
export async function invite(
  catalog: Pick<PeopleCatalog, "addInvite">,
  person: string,
  now: number,
): Promise<Invitation> {
  const secret = newSecret();
  const expires = now + LIFETIME_MS;
  await catalog.addInvite({ hash: hashSecret(secret), person, expires });
  return { secret, expires };
}

/** @param base The collector's address without a slash at the end. */
export function welcomeUrl(base: string, secret: string): string {
  return `${base}/console/#/welcome/${secret}`;
}
