/** Whether an entry's canonical bytes say that the log was restored from a backup, and goes on from what that held. */
export function isRestore(body: string): boolean {
  return /^{"at":-?\d+,"actor":"[^"]*","kind":"[^"]*","action":"restore"[,}]/.test(body);
}
