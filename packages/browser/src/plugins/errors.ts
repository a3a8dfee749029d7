import { messageOf } from "../errors/message-of.js";
import { placeOf } from "../errors/place-of.js";
import type { ErrorSighting, Plugin } from "../plugin.js";

/** Options of `errors`. A script tag gives them as text: `data-limit="50"`. */
export interface ErrorsOptions {
  /** Most errors that one page load reports. Default 20. */
  readonly limit?: number | string;
}

const LIMIT = 20;
/** Events that wait for the SDK, in memory only. */
const MOST_EARLY = 100;
const TYPES = ["error", "unhandledrejection"];

/**
 * Reports script errors, unhandled rejections, and scripts, styles and pictures that could not be loaded: the message
 * without what it quotes, the template of the source's address, and the line. Each once a page load; no stacks. Also
 * what has failed since this was called, before the SDK was there.
 */
export function errors({ limit = LIMIT }: ErrorsOptions = {}): Plugin {
  const most = Number(limit) >= 0 ? Number(limit) : LIMIT;
  /** What fails before the SDK is here. */
  const early: Event[] = [];
  const keep = (event: Event): void => void (early.length < MOST_EARLY && early.push(event));
  // On a server there is no page.
  const page = typeof window === "undefined" ? undefined : window;
  for (const type of TYPES) page?.addEventListener(type, keep, true);
  return ({ window, emit, listen }) => {
    for (const type of TYPES) page?.removeEventListener(type, keep, true);
    const seen = new Set<string>();
    const tell = (error: Omit<ErrorSighting, "type">, time?: number): void => {
      const key = JSON.stringify(error);
      if (seen.has(key) || seen.size >= most) return;
      seen.add(key);
      emit({ type: "error", ...error, ...(time !== undefined && { time }) });
    };

    const failed = (event: ErrorEvent, time?: number): void => {
      const { target } = event;
      if (target && target !== window) {
        const { localName, src, href } = target as Element & { readonly src?: unknown; readonly href?: unknown };
        const source = src || href;
        // An element that has no address has not failed to load one.
        if (typeof source !== "string") return;
        return tell({ kind: "resource", message: `${localName} could not be loaded`, source }, time);
      }
      const { message, filename, lineno } = event;
      tell({ kind: "error", message: messageOf(event.error ?? message), ...place(filename, lineno) }, time);
    };
    const rejected = ({ reason }: PromiseRejectionEvent, time?: number): void => {
      const { source, line } = placeOf(reason);
      tell({ kind: "rejection", message: messageOf(reason), ...place(source, line) }, time);
    };
    for (const event of early.splice(0)) {
      if (event.type === "error") failed(event as ErrorEvent, event.timeStamp);
      else rejected(event as PromiseRejectionEvent, event.timeStamp);
    }
    listen<ErrorEvent>(window, "error", (event) => failed(event));
    listen<PromiseRejectionEvent>(window, "unhandledrejection", (event) => rejected(event));
  };
}

function place(source: string | undefined, line: number | undefined): Pick<ErrorSighting, "source" | "line"> {
  return source ? { source, ...(line ? { line } : {}) } : {};
}
