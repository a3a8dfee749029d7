import { pino, type DestinationStream } from "pino";
import type { Settings } from "../settings/settings.js";
import type { Log } from "./log.js";
import { scrubFields, scrubText } from "./scrub.js";

/**
 * The log: JSON lines on standard error, so that standard output stays for what people and programs asked for. All that
 * passes is scrubbed (see scrub.ts).
 */
export function createLog(
  level: Settings["logLevel"],
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log & { debug: Log["info"] } {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const write = (to: "debug" | "info" | "warn" | "error") => (fields: object, message: string) => {
    if (logger.isLevelEnabled(to)) logger[to](scrubFields(fields) as object, scrubText(message));
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
