import type { Command } from "commander";
import type { Context } from "./context.js";
import { loadNamed } from "./load-named.js";

/** Adds a command. By `args`, all that was typed, a command of many parts can load the one that is called alone. */
export type Add = (program: Command, context: Context, args: readonly string[]) => void | Promise<void>;

/** By name, in the order that help lists them in. */
export const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  init: async () => (await import("./commands/init.js")).addInit,
  serve: async () => (await import("./commands/serve.js")).addServe,
  sites: async () => (await import("./commands/sites.js")).addSites,
  users: async () => (await import("./commands/users.js")).addUsers,
  tokens: async () => (await import("./commands/tokens.js")).addTokens,
  ingest: async () => (await import("./commands/ingest.js")).addIngest,
  keys: async () => (await import("./commands/keys.js")).addKeys,
  find: async () => (await import("./commands/find.js")).addFind,
  index: async () => (await import("./commands/index-waiting.js")).addIndex,
  erase: async () => (await import("./commands/erase.js")).addErase,
  hold: async () => (await import("./commands/hold.js")).addHold,
  purge: async () => (await import("./commands/purge.js")).addPurge,
  quarantine: async () => (await import("./commands/quarantine.js")).addQuarantine,
  policy: async () => (await import("./commands/policy/policy.js")).addPolicy,
  receipt: async () => (await import("./commands/receipt.js")).addReceipt,
  audit: async () => (await import("./commands/audit.js")).addAudit,
  export: async () => (await import("./commands/export.js")).addExport,
  backup: async () => (await import("./commands/backup/backup.js")).addBackup,
  restore: async () => (await import("./commands/restore.js")).addRestore,
  requests: async () => (await import("./commands/requests.js")).addRequests,
  reveals: async () => (await import("./commands/reveals.js")).addReveals,
  doctor: async () => (await import("./commands/doctor.js")).addDoctor,
};

/**
 * Loads the code of the command that is called: of all of them it would take most of a short command's time.
 *
 * @returns What adds it, or all of them where help is asked for or nothing that is known is called.
 */
export async function loadCommands(args: readonly string[]): Promise<readonly Add[]> {
  const [name] = args;
  if (args.length === 1 && (name === "--version" || name === "-V")) return [];
  return loadNamed(COMMANDS, name);
}
