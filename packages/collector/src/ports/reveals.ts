import type { Level } from "@wayseal/protocol";
import type { Purpose } from "../clearance/purposes.js";

/**
 * Asked for, then approved or refused, or lapsed if nobody did either in time; what was approved is revoked, or ends by
 * itself when its time or its reads are gone.
 */
export const REVEAL_STATES = ["asked", "active", "refused", "lapsed", "revoked", "ended"] as const;
export type RevealState = (typeof REVEAL_STATES)[number];

/** What one person asked to see of one subject, and what became of it. */
export interface Reveal {
  /** 16 random bytes, base64url. */
  readonly id: string;
  readonly site: string;
  /** 16 bytes. */
  readonly subject: Buffer;
  readonly classes: readonly string[];
  readonly purpose: Purpose;
  /** For people; holds no personal value. */
  readonly reason: string;
  readonly asked: number;
  /** Id of the person who asked. */
  readonly askedBy: string;
  readonly state: RevealState;
  /** How long it lasts from its approval on. */
  readonly minutes: number;
  /** How often it may be used, and how often it was. */
  readonly reads: number;
  readonly used: number;
  /** Nothing above it is shown: the clearance of whoever approved. Null until then. */
  readonly level: Level | null;
  readonly decided: number | null;
  readonly decidedBy: string | null;
  /** Why it was refused. */
  readonly note: string | null;
  readonly expires: number | null;
  readonly ended: number | null;
  /** Id of whoever revoked it; null where it ended by itself. */
  readonly endedBy: string | null;
}

/** What becomes of a reveal and is to stand in the audit trail. */
export type RevealStep = "reveal.approve" | "reveal.refuse" | "reveal.revoke" | "reveal.end";

/** A step that was taken and does not stand in the audit trail yet. */
export interface DueStep {
  readonly reveal: Reveal;
  readonly step: RevealStep;
  readonly at: number;
  /** Id of the person who took it; null where it ended by itself or with its subject. */
  readonly by: string | null;
}

export type RevealChange = Partial<
  Pick<Reveal, "minutes" | "reads" | "level" | "decided" | "decidedBy" | "note" | "expires" | "ended" | "endedBy">
> & { readonly state: RevealState };

export interface RevealCatalog {
  addReveal(reveal: Reveal): Promise<void>;
  reveal(id: string): Promise<Reveal | null>;
  /** The latest first. */
  reveals(sites: readonly string[], limit: number): Promise<readonly Reveal[]>;
  /**
   * Changes it if it is still in the state `from`: of two at once, one gets false.
   *
   * @param due Noted in the same commit as a step that the audit trail has yet to be told of.
   */
  moveReveal(id: string, from: RevealState, change: RevealChange, due?: Omit<DueStep, "reveal">): Promise<boolean>;
  /**
   * Takes one read of an active grant of this person's that has not expired and whose approval stands in the audit trail.
   *
   * @returns Null if there is none to take.
   */
  useReveal(id: string, askedBy: string, now: number): Promise<Reveal | null>;
  /** Those whose time is over: asked before `lapsed`, or expired. For ending them. */
  overdueReveals(lapsed: number, now: number): Promise<readonly Reveal[]>;
  /** Steps that do not stand in the audit trail yet, the oldest first. They go by `appendAudit`. */
  dueSteps(): Promise<readonly DueStep[]>;
}
