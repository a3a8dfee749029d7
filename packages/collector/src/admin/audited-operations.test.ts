import { expect, it } from "vitest";
import type { AuditEntry } from "../ports/audit.js";
import { entryBody } from "../audit/entry-body.js";
import { AUDITED, runAudited } from "./audited-operations.js";
import type { AdminParts } from "./operation.js";
import { OPERATIONS, type OperationName } from "./operations.js";

const SUBJECT = "0123456789abcdef0123456789abcdef";
const REVEAL = { site: "shop", subject: Buffer.from(SUBJECT, "hex"), classes: ["email"], purpose: "support" };
/** A catalog that knows one of each. */
const catalog = {
  sites: async () => [{ id: "shop" }],
  personByEmail: async (email: string) => (email === "ann@x.example" ? { id: "p1" } : null),
  reveal: async (id: string) => (id === "r1" ? REVEAL : null),
  request: async (id: string) => (id === "q1" ? { site: "shop" } : null),
  hold: async (id: string) => (id === "h1" ? REVEAL : null),
};
const policies = { current: async () => ({ version: 7 }) };

/** What is not written down by its name, and why. */
const NOTHING: Readonly<Partial<Record<OperationName, string>>> = {
  "sites.list": "shows no visitor's data",
  "sites.tag": "shows no visitor's data",
  "users.list": "shows no visitor's data",
  "tokens.list": "shows no visitor's data",
  "ingest.list": "shows no visitor's data",
  "keys.list": "shows no visitor's data",
  "recipients.unsigned": "shows public keys",
  "keys.refresh-plan": "changes nothing",
  "erasures.read": "names subjects by their ids alone",
  "erasures.list": "names subjects by their ids alone",
  "receipts.key": "shows a public key",
  "lookups.index": "does what the commit of an event does, and shows nothing",
  "audit.state": "shows this log",
  "audit.key": "shows a public key",
  "audit.list": "shows this log",
  "holds.list": "names subjects by their ids alone",
  "policy.list": "shows no visitor's data",
  "policy.show": "shows no visitor's data",
  "policy.explain": "shows no visitor's data",
  "policy.compare": "shows no visitor's data",
  "reveals.list": "names subjects by their ids alone",
  "exports.page": "writes down itself what it shows, which nobody knows before",
  "exports.end": "ends what was written down as it began",
  "backups.job": "shows no visitor's data",
  "backups.list": "shows no visitor's data",
  "proofs.add": "notes that somebody showed a copy of a root key",
};

type Case = readonly [
  name: OperationName,
  args: object,
  entry: Partial<AuditEntry> & Pick<AuditEntry, "action">,
  made?: readonly [answer: object, detail: NonNullable<AuditEntry["detail"]>],
];
const shop = { site: "shop" } as const;
const ofReveal = { site: "shop", subject: SUBJECT, classes: ["email"], purpose: "support" };
const ofHold = { site: "shop", subject: SUBJECT };
const access = { clearance: "internal", sites: ["shop"], roles: ["viewer"] };
const told = { clearance: "internal", sites: "shop", roles: "viewer" };

