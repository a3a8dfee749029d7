import type { SealedLevel } from "@wayseal/protocol";
import type { Log } from "../log/log.js";
import type { Times } from "./schedule.js";

export interface Made {
  readonly data: string;
  /** Where the root key is kept, for people. */
  readonly rootKey: string;
  /** The root key on paper, to be shown once; null where it was there before, or never leaves its HSM. */
  readonly recoveryCopy: string | null;
  /** The same for levels that have a root key of their own. */
  readonly levels: readonly {
    readonly level: SealedLevel;
    readonly rootKey: string;
    readonly recoveryCopy: string | null;
  }[];
}

export interface StartOptions {
  readonly log?: Log;
  /** E-mail address of the first person, where there is nobody yet. */
  readonly owner?: string;
  /** When it purges, where its settings have it purge. @default after 5 minutes, then each 24 hours */
  readonly purgeTimes?: Times;
  /** Called in the moment in which requests begin to be answered. */
  readonly onReady?: (running: Running) => void;
}

export interface Running {
  /** Where it is reached, without a slash at the end. */
  readonly address: string;
  readonly port: number;
  /** What was made, where the data directory was empty. */
  readonly made: Made | null;
  /** The first person's one-time link, until they have set a password. */
  readonly welcome: { readonly link: string; readonly email: string; readonly expires: number } | null;
  /** Stops accepting, ends requests under way, drains and closes. Repeated calls wait for the same end. */
  stop(): Promise<void>;
}
