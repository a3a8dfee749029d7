import { asItIs } from "../as-it-is.js";
import { valueOf } from "../capture/fields.js";
import { nearest } from "../capture/nearest.js";
import { attempt } from "../guard.js";
import type { Outbox } from "../outbox/outbox.js";
import type { Control } from "../states.js";
import type { REST } from "./rest.js";

/** What the chunk gives. */
export type Rest = typeof REST;

/** What is done as soon as the chunk is here. */
const waiting: (() => void)[] = [];
const later = (run: () => void): void => {
  // It may never come.
  if (waiting.length < 500) waiting.push(run);
};

/**
 * Puts the rest of the SDK in its place. In the script-tag file the build puts what follows where the modules of `rest.ts`
 * are imported. Each refuses whatever it is asked, or leaves it for later, until the chunk's own takes its place.
 */
export function takeRest(rest: Rest): void {
  [
    captureClicks,
    measureEngagement,
    indexedDbOutbox,
    learnWords,
    markOf,
    controlOf,
    judge,
    cleanJson,
    rememberTyped,
    cutTyped,
    repeatsNever,
    refuse,
    watchFrames,
    isSecret,
    amend,
    reconcile,
    takeTurn,
    takePlugged,
    watchAddress,
    watchTree,
  ] = rest;
  for (const run of waiting.splice(0)) run();
}

/** What is pressed meanwhile is reported then, with the time when it was. */
export let captureClicks: Rest[0] = (context) => {
  let press: ReturnType<Rest[0]> | undefined;
  later(() => (press = captureClicks(context)));
  return (event, hit) => {
    const time = context.now();
    if (press) press(event, hit);
    else later(() => press?.(event, hit, time));
  };
};

/** What came before is not known. */
export let measureEngagement: Rest[1] = (context) => {
  let engagement: ReturnType<Rest[1]> | undefined;
  later(() => (engagement = measureEngagement(context)));
  return { take: () => engagement?.take() ?? { engaged: 0, scroll: 0 } };
};

/** Records stay in memory. */
export let indexedDbOutbox: (...asked: Parameters<Rest[2]>) => Outbox | undefined = () => undefined;

export let learnWords: Rest[3] = (table) => later(() => learnWords(table));

/** Nothing shows. */
export let markOf: Rest[4] = (element) => (nearest(element, "[data-wayseal=deny]") ? "deny" : "redact");

/** Nothing is known, and nothing may be shown, also when it is judged later: `judge` knows it by what is missing. */
export let controlOf: Rest[5] = (field) => ({ value: "", typed: [valueOf(field)] }) as unknown as Control;

export let judge: Rest[6] = () => ({ class: "unknown", sign: -1, open: true, verdict: "never" });

export let cleanJson: Rest[7] = () => undefined;

/** How the words begin that were typed. */
const typed = new Set<string>();

export let rememberTyped: Rest[8] = (...told) => {
  for (const word of told[0].toLowerCase().match(/[\p{L}\p{N}]{3,4}/gu) ?? []) typed.add(word);
  later(() => rememberTyped(...told));
};

/** What may repeat any of them goes whole. */
export let cutTyped: Rest[9] = (text) =>
  [...typed].some((word) => text.toLowerCase().includes(word)) ? "[typed]" : text;

export let repeatsNever: Rest[10] = () => true;

/** What has been redacted without the chunk holds nothing that a policy could refuse. */
export let refuse: Rest[11] = () => asItIs;

export let watchFrames: Rest[12] = (...asked) => later(() => watchFrames(...asked));

/** Whatever it is. */
export let isSecret: Rest[13] = () => true;

/** What cannot be shown to the page's hook does not leave. */
export let amend: Rest[14] = (event, { beforeSend }) => {
  if (beforeSend) throw new Error("beforeSend has not been asked");
  return event;
};

/** Nothing is on the device. */
export let reconcile: Rest[15] = async () => [];

export let takeTurn: Rest[16] = (_, run) => run();

export let takePlugged: Rest[17] = (...asked) => later(() => attempt(() => takePlugged(...asked)));

export let watchAddress: Rest[18] = (...asked) => later(() => watchAddress(...asked));

export let watchTree: Rest[19] = (...asked) => later(() => watchTree(...asked));
