import { type Level, LEVELS, SEALED_LEVELS } from "@wayseal/protocol";
import { type OpenData, openData, type openRootsOf } from "../main.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import type { Settings } from "../settings/settings.js";

type Roots = Awaited<ReturnType<typeof openRootsOf>>;

/** Opens what is here with the root keys that are here: a machine that only writes has those of no level. */
export async function openHeld(
  settings: Settings,
  roots: Roots | undefined,
): Promise<OpenData & { readonly max: Level }> {
  const all = Object.keys(LEVELS) as Level[];
  const levels = all.filter((level) => LEVELS[level] <= LEVELS[settings.maxLevel]).reverse();
  let first: KeyringError | null = null;
  for (const max of levels) {
    try {
      return { ...(await openData({ ...settings, maxLevel: max }, roots && lend(roots, max))), max };
    } catch (error) {
      if (!(error instanceof KeyringError)) throw error;
      // What the highest lacks is told, and what keeps this from being a machine that holds less.
      if (first !== null && error.fault !== "missing") {
        throw new KeyringError(first.fault, `${first.message}. To only write: ${error.message}`);
      }
      if (error.fault !== "missing") throw error;
      first ??= error;
    }
  }
  throw first ?? new KeyringError("missing", "There is no level to open");
}

/**
 * Root keys for one attempt, which does not close them: a variable is gone once it was read, and nobody types a passphrase
 * again for the next one.
 */
function lend({ base, own }: Roots, max: Level): Roots {
  const lent = (keyring: Keyring): Keyring => ({ ...keyring, close: () => Promise.resolve() });
  const held = SEALED_LEVELS.flatMap((level) => {
    const keyring = LEVELS[level] > LEVELS[max] ? undefined : own[level];
    return keyring === undefined ? [] : [[level, lent(keyring)] as const];
  });
  return { base: lent(base), own: Object.fromEntries(held) };
}
