import { awaitFunction } from "../consent/await-function.js";
import { followTcf } from "../consent/follow-tcf.js";
import { GPP_SECTIONS, type GppRules, type GppSection, judgeGpp } from "../consent/judge-gpp.js";
import { relayConsent } from "../consent/relay-consent.js";
import { readTcfRules, type TcfOptions, type TcfRules } from "../consent/tcf-rules.js";
import { strictest, type Verdict } from "../consent/verdict.js";
import type { Plugin, PluginContext } from "../plugin.js";

/** Options of `gpp`: those of `tcf`, for where the TCF is in force, and its own. */
export interface GppOptions extends TcfOptions {
  /**
   * Opt-outs of the US sections that count as a refusal. Default all three: `SaleOptOut`, `SharingOptOut`,
   * `TargetedAdvertisingOptOut`. Wayseal neither sells nor shares, but who opts out of that wants to be left alone.
   */
  readonly optOuts?: readonly string[] | string;
}

/** What is read of the platform's PingReturn. */
interface Ping {
  readonly cmpStatus?: string;
  readonly cmpDisplayStatus?: string;
  readonly signalStatus?: string;
  readonly applicableSections?: readonly number[];
}

interface Told {
  readonly listenerId?: number;
  readonly pingData?: Ping;
}

type Call = (command: string, callback: (data: unknown, success: unknown) => void, parameter?: unknown) => void;

const OPT_OUTS = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];
/** The section that only the TCF's own API may be asked about. @see GPP, Sections/EEA: "the TCF API must be implemented". */
const TCF_EU = "tcfeuv2";
/** `applicableSections` where no law applies. */
const NONE_APPLIES = -1;

/**
 * Takes consent from the page's platform for the IAB's Global Privacy Platform 1.1 (`__gpp`) and follows its changes:
 * every section in force must agree. Otherwise as `tcf`.
 */
export function gpp(options: GppOptions = {}): Plugin {
  const tcfRules = readTcfRules(options);
  const optOuts =
    typeof options.optOuts === "string" ? options.optOuts.split(/\s*,\s*/) : (options.optOuts ?? OPT_OUTS);
  const rules: GppRules = { ...tcfRules, optOuts };
  return (context) => followGpp(context, rules, tcfRules, relayConsent(context, tcfRules.patience));
}

function followGpp(
  context: PluginContext,
  rules: GppRules,
  tcfRules: TcfRules,
  tell: (verdict: Verdict) => void,
): void {
  const { window, onStop, report } = context;
  const call: Call = (...args) => (window as unknown as { readonly __gpp: Call }).__gpp(...args);
  let ping: Ping | undefined;
  let european: Verdict = null;
  let followsTcf = false;

  const judge = (prefix: string | undefined): Verdict => {
    if (prefix === undefined) return "none";
    if (prefix === TCF_EU) {
      if (!followsTcf) {
        followsTcf = true;
        followTcf(context, tcfRules, (verdict) => {
          european = verdict;
          tell(verdictOf(ping));
        });
      }
      return european;
    }
    let section: GppSection = null;
    call("getSection", (data, success) => (section = success === true ? (data as GppSection) : null), prefix);
    return judgeGpp(prefix, section, rules);
  };

  const verdictOf = (said: Ping | undefined): Verdict => {
    if (!said || said.cmpStatus === "error") return "none";
    if (said.signalStatus !== "ready") return said.cmpDisplayStatus === "visible" ? "asking" : null;
    const sections = said.applicableSections ?? [];
    if (sections.length && sections.every((id) => id === NONE_APPLIES)) return tcfRules.elsewhere;
    return strictest(sections.map((id) => judge(GPP_SECTIONS[id])));
  };

  awaitFunction(context, "__gpp", () => {
    let listener: number | undefined;
    let stopped = false;
    const remove = (): void => {
      if (listener !== undefined) call("removeEventListener", () => undefined, listener);
      listener = undefined;
    };
    onStop(() => {
      stopped = true;
      remove();
    });
    call("addEventListener", (data, success) => {
      try {
        const told = data as Told | null;
        listener = told?.listenerId ?? listener;
        if (stopped) return remove();
        ping = success === true ? told?.pingData : undefined;
        tell(verdictOf(ping));
      } catch (fault) {
        report(fault);
        if (!stopped) tell("none");
      }
    });
  });
}
