import { messageOf } from "../errors/message-of.js";
import { placeOf } from "../errors/place-of.js";
import type { ErrorSighting, Plugin } from "../plugin.js";

/** Options of `errors`. A script tag gives them as text: `data-limit="50"`. */
export interface ErrorsOptions {
  /** Most errors that one page load reports. Default 20. */
  readonly limit?: number | string;
}

const LIMIT = 20;

/**
 * Reports script errors, unhandled rejections, and scripts, styles and pictures that could not be loaded: the message
 * without what it quotes, the template of the source's address, and the line. Each once a page load; no stacks.
 */
export function errors({ limit = LIMIT }: ErrorsOptions = {}): Plugin {
  const most = Number(limit) >= 0 ? Number(limit) : LIMIT;
  return ({ window, emit, listen }) => {
    const seen = new Set<string>();
    const tell = (error: Omit<ErrorSighting, "type">): void => {
      const key = JSON.stringify(error);
      if (seen.has(key) || seen.size >= most) return;
      seen.add(key);
      emit({ type: "error", ...error });
    };

    listen(window, "error", (event: ErrorEvent) => {
      const { target } = event;
      if (target && target !== window) {
        const { localName, src, href } = target as Element & { readonly src?: unknown; readonly href?: unknown };
        const source = src || href;
        // An element that has no address has not failed to load one.
        if (typeof source !== "string") return;
        return tell({ kind: "resource", message: `${localName} could not be loaded`, source });
      }
      const { message, filename, lineno } = event;
      tell({ kind: "error", message: messageOf(event.error ?? message), ...place(filename, lineno) });
    });
    listen(window, "unhandledrejection", ({ reason }: PromiseRejectionEvent) => {
      const { source, line } = placeOf(reason);
      tell({ kind: "rejection", message: messageOf(reason), ...place(source, line) });
    });
  };
}

function place(source: string | undefined, line: number | undefined): Pick<ErrorSighting, "source" | "line"> {
  return source ? { source, ...(line ? { line } : {}) } : {};
}
