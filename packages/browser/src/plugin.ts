import type { Client } from "./client.js";
import { guard, type Report } from "./guard.js";
import { type Listen, listenUntil } from "./listen.js";
import type { Sighting } from "./states.js";
import { takePlugged } from "./take-plugged.js";

export type ErrorSighting = Extract<Sighting, { type: "error" }>;
export type VitalSighting = Extract<Sighting, { type: "vital" }>;
export type TrackSighting = Extract<Sighting, { type: "track" }>;
export type PluginSighting = ErrorSighting | VitalSighting | TrackSighting;

/** What a plugin works with. Nothing of it throws. */
export interface PluginContext {
  readonly window: Window & typeof globalThis;
  /** Hands an event to redaction, like any other. Nothing happens while nothing is captured. */
  readonly emit: (event: PluginSighting) => void;
  /** As the client's own: what a consent platform says. */
  readonly consent: Client["consent"];
  /** Takes what gives the ingest token that each stream begins with; what it rejects with is reported, and it is asked again. */
  readonly token: (next: () => Promise<string>) => void;
  /** Listens without ever holding the page up: passive, guarded, and ended by `stop`. */
  readonly listen: Listen;
  /** Runs when the client stops; at once if it has. */
  readonly onStop: (run: () => void) => void;
  /** Told what goes wrong; says it on the console with `debug`. */
  readonly report: Report;
}

/** Called once by the client that uses it. What it throws is reported and never reaches the page. */
export type Plugin = (context: PluginContext) => void;

export interface PluginHost {
  readonly emit: (event: Sighting) => void;
  readonly consent: Client["consent"];
  readonly token: PluginContext["token"];
  readonly report: Report;
  /** Aborted when the client stops. */
  readonly signal: AbortSignal;
}

/** @returns A function that starts a plugin, once however often it is called with it. */
export function hostPlugins({ emit, consent, token, report, signal }: PluginHost): (plugin: Plugin) => void {
  const used = new Set<Plugin>();
  const context: PluginContext = {
    window,
    emit: guard((event) => takePlugged(event, emit), report),
    consent,
    token,
    listen: guard(listenUntil(signal, report), report),
    onStop: guard((run: () => void) => {
      const end = guard(run, report);
      if (signal.aborted) end();
      else signal.addEventListener("abort", end);
    }, report),
    report,
  };
  return guard((plugin: Plugin) => {
    if (signal.aborted || used.has(plugin)) return;
    used.add(plugin);
    plugin(context);
  }, report);
}
