import type { LiveMessage, SessionAnswer } from "@wayseal/collector/api";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { LiveState } from "../api/connect-live.js";
import type { Range } from "../route/route.js";

/** What every page behind the sign-in may use. */
export interface Console {
  readonly session: SessionAnswer;
  /** The site that the pages speak of: one of the session's. */
  readonly site: { readonly id: string; readonly name: string };
  readonly range: Range;
  readonly live: Live;
}

export interface Live {
  readonly state: LiveState;
  /** Recent messages, oldest first, with the time at which they reached this page. */
  readonly recent: readonly { readonly seen: number; readonly message: LiveMessage }[];
  /** Grows with every message and after every gap: something may be new. */
  readonly beat: number;
}

export const ConsoleContext = createContext<Console | null>(null);

/** @throws {Error} Outside of the signed-in console. */
export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (value === null) throw new Error("This page needs a session");
  return value;
}
