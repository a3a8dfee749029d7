import type { LoadChunk } from "./chunks.js";
import { type Client, createClient } from "./client.js";
import { checkOptions, type Options } from "./options.js";

const clients = new Map<string, Client>();

/**
 * Starts one client a site.
 *
 * @param embedded The key set that came with the script.
 * @throws {OptionsError}
 */
export function startClient(options: Options, embedded: string | null, loadChunk: LoadChunk): Client {
  const running = clients.get(options.site);
  if (running) return running;
  const settings = checkOptions(options, embedded);
  const client = createClient(settings, loadChunk);
  const kept: Client = {
    ...client,
    stop() {
      clients.delete(settings.site);
      client.stop();
    },
  };
  clients.set(settings.site, kept);
  return kept;
}