const CASES: readonly Case[] = [
  ["sites.add", { id: "shop", name: "Shop" }, { action: "site.add", ...shop }],
  ["sites.change", { id: "shop", twoPeople: true }, { action: "site.change", ...shop, detail: { twoPeople: true } }],
  [
    ...(["users.add", { email: "ann@x.example", ...access }, { action: "person.add", detail: told }] as const),
    [{ person: { id: "p2" } }, { person: "p2" }],
  ],
  [
    ...(["users.change", { email: "Ann@x.example", ...access }] as const),
    { action: "person.change", detail: { change: "access", person: "p1", ...told } },
  ],
  [
    "users.change",
    { email: "no@x.example" },
    { action: "person.change", detail: { change: "access", person: "unknown" } },
  ],
  [
    "users.disable",
    { email: "ann@x.example" },
    { action: "person.change", detail: { change: "disable", person: "p1" } },
  ],
  ["users.enable", { email: "ann@x.example" }, { action: "person.change", detail: { change: "enable", person: "p1" } }],
  [
    ...(["users.reset-password", { email: "ann@x.example" }] as const),
    { action: "person.change", detail: { change: "reset-password", person: "p1" } },
  ],
  [
    ...([
      "tokens.create",
      { name: "till", ...access },
      { action: "token.create", detail: { ...told, days: "never" } },
    ] as const),
    [{ id: "t1" }, { token: "t1" }],
  ],
  [
    "tokens.create",
    { name: "till", days: 3 },
    { action: "token.create", detail: { days: 3 } },
    [{ id: "t1" }, { token: "t1" }],
  ],
  ["tokens.revoke", { id: "t1" }, { action: "token.revoke", detail: { token: "t1" } }],
  ["tokens.revoke", { id: "ann@x.example" }, { action: "token.revoke", detail: { token: "unknown" } }],
  ["ingest.create", shop, { action: "key.create", ...shop, detail: { of: "ingest" } }],
  ["ingest.revoke", { kid: "k1" }, { action: "key.destroy", detail: { of: "ingest", key: "k1" } }],
  [
    ...(["ingest.require", { site: "shop", required: true }] as const),
    { action: "site.change", ...shop, detail: { requiresToken: true } },
  ],
  ["recipients.rotate", {}, { action: "key.rotate", ...shop, detail: { of: "recipient" } }],
  ["recipients.destroy", { kid: "k1" }, { action: "key.destroy", detail: { of: "recipient", key: "k1" } }],
  ["recipients.compromised", { kid: "k1" }, { action: "key.compromised", detail: { of: "recipient", key: "k1" } }],
  ["recipients.publish", {}, { action: "key.rotate", ...shop, detail: { of: "signed-set" } }],
  ["keys.rotate-kek", shop, { action: "key.rotate", ...shop, detail: { of: "kek" } }],
  ["keys.rotate-kek", {}, { action: "key.rotate", detail: { of: "kek" } }],
  ["keys.refresh-step", { kek: "k1" }, { action: "key.rotate", detail: { of: "kek", key: "k1", moves: true } }],
  ["keys.destroy-kek", { kek: "k1" }, { action: "key.destroy", detail: { of: "kek", key: "k1" } }],
  ["erasures.erase", { subject: SUBJECT }, { action: "erase", ...ofHold }, [{ id: "e1" }, { erasure: "e1" }]],
  [
    ...([
      "lookups.find",
      { class: "email", value: "ann@x.example" },
      { action: "lookup", ...shop, policy: 7 },
    ] as const),
    [{ matches: [1, 2] }, { class: "email", matches: 2 }],
  ],
  ["audit.page", { why: "export", entries: 0, checkpoints: 0 }, { action: "audit.export" }],
  [
    ...(["requests.add", { kind: "access" }, { action: "request.add", ...shop, detail: { of: "access" } }] as const),
    [{ id: "q1", contact: null }, { request: "q1" }],
  ],
  ["requests.list", {}, { action: "read", ...shop, classes: ["contact"], detail: { of: "requests" } }],
  ["requests.show", { id: "q1" }, { action: "read", ...shop, classes: ["contact"], detail: { request: "q1" } }],
  [
    ...(["requests.move", { id: "q1", move: { move: "done" } }] as const),
    { action: "request.move", ...shop, detail: { request: "q1", move: "done" } },
  ],
  ["holds.add", { subject: SUBJECT }, { action: "hold", ...ofHold }, [{ id: "h1" }, { hold: "h1" }]],
  ["holds.release", { id: "h1" }, { action: "hold.release", ...ofHold, detail: { hold: "h1" } }],
  ["holds.release", { id: "h2" }, { action: "hold.release", detail: { hold: "h2" } }],
  ["retention.purge", shop, { action: "purge", ...shop, detail: { dryRun: false } }],
  ["retention.purge", { dryRun: true }, { action: "purge", detail: { dryRun: true } }],
  ["quarantine.list", {}, { action: "quarantine.read", ...shop, detail: { list: true } }],
  ["quarantine.show", { id: 3 }, { action: "quarantine.read", ...shop, detail: { record: 3 } }],
  [
    ...(["quarantine.replay", { ids: [3, 4] }] as const),
    { action: "quarantine.replay", ...shop, detail: { records: 2, first: 3 } },
    [
      { stored: 1, duplicates: 0, refused: [{}] },
      { stored: 1, duplicates: 0, refused: 1 },
    ],
  ],
  [
    ...([
      "quarantine.drop",
      { reason: "schema" },
      { action: "quarantine.drop", ...shop, detail: { reason: "schema" } },
    ] as const),
    [{ dropped: 4 }, { dropped: 4 }],
  ],
  [
    ...(["policy.apply", { after: 7 }, { action: "policy.apply", policy: 8 }] as const),
    [
      { from: 7, changes: [{ way: "looser" }, { way: "tighter" }] },
      { from: 7, changes: 2, looser: 1 },
    ],
  ],
  ["reveals.refuse", { id: "r1" }, { action: "reveal.refuse", ...ofReveal, detail: { reveal: "r1" } }],
  ["reveals.revoke", { id: "r1" }, { action: "reveal.revoke", ...ofReveal, detail: { reveal: "r1" } }],
  ["reveals.revoke", { id: "r2" }, { action: "reveal.revoke", detail: { reveal: "r2" } }],
  [
    ...(["exports.begin", { subject: SUBJECT, clearance: "internal" }] as const),
    { action: "export", ...ofHold, policy: 7, detail: { clearance: "internal" } },
  ],
  ["backups.start", {}, { action: "backup" }],
  ["backups.key", {}, { action: "key.create", detail: { of: "backup" } }],
  ["backups.destroyed", { numbers: [1, 2] }, { action: "backup", detail: { destroyed: 2 } }],
  [
    ...(["backups.destroyed", { numbers: [4], byHand: true }] as const),
    { action: "backup", detail: { destroyed: 1, byHand: true, first: 4 } },
  ],
];

