import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import { OPERATIONS } from "../admin/operations.js";
import { createErasures } from "../erasure/create-erasures.js";
import { createFieldReader } from "../keys/index.js";
import { createStillViewer, type StillViewer } from "../people/viewer-of.js";
import type { Catalog } from "../ports/catalog.js";
import type { EventStore } from "../ports/event-store.js";
import type { Viewer } from "../viewer.js";
import { createExports, type Exports } from "./create-exports.js";

let stand: HttpCollector;
let subject: string;
let shift = 0;
const now = () => Date.now() + shift;
const ends: Exports[] = [];

beforeAll(async () => {
  stand = await httpCollector();
  const body = new Uint8Array(sealStream(stand.key, "shop", [hello(), value]).envelope());
  await stand.ask("/v1/streams", { method: "POST", body });
  subject = ((await stand.catalog.next(10))?.rows[0]?.subject as Buffer).toString("hex");
});
afterAll(async () => {
  for (const one of ends) await one.close();
  await stand.close();
});

/** Several chunks of an archive that is ready for this viewer, one after the other. */
async function fetching(viewer: Viewer, still: StillViewer): Promise<AsyncIterator<Uint8Array>> {
  return (await fetchingOf(viewer, still)).chunks;
}

async function fetchingOf(viewer: Viewer, still: StillViewer) {
  const { catalog, keyring } = stand.parts;
  const few = spoolStore(() => catalog);
  const ask = (async (question) => {
    const rows = (await few.ask(question)) as readonly object[];
    if (question.sql.includes("GROUP BY")) return rows;
    const page = () => randomBytes(1_200).toString("base64url");
    return Array.from({ length: 200 }, (_, seq) => ({ ...rows[0], seq, page: page() }));
  }) as EventStore["ask"];
  const held: Catalog = Object.assign({} as Catalog, catalog, {
    subjectFacts: async (site: string, of: Buffer) => ({ ...(await catalog.subjectFacts(site, of)), waiting: 0 }),
  });
  const fields = createFieldReader({ keys: catalog, keyring });
  const folder = mkdtempSync(join(tmpdir(), "wayseal-fetching-"));
  const exports = createExports({ catalog: held, store: { ask }, fields, now, still, folder });
  ends.push(exports);
  const { id } = await exports.start(viewer, { site: "shop", subject });
  await expect.poll(() => exports.read(viewer, id)?.state, { timeout: 20_000 }).toBe("ready");
  const { content, ended } = (await exports.open(viewer, id))!;
  const chunks = content[Symbol.asyncIterator]();
  expect((await chunks.next()).done).toBe(false);
  return { chunks, ended, exports, files: () => readdirSync(folder) };
}

const CHANGES: readonly [string, (catalog: Catalog, id: string) => Promise<unknown>, "person" | "token"][] = [
  ["their token is revoked", (catalog, id) => catalog.revokeToken(id), "token"],
  ["their token expires", async () => void (shift += 86_400_001), "token"],
  ["they are disabled", (catalog, id) => catalog.setDisabled(id, true), "person"],
  ["their clearance is lowered", (catalog, id) => catalog.changePerson(id, { clearance: "internal" }), "person"],
];

describe("an archive that is being fetched", () => {
  it.each(CHANGES)("ends at the very next chunk once %s", async (name, change, kind) => {
    const { catalog, parts } = stand;
    const args = { clearance: "confidential", sites: "*" } as const;
    const email = `${name.replaceAll(" ", "-")}@x.example`;
    const id =
      kind === "token"
        ? (await OPERATIONS["tokens.create"].run(parts, { ...args, name, days: 1 })).id
        : (await OPERATIONS["users.add"].run(parts, { ...args, email })).person.id;
    const asks = createStillViewer(catalog, now);
    const viewer = (await asks({ id, kind }))!;
    const chunks = await fetching(viewer, asks);
    expect((await chunks.next()).done).toBe(false);
    await change(catalog, id);
    await expect(chunks.next()).rejects.toThrow("may not see as much any more");
    expect((await chunks.next()).done).toBe(true);
  });

  it("(control) goes on where nobody asks again, or nothing changed", async () => {
    const { token: _, id } = await OPERATIONS["tokens.create"].run(stand.parts, {
      ...{ clearance: "confidential", sites: "*", name: "x", days: null },
    });
    const asks = createStillViewer(stand.catalog, now);
    const viewer = (await asks({ id, kind: "token" }))!;
    for (const still of [asks, () => Promise.resolve(viewer)]) {
      const chunks = await fetching(viewer, still);
      if (still !== asks) await stand.catalog.revokeToken(id);
      let more = 0;
      while ((await chunks.next()).done !== true) more++;
      expect(more).toBeGreaterThan(2);
    }
  });

  // Last: the others read this subject too.
  it("ends with its file once its subject is erased, whoever fetches it", async () => {
    const { parts, catalog } = stand;
    const { id } = await OPERATIONS["tokens.create"].run(parts, {
      ...{ clearance: "confidential", sites: "*", name: "y", days: null },
    });
    const asks = createStillViewer(catalog, now);
    const { chunks, ended, exports, files } = await fetchingOf((await asks({ id, kind: "token" }))!, asks);
    const erasing = { site: "shop", subject: Buffer.from(subject, "hex"), by: { kind: "token", id } } as const;
    // The control: an erasure that no exports are told of leaves the file, and goes on giving it out.
    await createErasures(parts).erase(erasing);
    expect([files().length, ended.aborted, (await chunks.next()).done]).toEqual([1, false, false]);
    await createErasures({ ...parts, exports }).erase(erasing);
    expect([files(), ended.aborted]).toEqual([[], true]);
    await expect(chunks.next()).rejects.toThrow("That subject was erased since");
    expect((await chunks.next()).done).toBe(true);
  });
});
