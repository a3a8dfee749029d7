/** The JSON of reveals and of people (see api.ts). */
import type { Access } from "../clearance/access.js";
import type { Purpose } from "../clearance/purposes.js";
import type { Right } from "../clearance/rights.js";
import type { Person } from "../ports/people.js";
import type { RevealState } from "../ports/reveals.js";

/** `POST /v1/reveals`: asks to see named classes of one subject. */
export interface AskReveal {
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly classes: readonly string[];
  readonly purpose: Purpose;
  /** For whoever approves: nothing personal, at most 500 characters. */
  readonly reason: string;
  /** How long it lasts once it is approved, from 1 to 480. @default 15 */
  readonly minutes?: number;
  /** How often the journey may be read with it, from 1 to 200. @default 20 */
  readonly reads?: number;
}

/** What was asked for and what became of it. Times are milliseconds since 1970. */
export interface RevealAnswer {
  readonly id: string;
  readonly site: string;
  readonly subject: string;
  readonly classes: readonly string[];
  readonly purpose: Purpose;
  readonly reason: string;
  readonly state: RevealState;
  readonly asked: number;
  readonly by: RevealPerson;
  readonly minutes: number;
  readonly reads: number;
  readonly used: number;
  readonly decided: number | null;
  readonly decidedBy: RevealPerson | null;
  /** Why it was refused. */
  readonly note: string | null;
  /** When it ends by itself; null until it is approved. */
  readonly expires: number | null;
  readonly ended: number | null;
  /** What this viewer may do about it now. */
  readonly may: readonly ("approve" | "refuse" | "revoke" | "use")[];
}

export interface RevealPerson {
  readonly id: string;
  /** Null if they are gone. */
  readonly name: string | null;
}

/** `GET /v1/reveals?site=`: the viewer's own, or for whoever approves all of the site; the latest first, at most 200. */
export interface RevealList {
  readonly reveals: readonly RevealAnswer[];
}

/** `POST /v1/reveals/:id/approval`: as asked for, or less. */
export interface ApproveReveal {
  readonly minutes?: number;
  readonly reads?: number;
}

/** What somebody may do and see; `rights` are those beside their roles. */
export interface PersonAnswer extends Person {
  /** Everything that the roles and rights bring. */
  readonly may: readonly Right[];
  /** Whether this viewer may change them. */
  readonly changeable: boolean;
}

/** `GET /v1/people`. */
export interface PeopleAnswer {
  readonly people: readonly PersonAnswer[];
  /** What each role brings, in words and in rights. */
  readonly roles: readonly {
    readonly name: Access["roles"][number];
    readonly about: string;
    readonly rights: readonly Right[];
    readonly clearance: Access["clearance"];
  }[];
  /** Classes that lists may name. */
  readonly classes: readonly string[];
}

/** `POST /v1/people`, and of a new link: `POST /v1/people/:id/link`. */
export interface PersonInvitedAnswer {
  readonly person: PersonAnswer;
  /** One-time: whoever opens it first sets the password. Begins at the slash where the collector has no `BASE_URL`. */
  readonly link: string;
  readonly expires: number;
}

/** `POST /v1/people`: what is left out comes from the roles. */
export type AddPerson = ChangePerson & { readonly email: string; readonly sites: Access["sites"] };

/** `POST /v1/people/:id`: what is left out stays. */
export type ChangePerson = Partial<Access> & { readonly name?: string; readonly disabled?: boolean };
