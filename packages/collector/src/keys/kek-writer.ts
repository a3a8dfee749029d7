import type { SealedLevel } from "@wayseal/protocol";
import type { Kek, KeyCatalog } from "../ports/catalog.js";
import type { Keyring } from "../ports/keyring.js";
import { makeKek } from "./make-kek.js";

/** KEKs to seal new DEKs to. Only their public halves are used; a private half is wrapped as it is made, and let go. */
export interface KekWriter {
  /** The KEK of this site, level and month, made if there is none. @throws {CatalogError | KeyringError} */
  use(site: string, level: SealedLevel, month: string): Promise<Kek>;
  /** Asks the catalog again the next time: a KEK may have been destroyed. */
  forget(site: string): void;
}

export interface KekWriterOptions {
  readonly catalog: Pick<KeyCatalog, "keks" | "addKek">;
  readonly keyring: Pick<Keyring, "wrap">;
  readonly now: () => number;
}

export function createKekWriter({ catalog, keyring, now }: KekWriterOptions): KekWriter {
  /** By site, then level and month. Few: three a site and month, and a new month drops the old. */
  const held = new Map<string, Map<string, Promise<Kek>>>();

  async function find(site: string, level: SealedLevel, month: string): Promise<Kek> {
    const stored = (await catalog.keks(site)).find(
      (kek) => kek.level === level && kek.month === month && kek.state === "current" && kek.successor === null,
    );
    // Another process may add one in between: the catalog's answer names the one that counts.
    return stored ?? catalog.addKek(await makeKek(keyring, { site, level, month, now: now() }));
  }

  return {
    use(site, level, month) {
      let keks = held.get(site);
      if (keks === undefined) held.set(site, (keks = new Map<string, Promise<Kek>>()));
      const key = `${month} ${level}`;
      let kek = keks.get(key);
      if (kek === undefined) {
        // Two months are in use at once around midnight UTC, no more.
        if (keks.size >= 6) keks.clear();
        kek = find(site, level, month);
        keks.set(key, kek);
        const mine = keks;
        kek.catch(() => mine.delete(key));
      }
      return kek;
    },
    forget(site) {
      held.delete(site);
    },
  };
}