/** Runs it and says what was written down, in order, and when it was run. */
async function written(
  name: OperationName,
  args: object,
  answer: object = { contact: null },
  fails = false,
): Promise<unknown[]> {
  const told: unknown[] = [];
  const audit = {
    async record({ at, actor, kind, ...entry }: AuditEntry) {
      // And the log takes it.
      entryBody({ at, actor, kind, ...entry });
      told.push({ ...entry, by: [at, actor, kind] });
    },
  };
  const parts = { catalog, policies, audit, now: () => 5 } as unknown as AdminParts;
  const run = async () => {
    told.push("run");
    if (fails) throw new Error("failed");
    return answer as never;
  };
  await runAudited(parts, name, args as never, run).catch(() => undefined);
  return told;
}

it("knows every operation, and what it says of each", () => {
  const said = [...CASES.map(([name]) => name), ...Object.keys(NOTHING)];
  expect([...new Set(said)].sort()).toEqual(Object.keys(OPERATIONS).sort());
  expect(Object.keys(AUDITED).sort()).toEqual(Object.keys(OPERATIONS).sort());
});

const cases = CASES.map(([name, args, entry, made]) => ({ name, args, entry, made }));

it.each(cases)("writes down $name, $args, before it is run", async ({ name, args, entry, made }) => {
  const by = [5, "local", "operator"];
  const first = { ...entry, by };
  const after = (detail: object) => ({ ...first, detail: { ...entry.detail, ...detail } });
  const done = made === undefined ? [] : [after({ outcome: "done", ...made[1] })];
  expect(await written(name, args, made?.[0])).toEqual([first, "run", ...done]);
  expect(await written(name, args, made?.[0], true)).toEqual([first, "run", after({ outcome: "failed" })]);
});

it("writes down that a request's contact stands in the answer, before it goes out", async () => {
  const move = { action: "request.move", ...shop, detail: { request: "q1", move: "note" } };
  const add = { action: "request.add", ...shop, detail: { of: "access" } };
  const by = [5, "local", "operator"];
  const made = { ...add, detail: { ...add.detail, outcome: "done", request: "q1" }, by };
  const read = { action: "read", ...shop, classes: ["contact"], detail: { request: "q1" }, by };
  // The control: the same without one, as after its request was closed.
  for (const [contact, reads] of [["ann@x.example", [read]] as const, [null, []] as const]) {
    const answer = { id: "q1", contact };
    expect(await written("requests.move", { id: "q1", move: { move: "note" } }, answer)).toEqual([
      ...[{ ...move, by }, "run", ...reads],
    ]);
    expect(await written("requests.add", { kind: "access" }, answer)).toEqual([{ ...add, by }, "run", made, ...reads]);
  }
});

it.each(Object.keys(NOTHING) as OperationName[])("has no entry of %s", async (name) => {
  expect([AUDITED[name], await written(name, {})]).toEqual([null, ["run"]]);
});

it("has one entry of a log that is exported, as that begins, and none of one that is verified", async () => {
  for (const [why, entries] of [
    ["export", 1],
    ["verify", 0],
  ] as const) {
    expect(await written("audit.page", { why, entries, checkpoints: 0 })).toEqual(["run"]);
  }
});
