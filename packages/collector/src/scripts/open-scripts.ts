import { beside } from "../beside.js";
import { SILENT, type Log } from "../log/log.js";
import { createScripts, type Scripts } from "./create-scripts.js";

/** The browser's scripts, with the versions that a data directory has served before. */
export function openScripts({ scripts: kept }: { readonly scripts: string }, log: Log = SILENT): Scripts {
  const warn = (message: string, version: string) => log.warn({ version }, message);
  return createScripts({ built: beside("browser"), kept, warn });
}
