import { captureClicks } from "../capture/click.js";
import { controlOf } from "../capture/control.js";
import { measureEngagement } from "../capture/engagement.js";
import { watchFrames } from "../capture/frames.js";
import { markOf } from "../capture/marks.js";
import { isSecret } from "../capture/secrets.js";
import { watchAddress } from "../capture/watch-address.js";
import { watchTree } from "../capture/watch-tree.js";
import { CHUNK_FILES } from "../chunk-files.js";
import { trimRows } from "../outbox/rows.js";
import { reconcile } from "../outbox/reconcile.js";
import { takeTurn } from "../outbox/take-turn.js";
import { amend } from "../redact/amend.js";
import { takePlugged } from "../take-plugged.js";
import { learnWords } from "../redact/class-of-words.js";
import { redactField } from "../redact/field.js";
import { cleanJson } from "../redact/json.js";
import { refuse } from "../redact/refuse.js";
import { cutTyped, rememberTyped } from "../redact/typed.js";

/**
 * The rest of the SDK, a chunk beside the script-tag file: what watches clicks, use and the address, what
 * reads records on the device, and all that may let a value, a property, a label or a name out of the page. Until it is here its
 * stand-ins refuse; the npm package holds it from the beginning. A list, since its names are nobody's but ours.
 */
export const REST = [
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
  // Whoever has checked this chunk can check the next ones.
  CHUNK_FILES,
] as const;

// As `requireConsent` is written where it is an option: unheard, the page is captured before consent.
if (document.querySelector("script[data-requireconsent]")) console.error("wayseal: write data-require-consent");
