import type { Consent } from "@wayseal/protocol";
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Client } from "../client.js";
import { lateClient } from "../late/late-client.js";
import type { Options } from "../options.js";

const ClientContext = createContext<Client | null>(null);
/** Stands in where there is no provider, as in a test of one component. It never starts. */
const NOWHERE = lateClient().client;

export interface WaysealProviderProps {
  /** Options of `init`, read when the tree is put up. Another `site` begins another client. */
  readonly options: Options;
  /** What the visitor chose, if your own banner asks; see `useConsent`. */
  readonly consent?: Consent | null | undefined;
  readonly children?: ReactNode;
}

/**
 * Starts the SDK with the tree and stops it with the tree. It renders its children and nothing else, on the server as well.
 * Route changes need no code: the SDK sees the address change.
 */
export function WaysealProvider({ options, consent, children }: WaysealProviderProps): ReactElement {
  const [late] = useState(lateClient);
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    late.start(latest.current);
    return late.stop;
  }, [late, options.site]);
  useChoice(late.client, consent);
  return createElement(ClientContext.Provider, { value: late.client }, children);
}

/** @returns The provider's client, the same one each time. It may be used at once: calls wait until it has started. */
export function useWayseal(): Client {
  return useContext(ClientContext) ?? NOWHERE;
}

/**
 * Hands on what the visitor chose, and each change of it.
 *
 * @param choice Null or undefined as long as nothing was chosen here: then what they chose before holds.
 */
export function useConsent(choice: Consent | null | undefined): void {
  useChoice(useWayseal(), choice);
}

/**
 * Reports a view whenever `place` changes, for places that the address does not show: a memory router, tabs, steps of a
 * dialogue. Not for routers that change the address, whose views the SDK reports by itself.
 */
export function usePageView(place: string): void {
  const client = useWayseal();
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    client.page();
  }, [client, place]);
}

function useChoice(client: Client, choice: Consent | null | undefined): void {
  useEffect(() => {
    if (choice) client.consent(choice);
  }, [client, choice]);
}
