import { useState } from "preact/hooks";
import { RequestError } from "../api/request.js";

interface Older<Page> {
  readonly pages: readonly Page[];
  readonly loading: boolean;
  readonly error: RequestError | undefined;
  /** Reads one more page below them. */
  readonly read: (ask: (signal: AbortSignal) => Promise<Page>) => Promise<void>;
}

/** Older pages of a list, forgotten when `key` changes. */
export function useOlder<Page>(key: string): Older<Page> {
  const [state, setState] = useState<{
    key: string;
    pages: readonly Page[];
    loading: boolean;
    error?: RequestError;
  }>({ key, pages: [], loading: false });
  const current = state.key === key ? state : { key, pages: [], loading: false };
  const read = async (ask: (signal: AbortSignal) => Promise<Page>) => {
    setState({ key, pages: current.pages, loading: true });
    try {
      const page = await ask(new AbortController().signal);
      setState((state) => (state.key === key ? { key, pages: [...state.pages, page], loading: false } : state));
    } catch (error) {
      const fault = error instanceof RequestError ? error : new RequestError("failed", "These could not be read.");
      setState((state) => (state.key === key ? { ...state, loading: false, error: fault } : state));
    }
  };
  return { pages: current.pages, loading: current.loading, error: state.key === key ? state.error : undefined, read };
}
