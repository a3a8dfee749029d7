/** What a merchant pastes, for each way of loading. */
export interface InstallSnippets {
  /** The tag that carries the site's key set and updates itself. */
  readonly script: string;
  /** The tag that is pinned by a hash; null where the script has not been built here. */
  readonly pinned: string | null;
  /** The npm package's first lines. */
  readonly npm: string;
}

export interface InstallFacts {
  /** Where pages reach the collector, without a slash at the end. */
  readonly address: string;
  readonly site: string;
  /** The site's signing key, base64url. */
  readonly key: string;
  readonly script: { readonly version: string; readonly integrity: string } | null;
}

export function installSnippets({ address, site, key, script }: InstallFacts): InstallSnippets {
  return {
    script: `<script async src="${address}/v1/wayseal.js?site=${site}"></script>`,
    pinned:
      script &&
      [
        `<script async src="${address}/v1/wayseal-${script.version}.js"`,
        `  integrity="${script.integrity}" crossorigin="anonymous"`,
        `  data-site="${site}" data-key="${key}"></script>`,
      ].join("\n"),
    npm: [
      `import { init } from "@wayseal/browser";`,
      ``,
      `const wayseal = init({`,
      `  site: "${site}",`,
      `  collector: "${address}",`,
      `  key: "${key}",`,
      `});`,
    ].join("\n"),
  };
}
