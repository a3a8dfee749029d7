import type { ErasureAnswer } from "../api.js";

/** `POST /v1/holds {site, subject, reason}`, `GET /v1/holds?site=&all=` (without a site, of all that the asker may see), `GET` and `DELETE /v1/holds/:id` (which releases it). */
export interface HoldAnswer {
  readonly id: string;
  readonly site: string;
  /** Hex of the subject's 16 bytes. */
  readonly subject: string;
  readonly reason: string;
  readonly added: number;
  readonly by: ErasureAnswer["by"];
  readonly released: number | null;
  readonly releasedBy: ErasureAnswer["by"] | null;
  /** Where it was just added: keys that are under the hold's own KEK now. */
  readonly resealed?: number;
  /** Where it was just added: keys that this process cannot open, and whose months' KEKs therefore stay. */
  readonly waiting?: number;
}

export interface HoldList {
  readonly holds: readonly HoldAnswer[];
}

/** What a purge destroyed, or, with `dryRun`, would destroy. */
export interface PurgeAnswer {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly dryRun: boolean;
  /** KEKs, and how many DEKs under each went with it. */
  readonly keks: readonly {
    readonly id: string;
    readonly site: string;
    readonly level: "internal" | "confidential" | "restricted";
    /** `YYYY-MM`, or `on-hold` for the KEK of holds that were released. */
    readonly month: string;
    readonly generation: number;
    readonly deks: number;
  }[];
  /** KEKs that stay, because this process cannot open DEKs of held subjects under them. */
  readonly kept: readonly (PurgeAnswer["keks"][number] & { readonly held: number })[];
  /** All DEKs that went. */
  readonly deks: number;
  /** DEKs of held subjects that were sealed to a hold KEK. */
  readonly resealed: number;
  /** Mappings from visitors to subjects of whom no key is left. */
  readonly mappings: number;
  readonly indexes: number;
  /** Rows by month and site; null where the event store was not asked or does not answer: they go with the next purge. */
  readonly rows: readonly { readonly month: string; readonly site: string; readonly rows: number }[] | null;
  /** Refused records whose time in quarantine was over, of every site. */
  readonly quarantined?: number;
}
