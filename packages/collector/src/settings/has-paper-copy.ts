import type { KeyringSource } from "./keyring-source.js";

const HAS: Readonly<Record<KeyringSource["kind"], boolean>> = {
  file: true,
  env: true,
  passphrase: true,
  // An HSM keeps its key to itself: there is no copy to show.
  pkcs11: false,
};

/** @returns Whether people hold copies of such a root key, which they are asked to prove from time to time. */
export function hasPaperCopy({ kind }: KeyringSource): boolean {
  return HAS[kind];
}
