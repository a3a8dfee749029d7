import { createPipeline } from "../src/pipeline/index.js";
import { openData } from "../src/main.js";
import { readSettings } from "../src/settings/read-settings.js";
import { hello, sealStream } from "./seal-stream.js";
import type { Wayseal } from "./run-wayseal.js";

/**
 * Stores visits in the data directory of a CLI test, which no collector has open: one stream of a new visitor each.
 *
 * @param visits Each visit's events, hello apart.
 * @param refused How many of each visit are refused.
 * @returns The subjects, in hex, in the order of the visits.
 */
export async function feedData(
  { env, folder }: Pick<Wayseal, "env" | "folder">,
  visits: readonly (readonly object[])[],
  {
    site = "shop",
    received = Date.now(),
    refused = 0,
  }: { readonly site?: string; readonly received?: number; readonly refused?: number } = {},
): Promise<readonly string[]> {
  const settings = readSettings({ env: { ...env }, cwd: folder });
  const { catalog, keyring } = await openData(settings);
  const subjects: string[] = [];
  try {
    const spied: typeof catalog = {
      ...catalog,
      async commit(request) {
        subjects.push(request.events[0]!.row.subject.toString("hex"));
        return catalog.commit(request);
      },
    };
    const pipeline = createPipeline({
      ...{ catalog: spied, keyring },
      maxLevel: settings.maxLevel,
      now: () => received,
    });
    const [key] = await catalog.recipientKeys(site);
    for (const events of visits) {
      const sealed = sealStream(key!, site, [hello(), ...events]);
      const { rejected } = await pipeline.receive(sealed.envelope(), { received, origin: undefined });
      if (rejected.length !== refused) throw new Error("Other events of a test were refused than should be");
    }
  } finally {
    await catalog.close();
    await keyring.close();
  }
  return subjects;
}
