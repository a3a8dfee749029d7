import type { KeyringSource } from "./keyring-source.js";

/** @returns Where a root key is kept, for people: names of places, never a secret. */
export function placeText(source: KeyringSource): string {
  switch (source.kind) {
    case "file":
      return source.path;
    case "env":
      return "file" in source.from ? source.from.file : `the variable ${source.from.variable}`;
    case "passphrase":
      return "a passphrase, typed at each start";
    case "pkcs11":
      return `the HSM's token ${source.token}, key ${source.object}`;
  }
}
