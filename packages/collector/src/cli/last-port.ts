import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_PORT } from "../settings/settings.js";

/**
 * The port on which a collector last ran on a data directory: what is printed while none runs goes by it. The number alone, and no
 * host: whoever can write there sends nobody's page elsewhere.
 */
const NAME = "last-port";

/** Notes it; a directory in which that fails is served all the same. */
export async function noteLastPort(data: string, port: number): Promise<void> {
  await writeFile(join(data, NAME), `${port}\n`, { mode: 0o600 }).catch(() => undefined);
}

/** @returns The port of the settings where they name another than the default, else the one that was noted. */
export async function lastPort({ data, port }: { readonly data: string; readonly port: number }): Promise<number> {
  if (port !== DEFAULT_PORT) return port;
  const noted = /^(\d{1,5})\n$/.exec(await readFile(join(data, NAME), "utf8").catch(() => ""))?.[1];
  return noted !== undefined && Number(noted) > 0 && Number(noted) < 65_536 ? Number(noted) : port;
}
