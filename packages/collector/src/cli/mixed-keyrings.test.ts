import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SEALED_LEVELS } from "@wayseal/protocol";
import { afterAll, expect, it, vi } from "vitest";
import { aViewer } from "../../test/a-viewer.js";
import { cheapPassphrases } from "../../test/cheap-passphrases.js";
import { eachWithWayseal } from "../../test/run-wayseal.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { needSoftHsm } from "../../test/softhsm.js";
import { type AnswerOf, OPERATIONS } from "../admin/operations.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { createFieldReader } from "../keys/index.js";
import { type OpenData, openData } from "../main.js";
import { createPipeline } from "../pipeline/index.js";
import type { StoredEvent } from "../pipeline/states.js";
import { readSettings } from "../settings/read-settings.js";

vi.mock("../keyring/passphrase.js", async (real) => cheapPassphrases(await real()));

const current = eachWithWayseal();
const hsm = needSoftHsm();
afterAll(() => hsm?.remove());

const WORDS = "twelve green bottles on the wall";
const CLASSES = { internal: "organization", confidential: "email", restricted: "iban" } as const;
const VALUES = { internal: "Ada & Sons", confidential: "ada@shop.example", restricted: "DE89 3704 0044 0532 0130 00" };
const NO_KEY = (level: string) => `withheld: This process holds no key for ${level} data`;

/** A collector's life: opens the data with what the environment gives, and says how often it asked for a passphrase. */
async function inProcess<Result>(work: (data: OpenData) => Promise<Result>): Promise<[Result, asked: number]> {
  const { env, folder } = current();
  let asked = 0;
  const ask = () => Promise.resolve(WORDS).finally(() => asked++);
  const data = await openData(readSettings({ env: { ...env }, cwd: folder, ask }));
  try {
    return [await work(data), asked];
  } finally {
    await data.catalog.close();
    await data.keyring.close();
  }
}

/** Takes one visit in, with a value of each level. */
async function takeIn({ catalog, keyring }: OpenData): Promise<void> {
  const { maxLevel } = readSettings({ env: { ...current().env }, cwd: current().folder });
  const [key] = await catalog.recipientKeys("shop");
  const typed = SEALED_LEVELS.map((level) => ({ ...value, field: level, class: CLASSES[level], value: VALUES[level] }));
  const received = Date.now();
  const pipeline = createPipeline({ catalog, keyring, maxLevel, now: () => received });
  const sealed = sealStream(key!, "shop", [hello(), ...typed]).envelope();
  expect((await pipeline.receive(sealed, { received, origin: undefined })).rejected).toEqual([]);
}

/** What somebody who is cleared for all sees of each visit, by level. */
async function seen({ catalog, keyring }: OpenData): Promise<Record<string, string>[]> {
  const rows: StoredEvent[] = [];
  for (let block = await catalog.next(1000); block !== null; block = await catalog.next(1000)) {
    await catalog.drained(block.id, Date.now());
  }
  for (const { id } of await catalog.unsettled()) rows.push(...(await catalog.read(id)).rows);
  const read = await createFieldReader({ keys: catalog, keyring }).read(aViewer(), rows);
  const visits = new Map<string, Record<string, string>>();
  for (const [n, row] of rows.entries()) {
    const visit = row.subject.toString("hex");
    for (const field of read[n]!.filter(({ path }) => path === "value")) {
      const said = field.state === "shown" ? String(field.value) : `${field.state}: ${field.reason}`;
      visits.set(visit, { ...visits.get(visit), [field.level]: said });
    }
  }
  return [...visits.values()];
}

