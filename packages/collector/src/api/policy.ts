import type { Level } from "@wayseal/protocol";
import type { Change } from "../policy/compare-policies.js";
import type { Explained } from "../policy/explain.js";
import type { TreatmentName } from "../policy/handling.js";
import type { Retention } from "../settings/settings.js";

type Sealed = "internal" | "confidential" | "restricted";

/** One version, and who applied it. */
export interface PolicyVersion {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly applied: number;
  /** `person`, `token`, `operator` (whoever may use the data directory), or `release`: it brought other classes or packs. */
  readonly by: string;
  /** Of a person or token that is still there. */
  readonly name: string | null;
  /** SHA-256 of everything that decides, hex. */
  readonly digest: string;
}

/** `GET /v1/policy?site=&country=`: what the policy in force makes of each class, for a site's visitors in one place. */
export interface PolicyAnswer extends PolicyVersion {
  /** The file as it was written. */
  readonly source: string;
  readonly site: string;
  /** Countries and regions whose law holds; none: nobody knows. */
  readonly places: readonly string[];
  /** Whether the site declares them, so that no visitor's country counts, other than to pick among several. */
  readonly declared: boolean;
  /** Whether the country that was asked for picks these among several which the site declares. */
  readonly picked: boolean;
  /** The place that has no pack, so that all hold; empty where no place is known; null where each has one. */
  readonly union: string | null;
  readonly classes: readonly PolicyClass[];
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
  readonly lists: Readonly<Record<"capture" | "storage" | "viewing", PolicyLists>>;
  /** Events that are refused as a whole, by `storage.refuse`. */
  readonly refuse: readonly {
    readonly name: string;
    readonly names: Readonly<Partial<Record<"site" | "form" | "event", readonly string[]>>>;
  }[];
  /** Custom properties that become public columns. */
  readonly public: readonly { readonly site: string; readonly event: string; readonly property: string }[];
  /** Days that values are kept, by level; null: without limit. */
  readonly retention: Retention;
  /** Levels of which the file says so; of the others the settings do. */
  readonly retained: readonly (keyof Retention)[];
  /** Whether whoever asks may apply another: it is one for all sites. */
  readonly appliable: boolean;
}

/** A class, and what becomes of its values where no form, field or property says otherwise. */
export interface PolicyClass {
  readonly class: string;
  /** The built-in group; null: a class of the file's own. */
  readonly group: string | null;
  /** What the file says that it is. */
  readonly about: string | null;
  /** `refused` in the browser; taken where a page allows it and is `listed` in capture.allow; or where a `page` allows it. */
  readonly capture: { readonly verdict: "refused" | "listed" | "page"; readonly rule: string };
  /** What is stored, and the rule that decided. */
  readonly treatment: TreatmentName;
  readonly level: Sealed;
  readonly rule: string;
  readonly viewing: {
    readonly verdict: "withhold" | "mask" | "allow";
    /** The least clearance that it takes, beside the level. */
    readonly clearance: Level;
    readonly rule: string;
  };
  /** What the packs that hold say of it. */
  readonly packs: readonly {
    readonly id: string;
    readonly treatment: TreatmentName;
    readonly level: Sealed;
    readonly article: string;
    /** The ground on which the file replaced the row; null: it did not. */
    readonly because: string | null;
  }[];
}

export interface PolicyLists {
  /** null: there is none, so all is allowed that is not denied. */
  readonly allow: readonly PolicyEntry[] | null;
  readonly deny: readonly PolicyEntry[];
}

/** One entry of a list: all that it names must be so; what it does not name is left out. */
export interface PolicyEntry {
  /** Its place in the file, such as `storage.deny.0`. */
  readonly name: string;
  readonly names: Readonly<Partial<Record<"site" | "form" | "field" | "property" | "class", readonly string[]>>>;
  /** The least clearance that may see it; only of `viewing.allow`. */
  readonly clearance: Level | null;
}

/** `GET /v1/policy/versions`: newest first; the first is in force. */
export interface PolicyVersions {
  readonly versions: readonly PolicyVersion[];
}

/** `GET /v1/policy/changes?from=&to=`: what one version decides otherwise than another. */
export interface PolicyChangesAnswer {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly Change[];
}

/** `POST /v1/policy/check {source}`: what a file would change, or the first thing that is wrong with it. Applies nothing. */
export type PolicyChecked =
  | ({ readonly fault: null } & PolicyChangesAnswer)
  | {
      readonly fault: {
        /** From 1; 0 where it is about no place in particular. */
        readonly line: number;
        readonly column: number;
        readonly why: string;
      };
    };

/** `POST /v1/policy`: puts a file in force. `after` is the version that it was compared with; another one since refuses. */
export interface ApplyPolicy {
  readonly source: string;
  readonly after: number;
}

/** `GET /v1/policy/explain?site=&form=&field=&property=&trait=&event=&class=&country=&viewer=`: step by step, which rule decides. */
export type PolicyExplained = Explained;
