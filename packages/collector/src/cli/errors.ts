/** A command cannot be carried out as it was given. The message is one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Errors whose message was written for an operator: shown as it is, in one line. */
const EXPECTED = new Set([
  "AdminError",
  "AccessError",
  "BackupError",
  "CatalogError",
  "DataDirError",
  "EngineError",
  "EventStoreError",
  "ExportError",
  "KeyringError",
  "KeySetError",
  "ListenError",
  "PolicyError",
  "ReceiptError",
  "SettingsError",
  "UsageError",
]);

/** What each system error means to an operator, where no part of ours has said so already. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  EACCES: "is not permitted to this user",
  EEXIST: "is there already: nothing was written over",
  EPERM: "is not permitted to this user",
  EROFS: "is on a read-only file system",
  ENOSPC: "has no space left",
  EDQUOT: "has no space left",
  EIO: "cannot be read or written: the disk reports errors",
  EMFILE: "cannot be opened: too many files are open",
};

export interface Told {
  readonly code: string;
  readonly message: string;
  readonly exit: 1 | 2 | 70;
}

/** @returns What an operator is told of an error: one line, and no stack unless it is a fault of the program itself. */
export function tell(error: unknown): Told {
  const { name, message, fault, code, path, stack } = (error ?? {}) as Record<string, unknown>;
  const line = String(message).split("\n")[0] ?? "";
  if (EXPECTED.has(String(name))) {
    return { code: typeof fault === "string" ? fault : "invalid", message: line, exit: name === "UsageError" ? 2 : 1 };
  }
  if (typeof code === "string" && Object.hasOwn(SYSTEM, code)) {
    return { code, message: `${typeof path === "string" ? path : "A file"} ${SYSTEM[code]}`, exit: 1 };
  }
  return { code: "internal", message: `This is a fault in Wayseal itself: ${String(stack ?? message)}`, exit: 70 };
}
