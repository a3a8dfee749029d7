import type * as Passphrases from "../src/keyring/passphrase.js";

/** The keyring of a passphrase where a guess costs next to nothing, for tests that open it often. What one costs has a test of its own. */
export function cheapPassphrases(real: typeof Passphrases): typeof Passphrases {
  const cost = { memory: 8, passes: 1, lanes: 1 };
  return { ...real, sealUnderPassphrase: (passphrase, key) => real.sealUnderPassphrase(passphrase, key, cost) };
}
