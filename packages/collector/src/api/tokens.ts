/** The JSON of programs' tokens (see api.ts). */
import type { Access } from "../clearance/access.js";
import type { Right } from "../clearance/rights.js";
import type { ApiToken } from "../ports/people.js";
import type { PeopleAnswer } from "./reveals.js";

/** A token, without its secret: that was shown once. Times are milliseconds since 1970. */
export interface TokenAnswer extends ApiToken {
  /** Everything that the roles and rights bring. */
  readonly may: readonly Right[];
  readonly expired: boolean;
  /** Whether this viewer may revoke it: none of its sites is not theirs. */
  readonly revocable: boolean;
}

/** `GET /v1/tokens`: newest first. */
export interface TokensAnswer {
  readonly tokens: readonly TokenAnswer[];
  /** Roles and rights that this viewer may give: nobody gives more than they have. */
  readonly roles: PeopleAnswer["roles"];
  readonly rights: readonly { readonly name: Right; readonly about: string }[];
}

/** `POST /v1/tokens`: what is left out comes from the roles, and from the lists and jurisdictions of whoever makes it. */
export type MakeToken = Partial<Access> & {
  readonly name: string;
  readonly sites: Access["sites"];
  /** Until it expires; null: never. */
  readonly days: number | null;
};

/** `POST /v1/tokens`. */
export interface TokenMade {
  readonly token: TokenAnswer;
  /** `ws_…`, shown this once: only its hash is kept. */
  readonly secret: string;
}
