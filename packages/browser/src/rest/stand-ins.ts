import { asItIs } from "../as-it-is.js";
import { valueOf } from "../capture/fields.js";
import { nearest } from "../capture/nearest.js";
import { attempt } from "../guard.js";
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
    learnWords,
    markOf,
    controlOf,
    redactField,
    cleanJson,
    cutTyped,
    refuse,
    watchFrames,
    isSecret,
    amend,
    reconcile,
    takeTurn,
    takePlugged,
    watchAddress,
    watchTree,
    trimRows,
    rememberTyped,
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

export let learnWords: Rest[2] = (table) => later(() => learnWords(table));

/** Nothing shows. */
export let markOf: Rest[3] = (element) => (nearest(element, "[data-wayseal=deny]") ? "deny" : "redact");

/** Nothing is known, and nothing may be shown, also when it is judged later: `judge` knows it by what is missing. */
export let controlOf: Rest[4] = (field) => ({ value: "", typed: [valueOf(field)] }) as unknown as Control;

/** How the words begin that were typed. */
const typed = new Set<string>();

/** No class and no value; and what was typed may be anything. */
export let redactField: Rest[5] = ({ typed: texts }, { needWords }, removed) => {
  needWords?.();
  removed["value"] = "never";
  for (const text of texts) {
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]{3,4}/gu) ?? []) typed.add(word);
    later(() => rememberTyped(text, true));
  }
  return { class: "unknown" };
};

/** Asked for only by what waits for it. */
export let rememberTyped: Rest[18];

export let cleanJson: Rest[6] = () => undefined;

/** What may repeat any of them goes whole. */
export let cutTyped: Rest[7] = (text) =>
  [...typed].some((word) => text.toLowerCase().includes(word)) ? "[typed]" : text;

/** What has been redacted without the chunk holds nothing that a policy could refuse. */
export let refuse: Rest[8] = () => asItIs;

export let watchFrames: Rest[9] = (...asked) => later(() => watchFrames(...asked));

/** Whatever it is. */
export let isSecret: Rest[10] = () => true;

/** What cannot be shown to the page's hook does not leave. */
export let amend: Rest[11] = (event, { beforeSend }) => {
  if (beforeSend) throw new Error("beforeSend has not been asked");
  return event;
};

/** Nothing is on the device. */
export let reconcile: Rest[12] = async () => [];

export let takeTurn: Rest[13] = (_, run) => run();

export let takePlugged: Rest[14] = (...asked) => later(() => attempt(() => takePlugged(...asked)));

export let watchAddress: Rest[15] = (...asked) => {
  let settle: ReturnType<Rest[15]> | undefined;
  later(() => (settle = watchAddress(...asked)));
  return () => settle?.();
};

export let watchTree: Rest[16] = (...asked) => later(() => watchTree(...asked));

/** A few more than the bounds do no harm. */
export let trimRows: Rest[17] = async (...asked) => later(() => void trimRows(...asked).catch(() => undefined));
