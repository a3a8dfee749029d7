import { DataDirError } from "./errors.js";

/** @returns What a file system's error means for a data directory; the error itself where it is not one of those. */
export function explain(error: unknown, dir: string): unknown {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new DataDirError(
        "read-only",
        `${dir} cannot be written: it belongs to another user or is mounted read-only`,
      );
    case "ENOSPC":
    case "EDQUOT":
      return new DataDirError("full", `There is no space left for ${dir}: free some and start again`);
    case "ENOTDIR":
    case "EISDIR":
      return new DataDirError("foreign", `${dir} is in the way: a data directory must be a directory`);
    case "EIO":
      return new DataDirError("damaged", `The disk under ${dir} reports errors`);
    default:
      return error;
  }
}
