import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { SHAPELESS } from "../../test/quarantined-site.js";
import { OPERATIONS } from "../admin/operations.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import type { QuarantinedContent, QuarantineDropped, QuarantineList, QuarantineReplayed } from "../api.js";
import { type Right, RIGHTS } from "../clearance/rights.js";

let stand: HttpCollector;
let officer = "";
beforeAll(async () => {
  stand = await httpCollector();
  officer = await stand.token({ roles: ["privacy-officer"] });
});
afterAll(() => stand.close());

const auth = (token: string) => ({ authorization: `Bearer ${token}` });
const get = (path: string, token = officer) => stand.ask(path, { headers: auth(token) });
const send = (path: string, body: unknown, token = officer) => stand.post(path, body, auth(token));
const list = async (query = "") => (await (await get(`/v1/quarantine?site=shop${query}`)).json()) as QuarantineList;
async function visit(...events: object[]): Promise<Response> {
  const body = sealStream(stand.key, "shop", [hello(), ...events]).envelope() as Uint8Array<ArrayBuffer>;
  return stand.ask("/v1/streams", { method: "POST", body });
}
const entries = async (action: string) =>
  (await stand.catalog.auditEntries({ action }, 100)).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

describe("/v1/quarantine", () => {
  it("lists what waits, shows its shape, takes it in again and drops it, each written down", async () => {
    const told = await visit(value, SHAPELESS);
    expect([told.status, ((await told.json()) as { rejected: object[] }).rejected]).toMatchObject([
      200,
      [{ seq: 2, reason: "unreadable" }],
    ]);
    const { records, reasons, next, room } = await list();
    expect([records, next, room.records]).toMatchObject([[{ reason: "shape", type: "click" }], null, 2000]);
    expect(reasons).toMatchObject([{ reason: "shape", records: 1 }]);
    expect((await list("&reason=token")).records).toEqual([]);
    const { id } = records[0]!;
    const shown = await get(`/v1/quarantine/${id}?site=shop`);
    expect(((await shown.json()) as QuarantinedContent).content).toMatchObject({ role: "button", name: "(number)" });
    const replayed = await send("/v1/quarantine/replay", { site: "shop", ids: [id] });
    expect((await replayed.json()) as QuarantineReplayed).toEqual({
      ...{ stored: 0, duplicates: 0, refused: [{ id, reason: "shape", detail: "click.name must be a string" }] },
    });
    const dropped = await send("/v1/quarantine/drop", { site: "shop", reason: "shape" });
    expect((await dropped.json()) as QuarantineDropped).toEqual({ dropped: 1 });
    expect((await list()).records).toEqual([]);
    expect((await get(`/v1/quarantine/${id}?site=shop`)).status).toBe(404);
    expect(await entries("quarantine.read")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "token", site: "shop", detail: { list: true } }),
        expect.objectContaining({ kind: "token", site: "shop", detail: { record: id } }),
      ]),
    );
    expect(await entries("quarantine.replay")).toMatchObject([
      { detail: { outcome: "done", refused: 1, stored: 0, records: 1 } },
      { detail: { records: 1, first: id } },
    ]);
    expect(await entries("quarantine.drop")).toMatchObject([
      { detail: { outcome: "done", dropped: 1, reason: "shape" } },
      { detail: { reason: "shape" } },
    ]);
    expect(JSON.stringify([await entries("quarantine.read")])).not.toContain("button");
  });

  it("takes in what a policy refused once another is applied, and is told by reason in /metrics", async () => {
    const apply = async (storage: string) => {
      const { version } = await OPERATIONS["policy.show"].run(stand.parts, {});
      const file = { source: `format: 1\nstorage: ${storage}\n`, where: "wayseal.policy.yaml", after: version };
      await OPERATIONS["policy.apply"].run(stand.parts, file);
      // The collector looks every second by its clock, which stands still.
      stand.forward(2000);
      return version + 1;
    };
    const version = await apply("{ refuse: [{ event: field, form: 'check*' }] }");
    const answer = await visit({ ...value, form: "checkout" }, { ...value, form: "other" });
    expect(((await answer.json()) as { rejected: object[] }).rejected).toMatchObject([{ seq: 1, reason: "refused" }]);
    const [{ id, ...record }] = (await list()).records as [QuarantineList["records"][0]];
    expect(record).toMatchObject({ reason: "policy", detail: `storage.refuse.0 of policy ${version}`, type: "field" });
    const metrics = await (await stand.ask("/metrics")).text();
    expect(metrics).toContain('wayseal_quarantined_total{reason="policy"} 1\n');
    expect(metrics).toContain('wayseal_records_rejected_total{reason="policy"} 1\n');
    const replay = async () =>
      (await (await send("/v1/quarantine/replay", { site: "shop", reason: "policy" })).json()) as QuarantineReplayed;
    // The control: while that policy is in force nothing is taken in.
    expect(await replay()).toMatchObject({ stored: 0, refused: [{ id, reason: "policy" }] });
    await apply("{}");
    expect(await replay()).toEqual({ stored: 1, duplicates: 0, refused: [] });
    expect((await list()).records).toEqual([]);
  });

  it("is for those who hold the right to mend it, on their own sites and of every jurisdiction; all others are refused", async () => {
    await visit(SHAPELESS);
    const { id } = (await list()).records[0]!;
    const asks = (token: string) => [
      get("/v1/quarantine?site=shop", token),
      get(`/v1/quarantine/${id}?site=shop`, token),
      send("/v1/quarantine/replay", { site: "shop", all: true }, token),
      send("/v1/quarantine/drop", { site: "shop", all: true }, token),
    ];
    const statuses = async (token: string) => (await Promise.all(asks(token))).map(({ status }) => status);
    const others = Object.keys(RIGHTS).filter((right) => right !== "mend-quarantine");
    for (const role of ["viewer", "analyst", "administrator", "auditor", "super-user"] as const) {
      expect([role, await statuses(await stand.token({ roles: [role] }))]).toEqual([role, [403, 403, 403, 403]]);
    }
    for (const right of others as Right[]) {
      const token = await stand.token({ clearance: "restricted", roles: [], rights: [right] });
      expect([right, await statuses(token)]).toEqual([right, [403, 403, 403, 403]]);
    }
    const german = await stand.token({ roles: ["privacy-officer"], jurisdictions: ["DE"] });
    expect(await statuses(german)).toEqual([403, 403, 403, 403]);
    expect(await statuses(await stand.token({ roles: ["privacy-officer"] }, ["blog"]))).toEqual([404, 404, 404, 404]);
    expect(await statuses("nobody")).toEqual([401, 401, 401, 401]);
    expect((await list()).records).toHaveLength(1);
    // Control: with that right and no other, every one of them is answered.
    const mender = await stand.token({ clearance: "internal", roles: [], rights: ["mend-quarantine"] });
    for (const ask of asks(mender).slice(0, 3)) expect((await ask).status).toBe(200);
  });

  it("says in one line what it does not take", async () => {
    const code = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
    for (const body of [
      { site: "shop" },
      { site: "shop", all: false },
      { site: "shop", all: true, reason: "shape" },
      { site: "shop", ids: [] },
      { site: "shop", ids: ["1"] },
      { site: "shop", reason: "odd" },
    ]) {
      expect(await code(await send("/v1/quarantine/drop", body))).toEqual([400, "invalid"]);
      expect(await code(await send("/v1/quarantine/replay", body))).toEqual([400, "invalid"]);
    }
    expect(await code(await get("/v1/quarantine/x?site=shop"))).toEqual([400, "invalid"]);
    expect(await code(await get("/v1/quarantine?site=shop&reason=odd"))).toEqual([400, "invalid"]);
    expect(await code(await get("/v1/quarantine/999999?site=shop"))).toEqual([404, "not-found"]);
  });

  it("is told in /metrics: what came by reason, and what waits", async () => {
    const before = /wayseal_quarantined_total\{reason="shape"\} (\d+)/.exec(await (await stand.ask("/metrics")).text());
    await visit(SHAPELESS);
    const text = await (await stand.ask("/metrics")).text();
    expect(text).toContain(`wayseal_quarantined_total{reason="shape"} ${Number(before?.[1] ?? 0) + 1}`);
    const { records } = (await list()).reasons[0]!;
    expect(text).toContain(`wayseal_quarantine_waiting{site="shop",reason="shape"} ${records}`);
    await send("/v1/quarantine/drop", { site: "shop", all: true });
    expect(await (await stand.ask("/metrics")).text()).not.toContain("wayseal_quarantine_waiting{");
  });
});
