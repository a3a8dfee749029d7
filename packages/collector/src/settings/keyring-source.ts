import { isAbsolute } from "node:path";
import { isPlaceholder } from "./is-placeholder.js";

/** Where a secret of one line lies: in a file that an orchestrator mounts, or in a variable, which is deleted once read. */
export type SecretSource = { readonly file: string } | { readonly variable: string };

/** Where a root key is kept. It names places and holds no secret itself. */
export type KeyringSource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "env"; readonly from: SecretSource }
  | { readonly kind: "passphrase" }
  | {
      readonly kind: "pkcs11";
      /** The HSM's library, absolute. */
      readonly module: string;
      readonly token: string;
      /** The key's label on the token. */
      readonly object: string;
      readonly pin: SecretSource;
    };

export const DEFAULT_VARIABLE = "WAYSEAL_ROOT_KEY";

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
const FORMS =
  "must be file, file:/path, env, env:/path, env:NAME, passphrase, or a PKCS #11 URI such as " +
  "pkcs11:token=wayseal;object=root?module-path=/usr/lib/hsm.so&pin-source=file:/run/secrets/pin";

/** A keyring's setting that cannot be used. The message does not repeat it: someone may have put a secret there. */
export class KeyringSourceError extends Error {
  override readonly name = "KeyringSourceError";
}

/**
 * Reads a keyring's setting: `file[:path]`, `env[:path or NAME]`, `passphrase`, or a PKCS #11 URI (RFC 7512).
 *
 * @param defaultFile The root key file where `file` names none.
 * @throws {KeyringSourceError}
 */
export function parseKeyringSource(text: string, defaultFile: string): KeyringSource {
  const [kind, rest] = [text.trim().replace(/:.*$/s, ""), text.trim().replace(/^[^:]*:?/s, "")];
  if (kind === "file") return { kind, path: rest === "" ? defaultFile : absolute(rest) };
  if (kind === "env") return { kind, from: rest === "" ? { variable: DEFAULT_VARIABLE } : secretSource(rest) };
  if (kind === "passphrase" && rest === "") return { kind };
  if (kind === "pkcs11") return parsePkcs11(rest);
  throw new KeyringSourceError(FORMS);
}

/** @throws {KeyringSourceError} */
function parsePkcs11(uri: string): KeyringSource {
  const [path = "", query = ""] = uri.split("?", 2);
  const attributes = new Map([...pairs(path, ";"), ...pairs(query, "&")]);
  const take = (name: string) => {
    const value = attributes.get(name);
    attributes.delete(name);
    if (value === undefined || value === "") throw new KeyringSourceError(`must name ${name} in its PKCS #11 URI`);
    return value;
  };
  if (attributes.has("pin-value")) {
    throw new KeyringSourceError("must not hold the PIN itself: give pin-source=file:/path or pin-source=env:NAME");
  }
  attributes.delete("type");
  const [module, token, object] = [absolute(take("module-path")), take("token"), take("object")];
  const pin = secretSource(take("pin-source").replace(/^(file|env):/, ""));
  const unknown = [...attributes.keys()][0];
  if (unknown !== undefined) throw new KeyringSourceError("has a PKCS #11 URI with an attribute that is not used here");
  return { kind: "pkcs11", module, token, object, pin };
}

function pairs(text: string, separator: string): [string, string][] {
  return text
    .split(separator)
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      try {
        return [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
      } catch {
        throw new KeyringSourceError("has a PKCS #11 URI with a broken percent code");
      }
    });
}

function secretSource(text: string): SecretSource {
  if (isAbsolute(text)) return { file: text };
  if (VARIABLE.test(text) && !isPlaceholder(text)) return { variable: text };
  throw new KeyringSourceError("must name an absolute path or a variable, and never hold the secret itself");
}

function absolute(path: string): string {
  if (!isAbsolute(path)) throw new KeyringSourceError("must name an absolute path");
  return path;
}
