import type { RevealStep } from "./reveals.js";

/** What is written down. */
export const AUDIT_ACTIONS = [
  "sign-in",
  "sign-in.refused",
  "sign-out",
  "read",
  "lookup",
  "export",
  "export.fetch",
  "reveal.ask",
  "reveal.approve",
  "reveal.refuse",
  "reveal.revoke",
  "reveal.end",
  "policy.apply",
  "preview.make",
  "preview.open",
  "key.create",
  "key.rotate",
  "key.destroy",
  "key.compromised",
  "person.add",
  "person.change",
  "token.create",
  "token.revoke",
  "site.add",
  "site.change",
  "request.add",
  "request.move",
  "erase",
  "hold",
  "hold.release",
  "purge",
  "quarantine.read",
  "quarantine.replay",
  "quarantine.drop",
  "backup",
  "restore",
  "audit.export",
  "audit.sign",
  "audit.prune",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One thing that somebody did. It names people, tokens and subjects by their ids, and holds no value of anybody's. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** A person's or token's id; `local` for the operator, `unknown` for whoever did not get in, a part's name for `system`. */
  readonly actor: string;
  readonly kind: "person" | "token" | "operator" | "system";
  readonly action: AuditAction;
  readonly site?: string;
  /** The subject's 16 bytes, in hex or base64url; hex is what is kept. */
  readonly subject?: string;
  /** Classes of what was read, or may be. */
  readonly classes?: readonly string[];
  /** Version of the policy that decided. */
  readonly policy?: number;
  /** A word, such as `support`. */
  readonly purpose?: string;
  /** Ids, names of settings, numbers and flags. Text that looks like somebody's is refused. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A step of a reveal that the catalog notes as not yet written down. Who writes its entry takes the note with it in one
 * commit, so that of all who try, after a crash too, one does.
 */
export interface AuditDue {
  readonly reveal: string;
  readonly step: RevealStep;
}

/** The door through which everything is written down. */
export interface AuditTrail {
  /**
   * Resolves when the entry is on disk. Entries that wait are made durable together. Whoever answers a sensitive question
   * awaits this first, and lets its error become the answer.
   *
   * @param due What the entry settles: where that was settled before, its entry stands already and none is added.
   * @throws {AuditError | CatalogError} Nothing was written: what it tells of must not happen.
   */
  record(entry: AuditEntry, due?: AuditDue): Promise<void>;
}

/** An entry that may not stand in the log as it is: a mistake of the part that made it. */
export class AuditError extends Error {
  override readonly name = "AuditError";
}

/** Where a chain stands: its last entry's number and hash. */
export interface AuditLink {
  /** 0 before the first. */
  readonly seq: number;
  /** 32 bytes. */
  readonly hash: Buffer;
}

/** An entry in its chain. */
export interface AuditRow extends AuditLink {
  /** The entry's canonical bytes, as text (docs/audit.md). */
  readonly body: string;
}

/** An entry as it is read to be verified. */
export interface VerifiableRow extends AuditRow {
  /** False where what it is searched by is not what it says. */
  readonly matches?: boolean;
}

/** A signature over the chain up to an entry. */
export interface AuditCheckpoint extends AuditLink {
  readonly at: number;
  /** Thumbprint of the key that signed. */
  readonly kid: string;
  /** Ed25519, 64 bytes. */
  readonly signature: Buffer;
}

/** Which entries are asked for; what is left out matches all. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly site?: string;
  /** Entries of no site, and of these. */
  readonly sites?: readonly string[];
  /** Hex. */
  readonly subject?: string;
  /** At or after. */
  readonly from?: number;
  /** Before. */
  readonly to?: number;
  /** Numbers below this one. */
  readonly before?: number;
}

/** How far a witness has been told. */
export interface WitnessMark {
  readonly place: string;
  /** Every entry up to this one was taken. */
  readonly seq: number;
  /** Up to which checkpoint. */
  readonly checkpoint: number;
  readonly at: number;
}

/** The log in the catalog. Entries are only ever added, and go only by `pruneAudit`. */
export interface AuditCatalog {
  /**
   * Adds what `next` makes of the last link, in one transaction, so that no two entries follow the same one. Resolves when
   * it is on disk.
   *
   * @param dues Settled in the same transaction; `next` is told which of them still were to be.
   * @throws {CatalogError} Nothing was added.
   */
  appendAudit(
    next: (last: AuditLink, settled: ReadonlySet<AuditDue>) => readonly AuditRow[],
    dues?: readonly AuditDue[],
  ): Promise<void>;
  auditTail(): Promise<AuditLink>;
  /** Newest first. */
  auditEntries(filter: AuditFilter, limit: number): Promise<readonly AuditRow[]>;
  /** Oldest first, from the one after `seq`. */
  auditAfter(seq: number, limit: number): Promise<readonly VerifiableRow[]>;
  addCheckpoint(checkpoint: AuditCheckpoint): Promise<void>;
  /** Oldest first, of entries after `seq`. */
  checkpoints(seq: number, limit: number): Promise<readonly AuditCheckpoint[]>;
  lastCheckpoint(): Promise<AuditCheckpoint | null>;
  witnessMark(place: string): Promise<WitnessMark | null>;
  setWitnessMark(mark: WitnessMark): Promise<void>;
  /** Removes entries and checkpoints up to one with this number, and all before; that checkpoint stays. */
  pruneAudit(seq: number): Promise<number>;
}
