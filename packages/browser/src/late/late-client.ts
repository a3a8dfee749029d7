import type { Client } from "../client.js";
import { init } from "../init.js";
import type { Options } from "../options.js";

/** A client that a framework's tree can use before it has started, on the server too. */
export interface LateClient {
  /** Keeps calls until the client has started, and then in their order. */
  readonly client: Client;
  /** Starts, or goes on where `stop` was called in the same turn. Bad options are said on the console. */
  start(options: Options): void;
  /** Stops after this turn, so that a tree which is taken down and put up again at once is one visit. */
  stop(): void;
}

/** Calls that are kept; a tree that never starts must not fill the memory. */
const MOST_WAITING = 200;

export function lateClient(): LateClient {
  let running: { readonly site: string; readonly client: Client } | null = null;
  let ending: ReturnType<typeof setTimeout> | undefined;
  const waiting: ((client: Client) => void)[] = [];
  const later = (run: (client: Client) => void): void => {
    if (running) run(running.client);
    else if (waiting.length < MOST_WAITING) waiting.push(run);
  };
  const end = (): void => {
    running?.client.stop();
    running = null;
  };

  return {
    client: {
      track: (...args) => later((client) => client.track(...args)),
      page: () => later((client) => client.page()),
      register: (properties) => later((client) => client.register(properties)),
      unregister: (name) => later((client) => client.unregister(name)),
      identify: (...args) => later((client) => client.identify(...args)),
      reset: () => later((client) => client.reset()),
      consent: (choices) => later((client) => client.consent(choices)),
      optOut: () => later((client) => client.optOut()),
      optIn: () => later((client) => client.optIn()),
      use: (plugin) => later((client) => client.use(plugin)),
      flush: async () => running?.client.flush(),
      stop: end,
    },
    start(options) {
      clearTimeout(ending);
      if (running?.site === options.site) return;
      end();
      try {
        running = { site: options.site, client: init(options) };
      } catch (fault) {
        // A measurement that is set up wrongly must not take the merchant's page down.
        console.error("wayseal:", fault);
        return;
      }
      for (const run of waiting.splice(0)) later(run);
    },
    stop() {
      ending = setTimeout(end);
    },
  };
}
