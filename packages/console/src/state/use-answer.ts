import { useCallback, useContext, useEffect, useRef, useState } from "preact/hooks";
import { RequestError } from "../api/request.js";
import { SignedOutContext } from "./signed-out-context.js";

export interface Answer<T> {
  /** The last answer; it stays while a newer one is fetched or fails. */
  readonly data: T | undefined;
  readonly error: RequestError | undefined;
  readonly loading: boolean;
  /** Asks again. Several calls while one is under way ask once more after it. */
  readonly refresh: () => void;
}

/** A refetch for what may be new waits a little, so that one serves several events, milliseconds. */
const GATHER = 300;
/** It waits for as long as the one before took, twice over, within these bounds. */
const LEAST_PAUSE = 1_200;
const MOST_PAUSE = 3_000;
/** What was committed is in the event store only after the drain: it is asked for once more after this long. */
const SETTLE = 2_500;
/** After a fault that passes by itself, milliseconds. */
const RETRY = 6_000;
const PASSING: ReadonlySet<string> = new Set(["offline", "unavailable", "busy"]);

/**
 * Asks a question whenever `key` changes, and again when `beat` does, without ever having two under way.
 *
 * @param key Names the question: another key drops the old answer.
 * @param beat Grows when something may be new. A refetch for it is debounced, and waits while the page is hidden.
 */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<T>, beat = 0): Answer<T> {
  const [state, setState] = useState<{ key: string; data?: T; error?: RequestError; loading: boolean }>({
    key,
    loading: true,
  });
  const signedOut = useContext(SignedOutContext);
  const asking = useRef(ask);
  asking.current = ask;
  const again = useRef<(at: "now" | "soon") => void>(() => undefined);

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due = Infinity;
    let busy = false;
    /** Asked for while one was under way, or while nobody looked. */
    let wanted = false;
    let settling = false;
    let pause = LEAST_PAUSE;
    let finished = -Infinity;

    const run = async () => {
      due = Infinity;
      if (document.hidden) {
        wanted = true;
        return;
      }
      busy = true;
      wanted = false;
      let failed = false;
      const started = performance.now();
      setState((state) => (state.key === key ? { ...state, loading: true } : { key, loading: true }));
      try {
        const data = await asking.current(controller.signal);
        if (!controller.signal.aborted) setState({ key, data, loading: false });
      } catch (error) {
        if (controller.signal.aborted) return;
        const fault =
          error instanceof RequestError ? error : new RequestError("failed", "This page could not be read.");
        if (fault.fault === "signed-out") signedOut();
        setState((state) => ({ ...state, key, error: fault, loading: false }));
        failed = PASSING.has(fault.fault);
      }
      busy = false;
      finished = performance.now();
      pause = Math.min(MOST_PAUSE, Math.max(LEAST_PAUSE, 2 * (finished - started)));
      if (failed) schedule(RETRY);
      else if (wanted) schedule(pause);
      else if (settling) {
        settling = false;
        schedule(SETTLE);
      }
    };
    /** The earliest of what was scheduled counts. */
    const schedule = (wait: number) => {
      if (busy) {
        wanted = true;
        return;
      }
      const at = performance.now() + wait;
      if (at >= due) return;
      clearTimeout(timer);
      due = at;
      timer = setTimeout(() => void run(), wait);
    };
    const seen = () => {
      if (!document.hidden && wanted) schedule(0);
    };
    again.current = (at) => {
      if (at === "now") {
        schedule(0);
        return;
      }
      settling = true;
      schedule(Math.max(GATHER, pause - (performance.now() - finished)));
    };
    document.addEventListener("visibilitychange", seen);
    addEventListener("online", seen);
    void run();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("online", seen);
      again.current = () => undefined;
    };
  }, [key, signedOut]);

  const first = useRef(beat);
  useEffect(() => {
    if (beat === first.current) return;
    first.current = beat;
    again.current("soon");
  }, [beat]);

  const refresh = useCallback(() => again.current("now"), []);
  // For one render after the key changed the state is still the old question's.
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: current ? state.loading : true,
    refresh,
  };
}
