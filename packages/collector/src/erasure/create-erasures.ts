import type { ErasureAnswer } from "../api.js";
import { openReceiptKey, type ReceiptKey } from "../keys/index.js";
import { type SweepRevealsParts, sweepReveals } from "../clearance/sweep-reveals.js";
import { newId } from "../people/secrets.js";
import type { AuditTrail } from "../ports/audit.js";
import type { Exports } from "../export/create-exports.js";
import type { BackupCatalog } from "../ports/backups.js";
import type { Actor, Erasure, ErasureCatalog, OwnKeyCatalog } from "../ports/erasures.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import { type ErasureReceipt, receiptOf, stateOf } from "./receipt-of.js";

export interface ErasuresOptions {
  readonly catalog: ErasureCatalog & OwnKeyCatalog & Pick<BackupCatalog, "backups"> & SweepRevealsParts["catalog"];
  readonly keyring: Pick<Keyring, "wrap" | "unwrap">;
  /** That reveals ended with their subject is written down there. */
  readonly audit: AuditTrail;
  readonly now: () => number;
  /** How long backups are kept, for receipts; null: not known. */
  readonly backupDays?: number | null;
  /** Archives that wait to be fetched: those of whoever is erased go first. @default there are none */
  readonly exports?: Pick<Exports, "erased">;
  /** Something was erased: rows wait to be removed. */
  readonly onErased?: () => void;
}

export interface EraseSubject {
  readonly site: string;
  /** 16 bytes. */
  readonly subject: Buffer;
  readonly by: Actor;
  /** Class of the value by which it was found. */
  readonly lookup?: string;
}

/** Erases subjects, and answers for it with signed receipts. */
export interface Erasures {
  /**
   * Destroys what leads to a subject and resolves once that is on disk and nothing is left of it in the catalog's log.
   * Rows of the event store follow.
   *
   * @throws {CatalogError} `missing` if nothing is known of the subject.
   */
  erase(erase: EraseSubject): Promise<ErasureAnswer>;
  /** Null if there is no such erasure. */
  read(id: string): Promise<ErasureAnswer | null>;
  /** Newest first. */
  list(site: string, limit: number): Promise<readonly ErasureAnswer[]>;
  /** The key that receipts are checked with. */
  key(): Promise<Pick<ReceiptKey, "kid" | "publicKey">>;
}

export function createErasures(options: ErasuresOptions): Erasures {
  const { catalog, keyring, audit, now, backupDays = null, exports, onErased = () => undefined } = options;
  let opening: Promise<ReceiptKey> | null = null;
  const key = (): Promise<ReceiptKey> =>
    (opening ??= openReceiptKey({ catalog, keyring, now }).catch((error: unknown) => {
      opening = null;
      throw error;
    }));

  async function answer(erasure: Erasure): Promise<ErasureAnswer> {
    const { id, site, subject, at, keys, rows, removed, overwritten, by } = erasure;
    return {
      ...{ id, site, subject: subject.toString("hex"), state: stateOf(erasure) },
      ...{ erased: at, by, keys: keys.length, rows, removed, overwritten },
      receipt: await signed(receiptOf(erasure, backupDays, await catalog.backups())),
    };
  }

  async function signed(receipt: ErasureReceipt): Promise<string | null> {
    try {
      return await (await key()).sign(receipt);
    } catch (error) {
      // A person waits for the erasure, and its record for a process that may sign.
      if (error instanceof KeyringError && error.fault === "not-held") return null;
      throw error;
    }
  }

  return {
    async erase({ site, subject, by, lookup }) {
      // Before anything is destroyed: an erasure that nobody could sign for would be one without a receipt.
      await key();
      const erasure = await catalog.erase({ id: newId(), site, subject, at: now(), by, lookup: lookup ?? null });
      await exports?.erased(site, subject);
      await catalog.scrub();
      onErased();
      // The erasure is done. Where this cannot be written down now, the next sweep does it.
      await sweepReveals({ catalog, audit, now }).catch(() => undefined);
      return answer(erasure);
    },
    async read(id) {
      const erasure = await catalog.erasure(id);
      return erasure === null ? null : answer(erasure);
    },
    async list(site, limit) {
      return Promise.all((await catalog.erasures(site, limit)).map(answer));
    },
    key,
  };
}
