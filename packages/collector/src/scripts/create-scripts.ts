import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Asset, readAsset } from "./read-asset.js";

/** A script as pages may pin it. */
export interface PublishedScript extends Asset {
  readonly version: string;
}

/** The browser's scripts. What has been served at an address that never changes stays there, over upgrades too. */
export interface Scripts {
  /** A file of this release, or null if it has not been built. */
  built(name: string): Promise<Asset | null>;
  /** This release's script as pages may pin it, kept from now on with its plugins; null if it has not been built. */
  current(): Promise<PublishedScript | null>;
  /** The script of that version, or the chunk, if this collector serves it or has ever served it. */
  version(version: string): Promise<PublishedScript | null>;
  /** A plugin for the script tag: this release's by its name, such as `errors`, or a version's, such as `errors-0.1.0`. */
  plugin(named: string): Promise<(Asset & { readonly pinned: boolean }) | null>;
}

export interface ScriptsOptions {
  /** Folder of the built browser package. */
  readonly built: string;
  /** Folder in which versions are kept; null keeps none, so that only this release's is served. */
  readonly kept: string | null;
  /** Told where a version cannot be kept, and where one was built again with other bytes. */
  readonly warn?: (message: string, version: string) => void;
}

/** What a version may look like, a chunk's with the beginning of its hash: it becomes part of a file's name. */
const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}(-[a-z0-9.]{1,40}){0,2}$/;
/** A plugin's name, by itself or before a version. */
const PLUGIN = /^([a-z]{1,20}(?:-[a-z]{1,20}){0,3})(?:-(\d.*))?$/;
/** Folder of the plugins for the script tag. */
const PLUGINS = "tag";
/** What the script loads from beside itself, by names that say their bytes, so that pages find the ones they check for. */
const CHUNKS = ["rest.js", "x25519.js", "preview.js"];

/** The hash of an asset, hexadecimal. */
const hashOf = ({ integrity }: Asset) => Buffer.from(integrity.replace(/^sha384-/, ""), "base64").toString("hex");

export function createScripts({ built, kept, warn = () => undefined }: ScriptsOptions): Scripts {
  const fileOf = (version: string) => `${/^\d/.test(version) ? "wayseal" : "plugin"}-${version}.js`;
  const warned = new Set<string>();
  const once = (message: string, version: string) => {
    if (!warned.has(message)) warn(message, version);
    warned.add(message);
  };

  const release = async (): Promise<string | null> => {
    const description = await readAsset(dirname(resolve(built)), "package.json");
    const { version } = JSON.parse(description?.bytes.toString("utf8") ?? "{}") as { version?: unknown };
    return typeof version === "string" && VERSION.test(version) ? version : null;
  };

  /** What cannot be read was not kept: pages are served all the same. */
  const readKept = (folder: string, version: string) => readAsset(folder, fileOf(version)).catch(() => null);

  /** Whole or not at all: a page may ask for it while it is written. */
  const keep = async (folder: string, version: string, bytes: Buffer): Promise<void> => {
    const unfinished = join(folder, `.${fileOf(version)}.${process.pid}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(unfinished, bytes, { mode: 0o600, flush: true });
      await rename(unfinished, join(folder, fileOf(version)));
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
      once("the script's version could not be kept: after an upgrade, pages that pin it will not be measured", version);
    }
  };

  /** This release's chunks, kept as its script is. */
  const chunks = async (): Promise<PublishedScript[]> => {
    const version = await release();
    const found = await Promise.all(CHUNKS.map((name) => readAsset(built, name)));
    const published = found.flatMap((asset) =>
      version === null || asset === null ? [] : [{ ...asset, version: `${version}-${hashOf(asset).slice(0, 8)}` }],
    );
    for (const { version: named, bytes } of kept === null ? [] : published) {
      if ((await readKept(kept as string, named)) === null) await keep(kept as string, named, bytes);
    }
    return published;
  };

  /** A built file as pages may pin it: what was served first at an address stays there. */
  const publish = async (file: string, version: string): Promise<PublishedScript | null> => {
    const asset = await readAsset(built, file);
    if (asset === null) return null;
    const before = kept === null ? null : await readKept(kept, version);
    if (before === null) {
      if (kept !== null) await keep(kept, version, asset.bytes);
      return { ...asset, version };
    }
    // Pages hold the hash of what was served first.
    if (before.integrity !== asset.integrity) {
      once("the script was built again under a version that was served before: its pinned address keeps that", version);
    }
    return { ...before, version };
  };

  const plugins = async (): Promise<string[]> => {
    const files = await readdir(join(built, PLUGINS)).catch(() => []);
    return files.filter((file) => file.endsWith(".js")).map((file) => file.slice(0, -".js".length));
  };

  const current = async (): Promise<PublishedScript | null> => {
    const version = await release();
    await chunks();
    if (version === null) return null;
    for (const name of await plugins()) await publish(`${PLUGINS}/${name}.js`, `${name}-${version}`);
    return publish("wayseal.js", version);
  };

  return {
    built: (name) => readAsset(built, name),
    current,
    async version(version) {
      if (!VERSION.test(version)) return null;
      const now = [await current(), ...(await chunks())].find((script) => script?.version === version);
      if (now) return now;
      const before = kept === null ? null : await readKept(kept, version);
      return before === null ? null : { ...before, version };
    },
    async plugin(named) {
      const [, name, version] = PLUGIN.exec(named) ?? [];
      if (name === undefined) return null;
      const file = `${PLUGINS}/${name}.js`;
      if (version === undefined) {
        const asset = await readAsset(built, file);
        return asset && { ...asset, pinned: false };
      }
      if (!VERSION.test(version)) return null;
      const now = version === (await release()) ? await publish(file, named) : null;
      const asset = now ?? (kept === null ? null : await readKept(kept, named));
      return asset && { ...asset, pinned: true };
    },
  };
}
