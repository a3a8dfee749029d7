import type { Access } from "../clearance/access.js";

export interface Person extends Access {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly disabled: boolean;
  /** Whether a password was ever set. */
  readonly active: boolean;
  readonly created: number;
}

export interface ApiToken extends Access {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly expires: number | null;
  readonly revoked: boolean;
}

/** People, their sessions, and programs' tokens. Secrets arrive hashed: nothing here can sign anyone in. */
export interface PeopleCatalog {
  /** @throws {CatalogError} `exists` if the e-mail is taken (compared case-folded). */
  addPerson(person: Person): Promise<void>;
  people(): Promise<readonly Person[]>;
  person(id: string): Promise<Person | null>;
  /** @throws {CatalogError} `missing` if there is no such person. */
  changePerson(id: string, change: Partial<Access & Pick<Person, "name">>): Promise<void>;
  personByEmail(email: string): Promise<(Person & { readonly password: string | null }) | null>;
  /** @throws {CatalogError} `missing` if there is no such person. */
  setPassword(person: string, hash: string): Promise<void>;
  /** Disabling also ends the person's sessions and invites. @throws {CatalogError} `missing` if there is no such person. */
  setDisabled(person: string, disabled: boolean): Promise<void>;
  /** One-time links, by SHA-256 of their secret. Adding one ends the person's earlier ones. */
  addInvite(invite: { readonly hash: Buffer; readonly person: string; readonly expires: number }): Promise<void>;
  /** Takes the invite: it works once. */
  takeInvite(hash: Buffer, now: number): Promise<string | null>;
  addSession(session: {
    readonly hash: Buffer;
    readonly person: string;
    readonly created: number;
    readonly expires: number;
  }): Promise<void>;
  /** The enabled person of a live session, or null. */
  personBySession(hash: Buffer, now: number): Promise<Person | null>;
  endSession(hash: Buffer): Promise<void>;
  endSessions(person: string): Promise<void>;
  addToken(token: ApiToken, hash: Buffer): Promise<void>;
  tokens(): Promise<readonly ApiToken[]>;
  /** The live token of this id, or null. */
  token(id: string, now: number): Promise<ApiToken | null>;
  /** The live token of this hash, or null. */
  tokenByHash(hash: Buffer, now: number): Promise<ApiToken | null>;
  /** @returns False if there is no such token. */
  revokeToken(id: string): Promise<boolean>;
}
