import { followTcf } from "../consent/follow-tcf.js";
import { relayConsent } from "../consent/relay-consent.js";
import { readTcfRules, type TcfOptions } from "../consent/tcf-rules.js";
import type { Plugin } from "../plugin.js";

export type { TcfOptions };

/**
 * Takes consent from the page's platform for IAB Europe's TCF 2.2 (`__tcfapi`) and follows its changes. It grants only
 * what the platform says is granted; while it says nothing, what the visitor chose here before holds, and after `patience`
 * nothing does. Use one consent adapter a page: where the platform has GPP too, `gpp`, which asks this one where the TCF
 * is in force.
 */
export function tcf(options: TcfOptions = {}): Plugin {
  const rules = readTcfRules(options);
  return (context) => followTcf(context, rules, relayConsent(context, rules.patience));
}
