import type { InstallAnswer } from "@wayseal/collector/api";

export type Way = "tag" | "pinned" | "npm";

/**
 * @param address Where this console reaches the collector, without a slash at the end.
 * @param facts Undefined while they are not known: then only the plain tag is.
 * @returns What to paste for each way of loading that is known.
 */
export function installSnippets(
  address: string,
  site: string,
  facts: InstallAnswer | undefined,
): Partial<Record<Way, string>> {
  const tag = `<script async src="${address}/v1/wayseal.js?site=${site}"></script>`;
  if (facts === undefined) return { tag };
  const { key, version, integrity } = facts;
  const pinned =
    `<script async src="${address}/v1/wayseal-${version}.js"\n` +
    `  integrity="${integrity}" crossorigin="anonymous"\n` +
    `  data-site="${site}" data-key="${key}"></script>`;
  const npm =
    `import { init } from "@wayseal/browser";\n\n` +
    `const wayseal = init({\n  site: "${site}",\n  collector: "${address}",\n  key: "${key}",\n});`;
  return { tag, ...(version !== null && integrity !== null && { pinned }), npm };
}
