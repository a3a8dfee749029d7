import { readFileSync } from "node:fs";
import { LEVELS, SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { parseRootKeyFile } from "../src/keyring/root-key-file.js";
import { secretsInMemory } from "./secrets-in-memory.js";
import { FILE, secretsOf } from "./secrets-of.js";
import type { Stack } from "./stack.js";

/** Keys by what they go with: a level that has a root key of its own, or the common root key. */
export type LevelSecrets = ReadonlyMap<"base" | SealedLevel, ReadonlyMap<string, Buffer>>;

/** Every key of a site and of its one subject that a process could hold, with that of each level. No collector may run. */
export async function levelSecrets(
  stack: Stack,
  at: {
    readonly config: string;
    readonly keyFile: (level: SealedLevel) => string;
    readonly subject: string;
  },
): Promise<LevelSecrets> {
  const env = { WAYSEAL_CONFIG: at.config };
  const all = await secretsOf(stack, { ...FILE, env }, [at.subject]);
  for (const level of SEALED_LEVELS) {
    all.set(`root key of ${level}`, parseRootKeyFile(readFileSync(at.keyFile(level), "utf8"), level));
  }
  const sorted = new Map<"base" | SealedLevel, Map<string, Buffer>>();
  for (const [name, secret] of all) {
    const level = levelOf(name);
    sorted.set(level, (sorted.get(level) ?? new Map<string, Buffer>()).set(name, secret));
  }
  for (const level of SEALED_LEVELS) {
    const names = [...(sorted.get(level)?.keys() ?? [])].join();
    const missing = ["root key of", "level key of", "KEK of", "DEK of"].find((kind) => !names.includes(kind));
    if (missing !== undefined) throw new Error(`No ${missing} ${level} is looked for`);
  }
  return sorted;
}

/**
 * Looks into the memory of the collector that runs, on Linux.
 *
 * @returns Of which levels keys lie there, from the lowest; `base` is the common root key.
 */
export function heldInMemory(stack: Stack, secrets: LevelSecrets): string[] {
  const found = secretsInMemory(stack.pid(), new Map([...secrets.values()].flatMap((keys) => [...keys])));
  const levels = [...new Set(found.map(levelOf))];
  const rank = (level: "base" | SealedLevel) => (level === "base" ? 0 : LEVELS[level]);
  return levels.sort((a, b) => rank(a) - rank(b));
}

/** With a level go the keys that only actions of its clearance need (docs/keys.md). */
function levelOf(name: string): "base" | SealedLevel {
  if (/^(receipt|quarantine)/.test(name)) return "restricted";
  if (/^request|^blind-index key of (?!hash$)/.test(name)) return "confidential";
  if (name.startsWith("audit")) return "internal";
  return SEALED_LEVELS.find((level) => name.split(" ").includes(level)) ?? "base";
}
