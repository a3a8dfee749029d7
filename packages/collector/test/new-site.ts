import { randomBytes } from "node:crypto";
import { createFieldReader } from "../src/keys/field-reader.js";
import { makeSiteKeys } from "../src/keys/make-site-keys.js";
import { rootKeyring } from "../src/keyring/root-keyring.js";
import { createPipeline, type PipelineOptions } from "../src/pipeline/pipeline.js";
import type { RejectReason } from "@wayseal/protocol";
import { MemoryCatalog } from "./memory-catalog.js";

/** The collector's clock in tests. */
export const NOW = 1_795_000_010_000;

/** A site `shop` in a new catalog, with the way in and the way out over it. */
export async function newSite(options: Partial<PipelineOptions> & { readonly origins?: readonly string[] } = {}) {
  const { origins = ["https://shop.example"], ...rest } = options;
  const catalog = new MemoryCatalog();
  const keyring = rootKeyring(randomBytes(32), { name: "memory" });
  const { recipient, signing } = await makeSiteKeys(keyring, { site: "shop", now: NOW });
  await catalog.addSite({ id: "shop", name: "Shop", origins, created: NOW }, recipient, signing);
  const losses: Partial<Record<RejectReason, number>> = {};
  const make = (more: Partial<PipelineOptions> = {}) =>
    createPipeline({
      catalog,
      keyring,
      now: () => NOW,
      onRejected: (_site, reason, count) => void (losses[reason] = (losses[reason] ?? 0) + count),
      ...rest,
      ...more,
    });
  const pipeline = make();
  const receive = (body: Uint8Array, origin: string | undefined = "https://shop.example") =>
    pipeline.receive(body, { received: NOW, origin });
  return {
    catalog,
    keyring,
    recipient,
    signing,
    losses,
    pipeline,
    make,
    receive,
    fields: createFieldReader({ keys: catalog, keyring }),
  };
}
