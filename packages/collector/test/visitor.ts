import type { OpenData } from "../src/main.js";
import { createPipeline } from "../src/pipeline/index.js";
import { hello, id, sealStream, value, view } from "./seal-stream.js";

export const identify = { type: "identify", at: 12, user: "customer-4711", traits: { city: "Graz" } };

/** Takes one visitor's four events in, which wait in the spool then. @returns The subject's hex. */
export async function takeVisitor(
  { catalog, keyring }: Pick<OpenData, "catalog" | "keyring">,
  visitor = id(),
): Promise<string> {
  const [key] = await catalog.recipientKeys("shop");
  if (key === undefined) throw new Error("There is no site shop");
  const events = [hello({ visitor, clock: Date.now() }), view, value, identify];
  const { stored } = await createPipeline({ catalog, keyring }).receive(
    sealStream(key, "shop", events).envelope(Date.now()),
    { received: Date.now(), origin: undefined },
  );
  if (stored !== events.length) throw new Error(`${stored} events were stored`);
  const block = await catalog.next(100_000);
  const subject = block?.rows.at(-1)?.subject;
  if (subject === undefined) throw new Error("Nothing waits");
  return subject.toString("hex");
}
