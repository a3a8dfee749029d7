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

/** A refetch waits at least this long after the one before, milliseconds, and four times as long as that one took. */
const LEAST_PAUSE = 1_200;
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
  const again = useRef<(pause: number) => void>(() => undefined);

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    let wanted = false;
    let pause = LEAST_PAUSE;

    const run = async () => {
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
        const fault = error instanceof RequestError ? error : new RequestError("failed", "This page could not be read.");
        if (fault.fault === "signed-out") signedOut();
        setState((state) => ({ ...state, key, error: fault, loading: false }));
        failed = PASSING.has(fault.fault);
      }
      busy = false;
      if (failed) {
        schedule(RETRY);
        return;
      }
      pause = Math.max(LEAST_PAUSE, 4 * (performance.now() - started));
      if (wanted) schedule(pause);
    };
    const schedule = (wait: number) => {
      if (wait === 0) {
        clearTimeout(timer);
        timer = undefined;
      }
      if (busy || timer !== undefined) {
        wanted = true;
        return;
      }
      timer = setTimeout(() => {
        timer = undefined;
        void run();
      }, wait);
    };
    const seen = () => {
      if (!document.hidden && wanted && !busy) schedule(0);
    };
    again.current = (wait) => schedule(wait === 0 ? 0 : pause);
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
    again.current(1);
  }, [beat]);

  const refresh = useCallback(() => again.current(0), []);
  // For one render after the key changed the state is still the old question's.
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: current ? state.loading : true,
    refresh,
  };
}
