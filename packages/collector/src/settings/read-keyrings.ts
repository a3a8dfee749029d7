import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { type KeyringSource, KeyringSourceError, parseKeyringSource } from "./keyring-source.js";
import type { Values } from "./schema.js";
import { SettingsError, type Settings } from "./settings.js";

/** The setting of a level's own keyring. */
export function levelSetting(level: SealedLevel) {
  return `WAYSEAL_KEYRING_${level.toUpperCase() as Uppercase<SealedLevel>}` as const;
}

/**
 * Reads where root keys are kept. Levels share one unless they are given their own, and then it must be another: a
 * process that is held to a level may not come by the key of one above.
 *
 * @throws {SettingsError}
 */
export function readKeyrings(
  values: Values,
  rootKeyFile: string,
): Pick<Settings, "keyring" | "levelKeyrings" | "maxLevel"> {
  const keyring = parse("WAYSEAL_KEYRING", values.WAYSEAL_KEYRING, rootKeyFile);
  const levelKeyrings: Partial<Record<SealedLevel, KeyringSource>> = {};
  const taken = [placeOf(keyring)];
  for (const level of SEALED_LEVELS) {
    const name = levelSetting(level);
    const said = values[name];
    if (said === undefined) continue;
    const source = parse(name, said, null);
    const place = placeOf(source);
    if (place !== null && taken.includes(place)) {
      throw new SettingsError(
        name,
        source.kind === "pkcs11"
          ? "must lie on a token of its own: one PIN opens all keys of a token"
          : "must be another key than the other levels': leave it out to share the root key",
      );
    }
    taken.push(place);
    levelKeyrings[level] = source;
  }
  return { keyring, levelKeyrings, maxLevel: values.WAYSEAL_MAX_LEVEL };
}

function parse(name: string, text: string, defaultFile: string | null): KeyringSource {
  try {
    const source = parseKeyringSource(text, defaultFile ?? "");
    if (source.kind === "file" && source.path === "") throw new KeyringSourceError("must name its file: file:/path");
    return source;
  } catch (error) {
    if (error instanceof KeyringSourceError) throw new SettingsError(name, error.message);
    throw error;
  }
}

/** Two that are in the same place are opened by the same secret. Each passphrase is asked for by itself. */
function placeOf(source: KeyringSource): string | null {
  switch (source.kind) {
    case "file":
      return `file ${source.path}`;
    case "env":
      return `env ${JSON.stringify(source.from)}`;
    case "passphrase":
      return null;
    case "pkcs11":
      return `pkcs11 ${source.module} ${source.token}`;
  }
}
