import { createElement, type ReactElement, type ReactNode } from "react";
import type { Options } from "../options.js";
import { WaysealProvider, type WaysealProviderProps } from "./react.js";

export { useConsent, usePageView, useWayseal } from "./react.js";

/** The options that a server component can hand to a client component: what is data. */
export type WaysealProps = Omit<Options, "fetch" | "now" | "random" | "storage" | "plugins"> &
  Pick<WaysealProviderProps, "children">;

/**
 * Starts the SDK in a Next.js app: put it round `children` in the root layout, a server component. For options that are
 * functions, such as plugins, render `WaysealProvider` in a client component of your own.
 */
export function Wayseal({ children, ...options }: WaysealProps & { readonly children?: ReactNode }): ReactElement {
  return createElement(WaysealProvider, { options, children });
}
