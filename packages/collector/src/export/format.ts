import type { JourneyField } from "../api.js";

/** What an archive says of itself (docs/export.md). A later version may add members; it never changes what one means. */
export const EXPORT_FORMAT = "wayseal-export";
export const EXPORT_VERSION = 1;

export type FieldState = JourneyField["state"];

/** `manifest.json`. Times are ISO 8601, UTC. */
export interface ExportManifest {
  readonly format: typeof EXPORT_FORMAT;
  readonly version: typeof EXPORT_VERSION;
  readonly software: string;
  readonly id: string;
  readonly made: string;
  readonly by: { readonly kind: "person" | "token" | "operator"; readonly id: string };
  readonly site: { readonly id: string; readonly name: string };
  /** Hex of the random id that stands for the person. */
  readonly subject: string;
  /** The clearance that it was read with. */
  readonly clearance: string;
  /** Whether everything that is stored stands in it in full: nothing masked, withheld, unreadable or waiting. */
  readonly complete: boolean;
  /** When the first and the last event happened. */
  readonly period: { readonly first: string | null; readonly last: string | null };
  /** Versions of the policy that governed the events. */
  readonly policies: readonly number[];
  readonly counts: {
    readonly events: number;
    readonly sessions: number;
    readonly types: Readonly<Record<string, number>>;
    /** Non-public fields by what became of them. */
    readonly fields: Readonly<Record<FieldState, number>>;
    /** Events that were taken in and could not be read yet. */
    readonly waiting: number;
  };
  /** Every other file of the archive. */
  readonly files: readonly ExportFile[];
}

export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly about: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** `profile.json`. Times are ISO 8601, UTC. */
export interface ExportProfile {
  readonly site: string;
  readonly subject: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly events: number;
  readonly sessions: number;
  /** Browsers that are known to be this person's. */
  readonly browsers: number;
  /** Keys that what is sealed about the person is held by. */
  readonly keys: number;
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  readonly sources: readonly string[];
  /** Each state of consent that the events tell of, from when on. */
  readonly consent: readonly { readonly at: string; readonly state: string }[];
  /** What `identify` said, each value once. */
  readonly identities: readonly (JourneyField & { readonly first: string; readonly last: string })[];
}

/** The archive cannot be made. The message is one line for whoever asked. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  constructor(
    readonly fault: "unknown" | "erased" | "revoked" | "unavailable" | "interrupted" | "busy",
    message: string,
  ) {
    super(message);
  }
}
