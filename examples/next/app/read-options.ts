import type { WaysealProps } from "@wayseal/browser/next";

/** Reads from the server's environment, when a page is asked for, where events go. */
export function readOptions({
  WAYSEAL_COLLECTOR,
  WAYSEAL_SITE,
  WAYSEAL_KEY,
}: NodeJS.ProcessEnv): WaysealProps["options"] {
  return {
    collector: WAYSEAL_COLLECTOR ?? "",
    site: WAYSEAL_SITE ?? "",
    key: WAYSEAL_KEY ?? "",
    // Of what is typed, only this leaves the page. All other fields are counted and timed, without their values.
    allow: ["city"],
  };
}
