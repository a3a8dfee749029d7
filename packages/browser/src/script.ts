import type { Chunks, LoadChunk } from "./chunks.js";
import type { Client } from "./client.js";
import { CHUNK_FILES, type ChunkFile } from "./chunk-files.js";
import { guard } from "./guard.js";
import { loadPinned } from "./load-pinned.js";
import { type Rest, takeRest } from "./rest/stand-ins.js";
import { startClient } from "./start-client.js";
import type { Options } from "./options.js";
import type { Plugin } from "./plugin.js";

/** What the page may have put in `window.wayseal` before this script came: a stub that collects calls. */
interface Stub {
  readonly q?: ArrayLike<Iterable<unknown>>;
  /** Set by this script. */
  readonly init?: unknown;
}

interface ScriptWindow {
  wayseal?: Stub;
  /** Key sets by site, each a compact JWS. The collector writes it in front of `/v1/wayseal.js?site=`. */
  waysealBoot?: Readonly<Record<string, string>>;
}

/** The script tag's entry: reads its own tag, starts the SDK, and answers the calls that came before. */
function runScript(scope: ScriptWindow, tag: HTMLScriptElement | null): void {
  const stub = scope.wayseal;
  // The tag stands on the page twice.
  if (stub?.init) return;
  const source = tag?.src ? new URL(tag.src) : null;
  /** Everything up to `/v1/…`, so that a path of the merchant's own site works as well as another host. */
  const home = source ? source.origin + source.pathname.replace(/\/(v1\/[^/]*|[^/]*\.js)$/, "") : "";
  const loadChunk: LoadChunk = async (name) => {
    // When all else has returned: a browser that looks where a request comes from would parse the whole script again.
    await (null as unknown as Promise<void>);
    const beside = (file: string): string => new URL(file, source ?? location.href).href;
    // Data and no code, which a pinned script may take from whoever serves it.
    if (name === "words") {
      const WORDS = (await (await fetch(beside("words.json"))).json()) as unknown;
      return { WORDS } as Chunks[typeof name];
    }
    const load = ([file, integrity]: ChunkFile) => loadPinned(beside(file), integrity, tag?.nonce ?? "");
    const rest = (await load(CHUNK_FILES.rest)) as { readonly REST: Rest };
    // Of itself it says none.
    const file = rest.REST[19][name as "preview"];
    if (file) return (await load(file)) as Chunks[typeof name];
    takeRest(rest.REST);
    return undefined as Chunks[typeof name];
  };
  let client: Client | undefined;
  const data: Partial<Record<string, string>> = { ...tag?.dataset };

  /** Plugins are scripts of their own, which may run before the page names its site, and once for all clients. */
  const plugins: Plugin[] = [];
  const init = (options: Partial<Options>): void => {
    const site = options.site ?? "";
    client = startClient(
      { collector: home, ...options, site, plugins: plugins.concat(options.plugins ?? []) },
      scope.waysealBoot?.[site] ?? null,
      loadChunk,
    );
  };
  const call = guard(
    (method?: unknown, ...args: unknown[]): unknown => {
      if (method === "init") return init(args[0] ?? {});
      if (method === "use") plugins.push(args[0] as Plugin);
      const methods = client as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>> | undefined;
      return methods && Object.hasOwn(methods, String(method)) ? methods[String(method)]?.(...args) : undefined;
      // What is wrong with the options, as the npm package's `init` throws it.
    },
    (fault) => console.error("wayseal:", fault),
  );

  const methods = "track page register unregister identify reset consent optOut optIn use flush stop".split(" ");
  const api = Object.assign(
    call,
    Object.fromEntries(methods.map((method) => [method, (...args: unknown[]) => call(method, ...args)])),
    { init },
  );
  scope.wayseal = api;

  const site = source?.searchParams.get("site") ?? data["site"];
  if (site) {
    const given = Object.entries(ATTRIBUTES).filter(([name, read]) => data[name] || (read === flag && name in data));
    call("init", {
      ...Object.fromEntries(given.map(([name, read]) => [name, read(data[name] ?? "")])),
      site,
    });
  }
  const queue = Array.from(stub?.q ?? []);
  const at = queue.findIndex(([method]) => method === "init");
  // A tag manager may have had others speak, such as for the visitor's choice, before it names the site.
  if (at > 0) queue.unshift(...queue.splice(at, 1));
  for (const args of queue) call(...args);
}

const text = (value: string): string => value;
const list = (value: string): string[] => value.split(/\s*,\s*/);
const flag = (): boolean => true;
/** The options that the tag takes, such as `data-flush-interval` for `flushInterval`, and how each is read. */
const ATTRIBUTES: Readonly<Record<string, (value: string) => unknown>> = {
  collector: text,
  key: text,
  token: text,
  country: text,
  consent: text,
  allow: list,
  query: list,
  flushInterval: Number,
  sample: Number,
  requireConsent: flag,
  generated: flag,
  debug: flag,
};

guard(
  () => {
    const found = document.currentScript ?? document.querySelector('script[src*="/wayseal"]');
    runScript(window as unknown as ScriptWindow, found as HTMLScriptElement | null);
  },
  () => undefined,
)();
