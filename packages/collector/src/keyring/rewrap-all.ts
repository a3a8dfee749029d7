import type { Rotation } from "../data-directory/manifest.js";
import { levelContext, recipientContext, signingContext } from "../keys/contexts.js";
import type { Catalog } from "../ports/catalog.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { RootName } from "./open-roots.js";
import { rewrapEach } from "./rewrap-each.js";
import { wrappedBy } from "./rotating-keyring.js";
import { type StoredKey, storedKeys } from "./stored-keys.js";

export interface RewrapOptions {
  readonly name: RootName;
  readonly rotation: Rotation;
  /** Opens what either root key wrapped, and wraps by the new one. */
  readonly keyring: Keyring;
  readonly catalog: Catalog;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Wraps by the new root key all that the old one wraps in the catalog, one by one, and looks again until there is nothing.
 *
 * @returns How many were wrapped anew.
 * @throws {KeyringError} If one does not open: it stays as it is.
 */
export async function rewrapAll(options: RewrapOptions): Promise<number> {
  const { keyring, onProgress } = options;
  let done = 0;
  for (let round = 1; ; round++) {
    const left = await stillWrapped(options);
    if (left.length === 0) return done;
    // Nothing else runs on the data directory: what is there after a round was put back by a fault of ours.
    if (round > 2)
      throw new KeyringError("damaged", `${left.length} keys stay wrapped by the old root key: it is kept`);
    const before = done;
    await rewrapEach(left, keyring, (now, of) => onProgress?.((done = before + now), before + of));
  }
}

async function stillWrapped({ name, rotation, catalog }: RewrapOptions): Promise<readonly StoredKey[]> {
  const all = name === "base" ? await ofBase(catalog) : await ofLevel(name, rotation, catalog);
  return all.filter(({ wrapped }) => wrappedBy(wrapped) === rotation.from.id);
}

async function ofBase(catalog: Catalog): Promise<StoredKey[]> {
  const sites = await catalog.sites();
  const signings = await Promise.all(sites.map(({ id }) => catalog.signingKey(id)));
  return [
    ...(await storedKeys(catalog)),
    ...(await catalog.recipientKeys()).flatMap(({ site, kid, wrapped: from }) =>
      from === null
        ? []
        : {
            wrapped: from,
            context: recipientContext(site, kid),
            replace: (wrapped: Buffer) => catalog.rewrap({ kind: "recipient", id: kid }, from, wrapped),
          },
    ),
    ...signings.flatMap((key) => {
      const from = key?.wrapped ?? null;
      if (key === null || from === null) return [];
      const replace = (wrapped: Buffer) => catalog.rewrap({ kind: "signing", id: key.site }, from, wrapped);
      return { wrapped: from, context: signingContext(key.site), replace };
    }),
  ];
}

/** A level's root key wraps its key pairs; KEKs are sealed to those and stay as they are. */
async function ofLevel(name: RootName, { to }: Rotation, catalog: Catalog): Promise<StoredKey[]> {
  return (await catalog.levelKeys())
    .filter(({ level }) => level === name)
    .map((key) => ({
      wrapped: key.wrapped,
      context: levelContext(key),
      replace: (wrapped: Buffer) => catalog.rewrap({ kind: "level", id: key.id }, key.wrapped, wrapped, to.id),
    }));
}
