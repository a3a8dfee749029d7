import { type Keyring, KeyringError } from "../ports/keyring.js";

/**
 * Two root keys as one while one takes the other's place: what either wrapped is unwrapped, and the new one alone wraps. So
 * everything opens at every moment of a rotation, however far it has come.
 */
export function rotatingKeyring({ from, to }: { readonly from: Keyring; readonly to: Keyring }): Keyring {
  return {
    wrap: (key, context) => to.wrap(key, context),
    async unwrap(wrapped, context) {
      const { id } = await to.describe();
      return (wrappedBy(wrapped) === id ? to : from).unwrap(wrapped, context);
    },
    generate: (context) => to.generate(context),
    describe: () => to.describe(),
    destroy: () =>
      Promise.reject(new KeyringError("unsupported", "A root key is not destroyed while another takes its place")),
    async close() {
      await from.close();
      await to.close();
    },
  };
}

/** @returns The id of the root key that wrapped this, or null where no root key did: a level key, or nothing any more. */
export function wrappedBy(wrapped: Uint8Array): string | null {
  return wrapped.length > 9 && wrapped[0] === 0x01 ? Buffer.from(wrapped.subarray(1, 9)).toString("base64url") : null;
}
