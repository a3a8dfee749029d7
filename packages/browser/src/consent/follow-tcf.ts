import type { PluginContext } from "../plugin.js";
import { awaitFunction } from "./await-function.js";
import { judgeTcf, type TcData } from "./judge-tcf.js";
import type { TcfRules } from "./tcf-rules.js";
import type { Verdict } from "./verdict.js";

type Call = (
  command: string,
  version: number,
  callback: (data: TcData | null, success: unknown) => void,
  parameter?: unknown,
) => void;

/** Version of the API, which TCF 2.2 did not change. */
const VERSION = 2;

/** Listens to the page's TCF platform from when there is one, and tells each verdict. */
export function followTcf(context: PluginContext, rules: TcfRules, tell: (verdict: Verdict) => void): void {
  const { window, onStop, report } = context;
  // Looked up for each call: the platform takes its stub's place.
  const call: Call = (...args) => (window as unknown as { readonly __tcfapi: Call }).__tcfapi(...args);
  awaitFunction(context, "__tcfapi", () => {
    let listener: number | undefined;
    let stopped = false;
    const remove = (): void => {
      if (listener !== undefined) call("removeEventListener", VERSION, () => undefined, listener);
      listener = undefined;
    };
    onStop(() => {
      stopped = true;
      remove();
    });
    call("addEventListener", VERSION, (data, success) => {
      try {
        listener = data?.listenerId ?? listener;
        if (stopped) remove();
        else tell(judgeTcf(data, success, rules));
      } catch (fault) {
        // What cannot be read grants nothing, and the platform's other listeners are none of our business.
        report(fault);
        if (!stopped) tell("none");
      }
    });
  });
}
