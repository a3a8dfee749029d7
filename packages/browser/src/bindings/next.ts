import { createElement, type ReactElement, type ReactNode } from "react";
import type { Options } from "../options.js";
import { WaysealProvider } from "./react.js";

export { useConsent, usePageView, useWayseal } from "./react.js";

export interface WaysealProps {
  /**
   * The options that a server component can hand to a client component: what is data. In one object, since React keeps a
   * `key` of its own from a component.
   */
  readonly options: Omit<Options, "fetch" | "now" | "random" | "storage" | "plugins">;
  readonly children?: ReactNode;
}

/**
 * Starts the SDK in a Next.js app: put it round `children` in the root layout, a server component. For options that are
 * functions, such as plugins, render `WaysealProvider` in a client component of your own.
 */
export function Wayseal({ options, children }: WaysealProps): ReactElement {
  return createElement(WaysealProvider, { options, children });
}
