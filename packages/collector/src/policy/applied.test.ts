import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { POLICY_FAULTS } from "../../test/policy-faults.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { OPERATIONS } from "../admin/operations.js";
import type { AdminParts } from "../admin/operation.js";
import type { PolicyChecked } from "../api.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { createKeySets } from "../keys/key-sets.js";
import type { StoredEvent } from "../pipeline/states.js";
import type { AuditEntry } from "../ports/audit.js";
import { CatalogError } from "../ports/catalog.js";
import type { PolicyCatalog } from "../ports/policies.js";
import { captureShare } from "./capture-share.js";
import { readPacks } from "./packs/read-packs.js";
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
      held = createPolicies({ catalog, audit: createAuditTrail({ catalog }) });
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
    const other = createPolicies({ catalog, audit: stand.parts.audit, now: () => 1 });
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
    await expect(createPolicies({ catalog: broken, audit: stand.parts.audit }).current()).rejects.toMatchObject({
      fault: "version",
    });
  });
});

describe("a release that brings other packs", () => {
  /** Opens the same catalog as another release does. No key is at hand: a process that only writes has none of the log's. */
  const opened = (packs: ReturnType<typeof readPacks>, catalog: PolicyCatalog = stand.catalog, audit = trail()) =>
    createPolicies({ catalog, audit, packs }).current();
  const trail = () => createAuditTrail({ catalog: stand.catalog });
  const fewer = (count: number) => readPacks().slice(count);
  const written = async () =>
    (await stand.catalog.auditEntries({ action: "policy.apply" }, 99))
      .map(({ body }) => JSON.parse(body) as AuditEntry)
      .filter(({ kind }) => kind === "system")
      .map(({ actor, policy, detail }) => ({ actor, policy, detail }));
  const entry = (from: number, detail: object = {}) => ({
    ...{ actor: "release", policy: from + 1, detail: { from, ...detail } },
  });

  it("makes a new version of the same file, which is written down first, and the same release none", async () => {
    const before = (await stand.catalog.policy(await stand.catalog.policyInForce()))!;
    // The control: this release, and the policy that the catalog began with.
    expect([(await opened(readPacks())).version, await written()]).toEqual([before.version, []]);
    const made = await opened(fewer(1));
    expect(made.version).toBe(before.version + 1);
    const stored = (await stand.catalog.policy(made.version))!;
    expect(stored).toMatchObject({ source: before.source, by: null, packs: JSON.stringify(fewer(1)) });
    expect(stored.digest).not.toBe(before.digest);
    expect(await written()).toEqual([entry(before.version)]);
    expect([(await opened(fewer(1))).version, (await written()).length]).toEqual([made.version, 1]);
  });

  it("puts nothing in force where that cannot be written down", async () => {
    const version = await stand.catalog.policyInForce();
    const full = { record: () => Promise.reject(new CatalogError("full", "The disk is full")) };
    await expect(opened(fewer(2), stand.catalog, full)).rejects.toMatchObject({ fault: "full" });
    expect(await stand.catalog.policyInForce()).toBe(version);
  });

  it("takes what another process made of it a moment before, and says that its own came to nothing", async () => {
    const [version, seen] = [await stand.catalog.policyInForce(), (await written()).length];
    const late: PolicyCatalog = {
      ...stand.catalog,
      async addPolicy(policy) {
        await stand.catalog.addPolicy(policy);
        return stand.catalog.addPolicy(policy);
      },
    };
    expect((await opened(fewer(2), late)).version).toBe(version + 1);
    expect(await stand.catalog.policyInForce()).toBe(version + 1);
    expect((await written()).slice(0, -seen)).toEqual([entry(version, { outcome: "failed" }), entry(version)]);
  });
});
