import type { Options } from "@wayseal/browser";

/**
 * Reads from the build's environment where events go.
 *
 * @returns Null where nothing is set: the app then works without being measured.
 */
export function readOptions(env: ImportMetaEnv): Options | null {
  const { VITE_WAYSEAL_COLLECTOR: collector, VITE_WAYSEAL_SITE: site, VITE_WAYSEAL_KEY: key } = env;
  if (!collector || !site || !key) return null;
  // Of what is typed, only these two leave the page. All other fields are counted and timed, without their values.
  return { collector, site, key, allow: ["seats", "country"] };
}

declare global {
  interface ImportMetaEnv {
    readonly VITE_WAYSEAL_COLLECTOR?: string;
    readonly VITE_WAYSEAL_SITE?: string;
    readonly VITE_WAYSEAL_KEY?: string;
  }
}
