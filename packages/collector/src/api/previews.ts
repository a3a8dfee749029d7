import type { Level } from "@wayseal/protocol";
import type { TreatmentName } from "../policy/handling.js";

/** `POST /v1/previews`: asks for a link that shows, in the page itself, what would be captured of it. */
export interface MakePreview {
  readonly site: string;
  /** The page's address. */
  readonly address: string;
}

export interface PreviewMade {
  /** The address with a code in it that works once. */
  readonly address: string;
  /** Until when. */
  readonly expires: number;
}

/** One field, by what its page names it and by the class that the browser has found. Nothing that was typed. */
export interface PreviewField {
  readonly form: string;
  readonly field: string;
  readonly class: string;
}

/** `POST /v1/previews/explain` by the page that is looked at: with the code first, then with the pass that it gave. */
export interface ExplainPreview {
  readonly code?: string;
  readonly pass?: string;
  readonly fields: readonly PreviewField[];
}

export interface PreviewExplained {
  readonly site: string;
  /** Only in answer to a code. */
  readonly pass: string | null;
  readonly expires: number;
  /** The policy's version. */
  readonly version: number;
  /** What browsers are told of it (docs/protocol.md); null where that is nothing. */
  readonly share: string | null;
  /** What becomes of a value that is captured, of each field that was asked about. */
  readonly fields: readonly {
    readonly treatment: TreatmentName;
    readonly level: Level;
    /** The rule that decided. */
    readonly rule: string;
    readonly viewing: "withhold" | "mask" | "allow";
  }[];
}
