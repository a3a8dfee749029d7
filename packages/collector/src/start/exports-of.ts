import type { DataDir } from "../data-directory/open-data-dir.js";
import { createExports, type Exports, type ExportsOptions } from "../export/create-exports.js";
import { createStillViewer } from "../people/viewer-of.js";
import type { Catalog } from "../ports/catalog.js";

/**
 * @returns Exports of an open data directory: the collector's and the operator's, whose erasures end them too. No archive may
 *   outlive who was erased, whoever asked.
 */
export function exportsOf(
  { exports: folder }: Pick<DataDir, "exports">,
  parts: Pick<ExportsOptions, "store" | "fields" | "log"> & { readonly catalog: Catalog },
): Exports {
  return createExports({ ...parts, folder, now: Date.now, still: createStillViewer(parts.catalog, Date.now) });
}
