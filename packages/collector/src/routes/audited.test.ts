import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import { OPERATIONS } from "../admin/operations.js";
import type { AuditEntry } from "../ports/audit.js";
import { CatalogError } from "../ports/catalog.js";

const EMAIL = "ann@gmail.com";
let stand: HttpCollector;
let subject: string;
/** Whether the log takes entries: a disk that is full for it alone. */
const open = true;
/** What happens once it was decided what is shown, and before it is opened. */
let decided = async (): Promise<void> => undefined;

beforeAll(async () => {
  stand = await httpCollector({
    store: spoolStore(() => stand.catalog),
    wrap: (catalog) => ({
      ...catalog,
      async deks(...asked) {
        await decided();
        return catalog.deks(...asked);
      },
      appendAudit: (...asked) =>
        open ? catalog.appendAudit(...asked) : Promise.reject(new CatalogError("full", "The disk is full")),
    }),
  });
  const body = sealStream(stand.key, "shop", [hello(), value]).envelope() as Uint8Array<ArrayBuffer>;
  expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
  subject = (await stand.catalog.next(100))!.rows[0]!.subject.toString("hex");
});
afterAll(() => stand.close());

/** What was written down since the last look, the oldest first. */
let seen = 0;
async function written(): Promise<AuditEntry[]> {
  const rows = await stand.catalog.auditAfter(seen, 500);
  seen = rows.at(-1)?.seq ?? seen;
  return rows.map(({ body }) => JSON.parse(body) as AuditEntry);
}

describe("a read", () => {
  it("whose values were all masked has an entry too, which names the policy that masked them", async () => {
    const { token } = await OPERATIONS["tokens.create"].run(stand.parts, {
      ...{ name: "test", sites: "*", days: 1, rights: ["read-journeys"], clearance: "internal" },
    });
    // Another is applied while this one decides.
    decided = async () => {
      decided = async () => undefined;
      const source = "format: 1\nclasses: { phone: { treatment: mask } }\n";
      await OPERATIONS["policy.apply"].run(stand.parts, { source, where: "x", after: 1 });
      stand.forward(1_001);
    };
    await written();
    for (const policy of [1, 2]) {
      const headers = { authorization: `Bearer ${token}` };
      const told = await (await stand.ask(`/v1/journeys/${subject}?site=shop`, { headers })).text();
      expect([told.includes("a•••@gmail.com"), told.includes(EMAIL)]).toEqual([true, false]);
      expect(await written()).toMatchObject([
        { action: "read", site: "shop", subject, classes: ["email"], policy, detail: { shown: 0, masked: 1 } },
      ]);
    }
  });
});
