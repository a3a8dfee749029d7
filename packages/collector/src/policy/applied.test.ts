import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { POLICY_FAULTS } from "../../test/policy-faults.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { OPERATIONS } from "../admin/operations.js";
import type { AdminParts } from "../admin/operation.js";
import type { PolicyChecked } from "../api.js";
import { createKeySets } from "../keys/key-sets.js";
import type { StoredEvent } from "../pipeline/states.js";
import { captureShare } from "./capture-share.js";
import { createPolicies, type Policies } from "./policies.js";
import { shareOfVersion } from "./share-of-version.js";

let stand: HttpCollector;
let policies: Policies;
let officer: string;
let parts: AdminParts;
const rows: StoredEvent[] = [];

beforeAll(async () => {
  let held: Policies | null = null;
  const lazy: Policies = new Proxy({} as Policies, { get: (_, name) => held![name as keyof Policies] });
  stand = await httpCollector({
    policies: lazy,
    wrap(catalog) {
      held = createPolicies({ catalog });
      return {
        ...catalog,
        commit(request) {
          rows.push(...request.events.map(({ row }) => row));
          return catalog.commit(request);
        },
      };
    },
  });
  policies = lazy;
  parts = { ...stand.parts, policies };
  officer = await stand.token({ roles: ["privacy-officer"] });
});
afterAll(() => stand.close());

const file = (text: string) => ({ source: `format: 1\n${text}\n`, where: "wayseal.policy.yaml" });
const apply = async (text: string) =>
  OPERATIONS["policy.apply"].run(parts, { ...file(text), after: (await policies.current()).version });

async function sent(): Promise<StoredEvent> {
  rows.length = 0;
  const events = [
    // A country whose packs say nothing of cities.
    hello({ clock: Date.now(), country: "BR" }),
    { ...value, form: "pay", field: "town", class: "city", value: "Wien" },
  ];
  const body = new Uint8Array(sealStream(stand.key, "shop", events).envelope(Date.now()));
  const answer = await stand.ask("/v1/streams", { method: "POST", body, headers: { "content-type": "text/plain" } });
  expect(answer.status).toBe(204);
  return rows.find(({ type }) => type === "field")!;
}

describe("a policy that is applied", () => {
  it("governs the next event, without a restart, and each event says by which version", async () => {
    const before = await sent();
    expect([before.policy, before.confidential === null]).toEqual([1, false]);
    const done = await apply("storage: { deny: [{ form: pay }] }");
    expect(done).toMatchObject({ from: 1, to: 2, changes: [{ about: "storage.deny", way: "tighter" }] });
    const after = await sent();
    expect([after.policy, after.internal, after.confidential, after.restricted]).toEqual([2, null, null, null]);
    expect(after.notes).toEqual([{ path: "value", class: "city", level: "never", rule: "class city: storage.deny.0" }]);
  });

  it("brings nothing back that an earlier one refused: it was never stored", async () => {
    const refused = await sent();
    await apply("classes: { city: { level: internal } }");
    // What was refused has no value in any column, so no later policy can show one.
    expect([refused.internal, refused.confidential, refused.restricted]).toEqual([null, null, null]);
    expect(refused.notes[0]?.level).toBe("never");
    // The control: what is sent from now on is stored.
    expect((await sent()).internal).not.toBeNull();
  });

  it.each(POLICY_FAULTS)(
    "stays out by API where it is $name, told with line and column, and the one in force governs the next event",
    async ({ source, line, column, why }) => {
      const { version, digest } = await policies.current();
      const send = (path: string, body: object) => stand.post(path, body, { authorization: `Bearer ${officer}` });
      const checked = (await (await send("/v1/policy/check", { source })).json()) as PolicyChecked;
      expect(checked).toEqual({ fault: { line, column, why: expect.stringContaining(why) as string } });
      const refused = await send("/v1/policy", { source, after: version });
      const { code, detail } = (await refused.json()) as { code: string; detail: string };
      expect([refused.status, code]).toEqual([400, "invalid"]);
      expect(detail).toContain(`wayseal.policy.yaml:${line}:${column}: `);
      expect(detail).toContain(why);
      expect(detail).not.toContain("\n");
      await expect(apply(source.replace("format: 1\n", ""))).rejects.toThrow(why);
      const now = await policies.current();
      expect([now.version, now.digest]).toEqual([version, digest]);
      const stored = await sent();
      expect([stored.policy, stored.internal === null]).toEqual([version, false]);
    },
  );

  it("is refused where another was applied since it was compared", async () => {
    const { version } = await policies.current();
    await apply("classes: { city: { level: restricted } }");
    const late = OPERATIONS["policy.apply"].run(parts, { ...file("groups: { x: [email] }"), after: version });
    await expect(late).rejects.toThrow(/was applied meanwhile/);
  });

  it("stays on record: versions can be compared, and are kept as they were", async () => {
    const { versions } = await OPERATIONS["policy.list"].run(parts, {});
    expect(versions.map(({ version, by }) => [version, by])).toEqual([
      [4, "operator local"],
      [3, "operator local"],
      [2, "operator local"],
      [1, "this release"],
    ]);
    const { changes } = await OPERATIONS["policy.compare"].run(parts, { from: 2, to: 3 });
    expect(changes.map(({ about, way }) => [about, way])).toEqual([
      ["class city", "looser"],
      ["storage.deny", "looser"],
    ]);
  });

  it("makes the versions of key sets grow, since they say something else from then on", async () => {
    const before = (await stand.catalog.publishedKeys("shop"))!.signing.version;
    await apply("classes: { city: { level: internal } }");
    expect((await stand.catalog.publishedKeys("shop"))!.signing.version).toBe(before + 1);
  });

  it("is never told under the version of another: what a browser saw last refuses a set that tells the one before", async () => {
    const { catalog } = stand;
    const { keyring } = stand.parts;
    // Another process on the catalog, that asked a moment ago: for a second it holds the policy before.
    const other = createPolicies({ catalog, now: () => 1 });
    await other.current();
    const told = async (shareOf: (site: string, version: number) => Promise<string | undefined>) => {
      const { jws } = (await createKeySets({ sites: catalog, keyring, shareOf }).get("shop"))!;
      return JSON.parse(Buffer.from(jws.split(".")[1]!, "base64url").toString()) as {
        version: number;
        policy?: string;
      };
    };
    const before = await told(shareOfVersion(other));
    await apply("capture: { deny: [{ form: complaint }] }");
    const after = await told(shareOfVersion(other));
    expect([before.policy, after.version]).toEqual([undefined, before.version + 1]);
    expect(after.policy).toContain("complaint");
    expect(await told(shareOfVersion(policies))).toMatchObject({ version: after.version, policy: after.policy });
    // The control: by what that process has at hand, a set of the new version tells the old policy.
    const stale = await told(async (site) => captureShare(await other.current(), site));
    expect([stale.version, stale.policy]).toEqual([after.version, undefined]);
    await apply("classes: { city: { level: internal } }");
  });

  it("is not forgotten by a catalog whose policy this release cannot read: nothing is governed then", async () => {
    const broken = {
      ...stand.catalog,
      policyInForce: async () => 1,
      policy: async () => ({ ...(await stand.catalog.policy(1))!, source: "format: 9" }),
    };
    await expect(createPolicies({ catalog: broken }).current()).rejects.toMatchObject({ fault: "version" });
  });
});
