import { HpkeError, importPrivateKey, type RecipientPair } from "../hpke/index.js";
import { CatalogError, type Dek, type Kek, type KeyCatalog } from "../ports/catalog.js";
import type { ErasureCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import type { ResealedDek, TurnoverCatalog } from "../ports/turnover.js";
import { kekContext } from "./contexts.js";
import { dekContext, openDek, sealDek } from "./dek.js";
import { makeKek } from "./make-kek.js";

/** DEKs after which others have their turn: a key agreement takes a tenth of a millisecond or two. */
const SLICE = 8;

export interface RefreshParts {
  readonly catalog: Pick<KeyCatalog, "kek"> & TurnoverCatalog & Pick<ErasureCatalog, "scrub">;
  readonly keyring: Pick<Keyring, "wrap" | "unwrap">;
  readonly now: () => number;
  /** DEKs that are sealed anew in one transaction. @default 256 */
  readonly batch?: number;
}

export interface RefreshStep {
  /** DEKs that were sealed to the successor. */
  readonly moved: number;
  /** The KEK is destroyed: nothing that it ever sealed can be opened any more. */
  readonly done: boolean;
}

/**
 * Takes a KEK one batch nearer to its end. First a successor is made, and from then on no DEK is added under the old one;
 * then DEKs move, each batch in one transaction; when none is left, the old KEK is overwritten. Every DEK opens at every
 * moment, whatever interrupts it: called again, it goes on where it was. Call it until it is done.
 *
 * @throws {KeyringError} `not-held` if this process cannot unwrap it: nothing was changed.
 * @throws {CatalogError} `damaged` if a DEK does not open. It stays where it is.
 */
export async function refreshKek(id: string, parts: RefreshParts): Promise<RefreshStep> {
  const { catalog, keyring, now, batch = 256 } = parts;
  const kek = await catalog.kek(id);
  if (kek === null) return { moved: 0, done: true };
  const pair = await unwrapPair(kek, keyring);
  const { site, level, month } = kek;
  const successor = await catalog.replaceKek(id, await makeKek(keyring, { site, level, month, now: now() }));
  const deks = await catalog.deksUnder(id, batch);
  if (deks.length > 0) {
    const moved = await catalog.reseal(await resealAll(deks, pair, successor));
    return { moved, done: false };
  }
  await catalog.destroyKek(id, { at: now(), why: "refreshed" });
  await catalog.scrub();
  return { moved: 0, done: true };
}

/** A KEK's pair and month: a hold KEK's is not its DEKs'. */
type KekPair = RecipientPair & Pick<Kek, "month">;

async function unwrapPair(kek: Kek, keyring: Pick<Keyring, "unwrap">): Promise<KekPair> {
  const secret = await keyring.unwrap(kek.wrapped, kekContext(kek));
  try {
    return { privateKey: importPrivateKey(secret), publicKey: kek.publicKey, month: kek.month };
  } finally {
    secret.fill(0);
  }
}

async function resealAll(deks: readonly Dek[], pair: KekPair, to: Kek): Promise<ResealedDek[]> {
  const context = dekContext(to);
  const resealed: ResealedDek[] = [];
  try {
    for (const [n, dek] of deks.entries()) {
      if (n % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
      resealed.push({ id: dek.id, from: dek.kek, to: to.id, sealed: reseal(dek, pair, to, context) });
    }
    return resealed;
  } finally {
    context.destroy();
  }
}

function reseal(dek: Dek, pair: KekPair, to: Kek, context: ReturnType<typeof dekContext>): Buffer {
  let key: Buffer | undefined;
  try {
    key = openDek(dek, pair);
    const { id, site, subject, level, month } = dek;
    return sealDek(key, { id, kek: to.id, site, subject, level, month }, context);
  } catch (error) {
    if (!(error instanceof HpkeError)) throw error;
    throw new CatalogError("damaged", `The DEK ${dek.id} under the KEK ${dek.kek} does not open: it was left as it is`);
  } finally {
    key?.fill(0);
  }
}
