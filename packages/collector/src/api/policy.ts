import type { Change } from "../policy/compare-policies.js";
import type { Explained } from "../policy/explain.js";
import type { TreatmentName } from "../policy/handling.js";

type Level = "internal" | "confidential" | "restricted";

/** `GET /v1/policy?site=&country=`: what the policy in force makes of each class, for a site's visitors in one place. */
export interface PolicyAnswer {
  readonly version: number;
  /** The file as it was written. */
  readonly source: string;
  readonly site: string;
  /** Countries and regions whose law holds; none: nobody knows. */
  readonly places: readonly string[];
  /** The place that has no pack, so that all hold; empty where no place is known; null where each has one. */
  readonly union: string | null;
  readonly classes: readonly {
    readonly class: string;
    /** The built-in group; null: a class of the file's own. */
    readonly group: string | null;
    readonly treatment: TreatmentName;
    readonly level: Level;
    /** The rule that decided. */
    readonly rule: string;
    /** What the packs that hold say of it. */
    readonly packs: readonly {
      readonly id: string;
      readonly treatment: TreatmentName;
      readonly level: Level;
      readonly article: string;
    }[];
  }[];
  readonly packs: readonly {
    readonly id: string;
    readonly name: string;
    readonly source: string;
    readonly version: string;
    readonly date: string;
    readonly notice: string;
    readonly places: readonly string[];
    /** Whether it holds here. */
    readonly holds: boolean;
  }[];
}

/** `GET /v1/policy/versions`: newest first; the first is in force. */
export interface PolicyVersions {
  readonly versions: readonly { readonly version: number; readonly applied: number; readonly by: string }[];
}

/** `GET /v1/policy/changes?from=&to=`: what one version decides otherwise than another. */
export interface PolicyChangesAnswer {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly Change[];
}

/** `GET /v1/policy/explain?site=&form=&field=&property=&class=&country=`: step by step, which rule decides. */
export type PolicyExplained = Explained;
