import type { KeysAnswer } from "../api.js";
import type { CustodyCatalog, RootNote } from "../ports/custody.js";
import type { Keyring } from "../ports/keyring.js";
import type { whatWraps } from "./kek-listed.js";

/** @returns Root keys as people see them: the one of what belongs to no level, and those of levels that have their own. */
export async function listedRoots(
  { catalog, root }: { readonly catalog: CustodyCatalog; readonly root: Keyring["describe"] },
  { wrapped, sealed }: Awaited<ReturnType<typeof whatWraps>>,
): Promise<Pick<KeysAnswer, "root" | "levels">> {
  const base = await root();
  const since = sinceOf(await catalog.rootNotes());
  return {
    root: { ...base, since: since(base.id), wrapped: wrapped.get(base.id) ?? 0 },
    levels: (await catalog.levelKeys()).map(({ id, level, root, state, created }) => ({
      ...{ level, root, since: since(root), state, created, key: id },
      sealed: sealed.get(id) ?? 0,
    })),
  };
}

/** @returns When a root key came into use, by its id. */
function sinceOf(notes: readonly RootNote[]): (id: string) => number | null {
  return (id) => notes.find((note) => note.id === id)?.since ?? null;
}
