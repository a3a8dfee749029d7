import type { PKCS11 } from "pkcs11js";
import type * as pkcs11js from "pkcs11js";
import { KeyringError } from "../ports/keyring.js";

export type Pkcs11 = typeof pkcs11js;

/** An HSM's library in use. Cryptoki is initialised once a process, however many keyrings use it. */
export interface Pkcs11Module {
  readonly api: Pkcs11;
  readonly module: PKCS11;
  /** Ends it with its last user. */
  release(): void;
}

const loaded = new Map<string, { readonly module: PKCS11; users: number }>();

/**
 * Loads the library of an HSM's maker.
 *
 * @throws {KeyringError} `unsupported` without the package `pkcs11js`; `missing` if the library does not load
 */
export async function loadPkcs11(path: string): Promise<Pkcs11Module> {
  const api = await import("pkcs11js").then(
    (found) => (found as unknown as { default?: Pkcs11 }).default ?? found,
    () => {
      const message = "The keyring pkcs11 needs the package pkcs11js, which did not install: it wants a C++ compiler";
      throw new KeyringError("unsupported", message);
    },
  );
  let held = loaded.get(path);
  if (held === undefined) {
    const module = new api.PKCS11();
    try {
      module.load(path);
      module.C_Initialize({ flags: api.CKF_OS_LOCKING_OK });
    } catch (error) {
      // Another part of the process may have initialised it: then it is not ours to end.
      if ((error as { code?: number }).code !== api.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        throw new KeyringError("missing", `The PKCS #11 library ${path} does not load (${reasonOf(error)})`);
      }
    }
    loaded.set(path, (held = { module, users: 0 }));
  }
  const { module } = held;
  held.users++;
  let released = false;
  return {
    api,
    module,
    release() {
      const current = loaded.get(path);
      if (released || current === undefined) return;
      released = true;
      if (--current.users > 0) return;
      loaded.delete(path);
      module.C_Finalize();
      module.close();
    },
  };
}

/** @returns Cryptoki's name for an error, such as `CKR_PIN_INCORRECT`: safe to print. */
export function reasonOf(error: unknown): string {
  const { message } = error as { message?: string };
  return /CKR_\w+/.exec(message ?? "")?.[0] ?? "no reason given";
}