it("levels in keyrings of four kinds: each is read where its own is, through restarts and a rotation, and by nobody else", async () => {
  const { env, folder, typed } = current();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const inHsm = (object: string) =>
    `pkcs11:token=mixed;object=${object}?module-path=${hsm!.module}&pin-source=file:${file("pin", hsm!.pin)}`;
  hsm?.token("mixed");
  // The common root key is a file; where there is no HSM, that of restricted is another.
  Object.assign(env, {
    WAYSEAL_KEYRING_INTERNAL: "env:INTERNAL_ROOT",
    INTERNAL_ROOT: randomBytes(32).toString("base64"),
    WAYSEAL_KEYRING_CONFIDENTIAL: "passphrase",
    WAYSEAL_KEYRING_RESTRICTED: hsm === null ? `file:${join(folder, "restricted.key")}` : inHsm("one"),
  });
  const all = { ...env };
  /** A command, where the variable is set and the passphrase is typed, twice where it is asked for twice. */
  const say = (...args: string[]) => {
    Object.assign(env, { INTERNAL_ROOT: all["INTERNAL_ROOT"] });
    return typed(`${WORDS}\n${WORDS}\n`, ...args);
  };
  const made = await say("init");
  expect([made.code, made.err]).toEqual([0, ""]);

  Object.assign(env, all);
  const first = await inProcess(async (data) => {
    const audit = createAuditTrail({ catalog: data.catalog });
    const parts = { ...data, audit, scripts: { current: async () => null }, address: () => "", now: Date.now };
    await OPERATIONS["sites.add"].run(parts, { id: "shop", name: "Shop", origins: ["*"] });
    await takeIn(data);
    return seen(data);
  });
  expect(first).toEqual([[VALUES], 1]);

  // A machine with the file and the variable alone: nobody is asked for a passphrase, and no HSM is looked for.
  Object.assign(env, all, { WAYSEAL_KEYRING_CONFIDENTIAL: "", WAYSEAL_KEYRING_RESTRICTED: "" });
  expect((await say("doctor")).out).toMatch(/^ok {4}Root keys of levels above internal are not here/m);
  const held = { ...VALUES, confidential: NO_KEY("confidential"), restricted: NO_KEY("restricted") };
  Object.assign(env, all, { WAYSEAL_KEYRING_CONFIDENTIAL: "", WAYSEAL_KEYRING_RESTRICTED: "" });
  env["WAYSEAL_MAX_LEVEL"] = "internal";
  const some = await inProcess(async (data) => {
    await takeIn(data);
    return seen(data);
  });
  expect(some).toEqual([[held, held], 0]);
  // With one more it reads one level more, in settings that name all.
  Object.assign(env, all, { WAYSEAL_MAX_LEVEL: "confidential" });
  const more = { ...VALUES, restricted: NO_KEY("restricted") };
  expect(await inProcess(seen)).toEqual([[more, more], 1]);
  delete env["WAYSEAL_MAX_LEVEL"];

  // One is rotated, and the others stay what they were.
  const listed = async () => {
    const { levels } = JSON.parse((await say("keys", "list", "--json")).out) as AnswerOf<"keys.list">;
    return Object.fromEntries(levels.map(({ level, root }) => [level, root]));
  };
  const before = await listed();
  const to = hsm === null ? `file:${join(folder, "restricted-2.key")}` : inHsm("two");
  const rotated = await say("keys", "rotate", "--root", "--level", "restricted", "--to", to, "--json");
  expect([rotated.code, rotated.err]).toEqual([0, ""]);
  env["WAYSEAL_KEYRING_RESTRICTED"] = all["WAYSEAL_KEYRING_RESTRICTED"] = to;
  const { old } = JSON.parse(rotated.out) as { old: { id: string } };
  const gone = await say("keys", "destroy", old.id, "--confirm", old.id);
  expect([gone.code, gone.err, gone.out.includes("is destroyed")]).toEqual([0, "", true]);
  const after = await listed();
  expect(after).toEqual({ ...before, restricted: expect.any(String) as string });
  expect(after["restricted"]).not.toBe(before["restricted"]);
  Object.assign(env, all);
  expect(await inProcess(seen)).toEqual([[VALUES, VALUES], 1]);
  const doctor = await say("doctor");
  expect([doctor.code, doctor.err]).toEqual([0, ""]);
  for (const level of SEALED_LEVELS) {
    expect(doctor.out).toMatch(new RegExp(`^ok {4}The root key \\S+ of ${level} opens`, "m"));
    // A copy is asked for of each key that can have one.
    const asked = doctor.out.includes(`Nobody has shown a copy of the root key of ${level}`);
    expect([level, asked]).toEqual([level, hsm === null || level !== "restricted"]);
  }

  // Control: each is needed where the process is not held to less, and no other key does in its place.
  for (const level of ["confidential", "restricted"]) {
    const setting = `WAYSEAL_KEYRING_${level.toUpperCase()}`;
    Object.assign(env, all, { [setting]: "" });
    await expect(inProcess(seen)).rejects.toThrow(`set ${setting}, or start with a lower --max-level`);
    Object.assign(env, all, { [setting]: "env:ANOTHER", ANOTHER: randomBytes(32).toString("base64") });
    await expect(inProcess(seen)).rejects.toThrow(`${level} belongs to root key ${after[level]!}`);
  }
}, 60_000);
