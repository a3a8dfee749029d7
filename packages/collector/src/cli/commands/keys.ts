import type { Command } from "commander";
import type { Context } from "../context.js";
import { loadNamed } from "../load-named.js";

/** By name, but those of signing, which are several: whatever is not found here is found in all of them. */
const KEYS: Readonly<Record<string, () => Promise<(keys: Command, context: Context) => void>>> = {
  list: async () => (await import("./keys/list.js")).addKeysList,
  rotate: async () => (await import("./keys/rotate.js")).addKeysRotate,
  refresh: async () => (await import("./keys/refresh.js")).addKeysRefresh,
  compromised: async () => (await import("./keys/compromised.js")).addKeysCompromised,
  destroy: async () => (await import("./keys/destroy.js")).addKeysDestroy,
  signing: async () => (await import("./keys/signing.js")).addKeysSigning,
  separate: async () => (await import("./keys/separate.js")).addKeysSeparate,
  split: async () => (await import("./keys/split.js")).addKeysSplit,
  combine: async () => (await import("./keys/combine.js")).addKeysCombine,
};

export async function addKeys(program: Command, context: Context, args: readonly string[]): Promise<void> {
  const keys = program.command("keys").description("root keys, their copies, and keys of sites");
  for (const add of await loadNamed(KEYS, args[1])) add(keys, context);
}
