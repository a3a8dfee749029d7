import { valueOf } from "../capture/fields.js";
import { nearest } from "../capture/nearest.js";
import type { Outbox } from "../outbox/outbox.js";
import type { REST } from "./rest.js";

/** What the chunk gives. */
export type Rest = typeof REST;

/** What is done as soon as the chunk is here. */
const waiting: (() => void)[] = [];
const later = (run: () => void): void => void waiting.push(run);

/**
 * Puts the rest of the SDK in its place. In the script-tag file the build puts what follows where the modules of `rest.ts`
 * are imported. Each refuses whatever it is asked, or leaves it for later, until the chunk's own takes its place.
 */
export function takeRest(rest: Rest): void {
  [
    captureClicks,
    measureEngagement,
    hostPlugins,
    indexedDbOutbox,
    learnWords,
    markOf,
    controlOf,
    judge,
    cleanJson,
    isNever,
    classOfShape,
    rememberTyped,
    cutTyped,
  ] = rest;
  for (const run of waiting.splice(0)) run();
}

export let captureClicks: Rest[0] = (context) => later(() => captureClicks(context));

/** What came before is not known. */
export let measureEngagement: Rest[1] = (context) => {
  let engagement: ReturnType<Rest[1]> | undefined;
  later(() => (engagement = measureEngagement(context)));
  return { take: () => engagement?.take() ?? { engaged: 0, scroll: 0 } };
};

export let hostPlugins: Rest[2] = (host) => {
  let use: ReturnType<Rest[2]> = (plugin) => later(() => use(plugin));
  later(() => (use = hostPlugins(host)));
  return (plugin) => use(plugin);
};

/** Records stay in memory. */
export let indexedDbOutbox: (...asked: Parameters<Rest[3]>) => Outbox | undefined = () => undefined;

export let learnWords: Rest[4] = (table) => later(() => learnWords(table));

/** Nothing shows. */
export let markOf: Rest[5] = (element) => (nearest(element, "[data-wayseal=deny]") ? "deny" : "redact");

/** All is secret, also when it is judged later. */
export let controlOf: Rest[6] = (field) => ({
  ...{ autocomplete: "", type: "", name: "", id: "", label: "", declared: "", value: "", after: "" },
  ...{ secret: true, mark: "redact", listed: false, row: [], typed: valueOf(field) },
});

export let judge: Rest[7] = () => ({ class: "unknown", sign: -1, open: true, verdict: "never" });

export let cleanJson: Rest[8] = () => undefined;

export let isNever: Rest[9] = () => true;

export let classOfShape: Rest[10] = () => null;

let typed = false;

export let rememberTyped: Rest[11] = (...told) => {
  typed = true;
  later(() => rememberTyped(...told));
};

/** A text may repeat what was typed, by ways that are not known yet. */
export let cutTyped: Rest[12] = (text) => (typed && text ? "[typed]" : text);
