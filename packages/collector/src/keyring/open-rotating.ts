import type { Passphrases, Rotation } from "../data-directory/manifest.js";
import { type Keyring, KeyringError } from "../ports/keyring.js";
import { type KeyringSource, parseKeyringSource } from "../settings/keyring-source.js";
import { keyringText } from "../settings/keyring-text.js";
import { placeText } from "../settings/place-text.js";
import type { Settings } from "../settings/settings.js";
import { openKeyring, type Surroundings } from "./open-keyring.js";
import { around, type RootName } from "./open-roots.js";
import type { PassphraseRecord } from "./passphrase.js";
import { rotatingKeyring } from "./rotating-keyring.js";

export interface OpenedRotating {
  readonly keyring: Keyring;
  /** Whether the settings name the place of the new root key. */
  readonly settled: boolean;
}

interface Candidate {
  readonly source: KeyringSource;
  readonly record: PassphraseRecord | null;
  readonly what: string;
}

/**
 * Opens a root key that is being rotated: the old one and the new one, wherever they lie by now, as long as something may be
 * wrapped by either; afterwards the new one alone.
 *
 * @throws {KeyringError} What keeps the first that is missing from opening.
 */
export async function openRotating(
  name: RootName,
  source: KeyringSource,
  rotation: Rotation,
  { settings, passphrases }: { readonly settings: Settings; readonly passphrases: Passphrases },
): Promise<OpenedRotating> {
  const { from, to, state } = rotation;
  const surroundings = around(settings, name, passphrases);
  const wanted = state === "begun" ? [from.id, to.id] : [to.id];
  const current = passphrases[name] ?? null;
  const both: Candidate[] = [
    ...(state === "begun" ? [{ ...placed(from), record: current, what: "the old one" }] : []),
    { ...placed(to), record: to.record ?? null, what: "the new one" },
  ];
  const candidates: Candidate[] = [
    ...(source.kind === "passphrase" ? [] : [{ source, record: null, what: "that of the settings" }]),
    ...both,
  ];
  const found = new Map<string, Keyring>();
  const tried = new Map<string, string | null>();
  const faults: unknown[] = [];
  for (const candidate of candidates) {
    if (wanted.every((id) => found.has(id))) break;
    const key = `${keyringText(candidate.source)} ${candidate.record?.id ?? ""}`;
    if (tried.has(key)) continue;
    tried.set(key, null);
    const keyring = await open(candidate, surroundings, state).catch((error: unknown) => {
      if (!(error instanceof KeyringError)) throw error;
      faults.push(error);
      return null;
    });
    if (keyring === null) continue;
    const { id } = await keyring.describe();
    tried.set(key, id);
    if (wanted.includes(id) && !found.has(id)) found.set(id, keyring);
    else await keyring.close();
  }
  const missing = wanted.find((id) => !found.has(id));
  if (missing !== undefined) {
    for (const keyring of found.values()) await keyring.close();
    const place = placeText(placed(missing === to.id ? to : from).source);
    const [fault] = faults as KeyringError[];
    const message = `The root key ${missing} of a rotation that is under way does not open (${place})`;
    throw new KeyringError(fault?.fault ?? "missing", fault === undefined ? message : `${message}: ${fault.message}`);
  }
  const settledBy =
    source.kind === "passphrase" ? to.record !== undefined : tried.get(`${keyringText(source)} `) === to.id;
  const [old, next] = [found.get(from.id), found.get(to.id) as Keyring];
  return { keyring: old === undefined ? next : rotatingKeyring({ from: old, to: next }), settled: settledBy };
}

function open({ source, record, what }: Candidate, around: Surroundings, state: Rotation["state"]): Promise<Keyring> {
  const of = state === "begun" && source.kind === "passphrase" ? `${around.of ?? ""}, ${what}` : (around.of ?? "");
  return openKeyring(source, { ...around, record, of });
}

function placed({ place }: Rotation["from"]): { readonly source: KeyringSource } {
  return { source: parseKeyringSource(place, "") };
}
