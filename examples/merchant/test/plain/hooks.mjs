import { PLAIN_COLLECTOR } from "./edits.mjs";

/**
 * Node's load hook: hands out the collector's modules with their encryption taken out.
 *
 * @type {import("node:module").LoadHook}
 */
export async function load(url, context, next) {
  const loaded = await next(url, context);
  const edit = PLAIN_COLLECTOR.find(({ file }) => url.endsWith(file));
  return edit === undefined ? loaded : { ...loaded, source: edit.apply(String(loaded.source)) };
}
