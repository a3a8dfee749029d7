import type { PeopleCatalog, Person } from "../ports/catalog.js";
import { AccessError } from "./errors.js";
import { requirePassword } from "./require-password.js";
import { createPasswords, hashSecret, type Passwords, SecretsBusy } from "./secrets.js";
import type { Throttle } from "./throttle.js";

export interface SignInOptions {
  readonly catalog: Pick<PeopleCatalog, "personByEmail" | "people" | "takeInvite" | "setPassword" | "endSessions">;
  readonly throttle: Throttle;
  readonly passwords?: Passwords;
  readonly now?: () => number;
}

export interface SignInServices {
  /** @throws {AccessError} `bad-credentials` (the same for all reasons), `slow-down` or `busy`. */
  byPassword(email: string, password: string, address: string): Promise<Person>;
  /** Takes a one-time link, sets the password, ends the person's other sessions. @throws {AccessError} */
  byInvite(secret: string, password: string, address: string): Promise<Person>;
}

/** The two ways in. Neither tells whether a person exists, in words or in time. */
export function createSignIn({
  catalog,
  throttle,
  passwords = createPasswords(),
  now = Date.now,
}: SignInOptions): SignInServices {
  return {
    async byPassword(email, password, address) {
      const account = email.trim().toLowerCase();
      throttle.begin(account, address);
      const person = await catalog.personByEmail(account);
      // A disabled person's password is checked all the same: the answer takes as long.
      const right = await busy(() => passwords.verify(password, person?.password ?? null));
      if (person === null || person.disabled || !right) {
        throw new AccessError("bad-credentials", "E-mail or password is wrong");
      }
      throttle.succeed(account, address);
      const { password: _, ...rest } = person;
      return rest;
    },
    async byInvite(secret, password, address) {
      requirePassword(password);
      // The secret cannot be guessed (256 bits): the address alone is held back, so that nobody can hold back others.
      const account = `link ${address}`;
      throttle.begin(account, address);
      // Hashed first: a link is not used up by a moment in which there is no place to hash.
      const hash = await busy(() => passwords.hash(password));
      const id = await catalog.takeInvite(hashSecret(secret), now());
      const person = id === null ? undefined : (await catalog.people()).find((each) => each.id === id);
      if (person === undefined || person.disabled) {
        throw new AccessError("link-used", "The link was used already or has expired: ask for a new one");
      }
      throttle.succeed(account, address);
      await catalog.setPassword(person.id, hash);
      await catalog.endSessions(person.id);
      return { ...person, active: true };
    },
  };
}

async function busy<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof SecretsBusy) throw new AccessError("busy", error.message, 5);
    throw error;
  }
}
