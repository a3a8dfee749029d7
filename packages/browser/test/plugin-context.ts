import type { PluginContext, PluginSighting } from "../src/plugin.js";

export interface TestContext extends PluginContext {
  readonly emitted: PluginSighting[];
  readonly choices: unknown[];
  readonly faults: unknown[];
  /** Ends the client. */
  stop(): void;
}

/** A context for one plugin, over a window of the test's making. */
export function pluginContext(window: object): TestContext {
  const abort = new AbortController();
  const emitted: PluginSighting[] = [];
  const choices: unknown[] = [];
  const faults: unknown[] = [];
  return {
    window: window as Window & typeof globalThis,
    emitted,
    choices,
    faults,
    emit: (event) => void emitted.push(event),
    token: () => undefined,
    consent: (choice) => void choices.push(choice),
    listen: (target, type, handler) =>
      target.addEventListener(type, handler as EventListener, { capture: true, signal: abort.signal }),
    onStop: (run) => abort.signal.addEventListener("abort", run),
    report: (fault) => void faults.push(fault),
    stop: () => abort.abort(),
  };
}
