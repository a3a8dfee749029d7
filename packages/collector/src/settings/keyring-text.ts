import type { KeyringSource, SecretSource } from "./keyring-source.js";

/** @returns The setting that `parseKeyringSource` reads as this. It names places and holds no secret. */
export function keyringText(source: KeyringSource): string {
  switch (source.kind) {
    case "file":
      return `file:${source.path}`;
    case "env":
      return `env:${secretText(source.from)}`;
    case "passphrase":
      return "passphrase";
    case "pkcs11": {
      const path = `token=${encodeURIComponent(source.token)};object=${encodeURIComponent(source.object)}`;
      const pin = encodeURIComponent("file" in source.pin ? `file:${source.pin.file}` : `env:${source.pin.variable}`);
      return `pkcs11:${path}?module-path=${encodeURIComponent(source.module)}&pin-source=${pin}`;
    }
  }
}

function secretText(from: SecretSource): string {
  return "file" in from ? from.file : from.variable;
}
