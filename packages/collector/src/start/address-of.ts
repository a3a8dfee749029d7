import type { Settings } from "../settings/settings.js";

/** @returns Where people reach a collector of these settings, without a slash at the end. */
export function addressOf({ baseUrl, host }: Pick<Settings, "baseUrl" | "host">, port: number): string {
  if (baseUrl !== null) return baseUrl;
  // An address that stands for all of a machine's is nowhere to go to.
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
