import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ErasureAnswer, LookupAnswer, RequestAnswer } from "../src/api.js";
import { kekContext, levelOfOwnKey, ownKeyContext, signingContext } from "../src/keys/contexts.js";
import { createBlindIndexes } from "../src/keys/index.js";
import { verifyReceipt } from "../src/keys/verify-receipt.js";
import { openData } from "../src/main.js";
import { readSettings } from "../src/settings/read-settings.js";
import { envelope, fetchKey, journey, openStream, seal, send } from "./independent-sender.mjs";
import { heldInMemory, levelSecrets } from "./held-in-memory.js";
import { ofEachLevel, ofLevel, reach } from "./reach.js";
import { readAll } from "./read-all.js";
import { signElsewhere } from "./sign-elsewhere.js";
import { createStack, type Stack } from "./stack.js";
import { subjectOf } from "./subject-of.js";

const CLASSES = { internal: "organization", confidential: "email", restricted: "iban" } as const;
const valuesOf = (site: string) => ({
  internal: `${site} & Sons`,
  confidential: `ada@${site}.example`,
  restricted: `DE89 3704 0044 0532 0130 00 ${site}`,
});
const NO_KEY = (level: string) => `This process holds no key for ${level} data`;
const SHARED =
  "The root key that this process would hold opens confidential data too. Give that level its own first: " +
  "set WAYSEAL_KEYRING_CONFIDENTIAL and run wayseal keys separate confidential";
const SHUT = { "level key": "none", KEK: "none", DEK: "none", values: "none", "pages with a KEK": "none" };
const SIGNS =
  "The root key that this process would hold opens the signing key of shop too. Keep that elsewhere first: " +
  "wayseal keys signer, set, sign and publish";
/** Indexed, by a process that held all levels. */
const GUESS = [{ site: "shop", email: "ada@shop.example" }];
/** What only people's actions need, where nothing of it opens. */
const NO_DEEDS = {
  "receipt keys": "none",
  "pages with receipt keys": "none",
  "request keys": "none",
  "pages with request keys": "none",
  "blind-index keys": "none",
  "pages with blind-index keys": "none",
  guesses: "none",
  "quarantine KEKs": "none",
  "pages with quarantine KEKs": "none",
};
const OPEN = { ...SHUT, "level key": "all", KEK: "all", DEK: "all", values: "all" };

let vault: string;
let config: string;
let stack: Stack;
beforeEach(async () => {
  vault = mkdtempSync(join(tmpdir(), "ws-vault-"));
  config = join(vault, "wayseal.yaml");
  mkdirSync(join(vault, "away"));
  giveOwn("internal", "restricted");
  stack = await createStack({ WAYSEAL_CONFIG: config });
});
afterEach(async () => {
  await stack.close();
  rmSync(vault, { recursive: true, force: true });
});

const keyFile = (level: SealedLevel) => join(vault, `${level}.key`);
const away = (level: SealedLevel) => join(vault, "away", `${level}.key`);

/** Says in the settings which levels have a root key of their own. */
function giveOwn(...levels: SealedLevel[]): void {
  writeFileSync(
    config,
    JSON.stringify(Object.fromEntries(levels.map((level) => [`keyring_${level}`, `file:${keyFile(level)}`]))),
  );
}

/** Sends one visit with a value of each level, and waits until it is stored; one event more is refused, and set aside. */
async function takeIn(site: string, token: string): Promise<void> {
  const stream = openStream(site, await fetchKey(stack.url, site));
  const [hello, ...others] = journey(site, randomBytes(16).toString("base64url"));
  const field = others.find((event) => "class" in event);
  seal(stream, hello!);
  seal(stream, { ...field, field: "city", class: "city", value: "Wien" });
  for (const level of SEALED_LEVELS) {
    seal(stream, { ...field, field: level, class: CLASSES[level], value: valuesOf(site)[level] });
  }
  expect(await send(stack.url, envelope(stream, Date.now()))).toEqual({ status: 204, text: "" });
  const refused = openStream(site, await fetchKey(stack.url, site));
  for (const event of [hello!, { type: "page_view", at: "never" }]) seal(refused, event);
  expect((await send(stack.url, envelope(refused, Date.now()))).status).toBe(200);
  await expect
    .poll(async () => (await readAll(stack, token, site)).length, { timeout: 20_000 })
    // The other stream's hello is taken in.
    .toBe(stream.records.length + 1);
}

/** What a viewer sees of the values of a site, by level: each value, or why there is none. */
async function seen(site: string, token: string): Promise<Record<string, unknown>> {
  const fields = (await readAll(stack, token, site)).flatMap((event) => event.fields);
  return Object.fromEntries(
    fields
      .filter((field) => field.path === "value" && field.class !== "city")
      .map(({ level, state, value, reason }) => [level, state === "shown" ? value : `${state}: ${reason}`]),
  );
}

/** Why a collector does not start so. Should it start, that is the fault. */
async function refusal(...flags: string[]): Promise<string> {
  const ended = await stack.start(...flags).then(
    () => stack.stop().then(() => "it started"),
    (error: Error) => error.message,
  );
  return ended.trimEnd().split("\n").at(-1) ?? "";
}

/** Takes a request of a person in, who is reached at `contact`. */
function ask(site: string, contact: string): Promise<RequestAnswer> {
  return stack.cli("requests", "add", "access", "--jurisdiction", "gdpr", "--site", site, "--contact", contact);
}

/** How many subjects the address that was typed on a site finds, or why it was not looked up. */
async function find(site: string, token: string): Promise<number | string> {
  const answer = await fetch(`${stack.url}/v1/lookups`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ site, class: "email", value: `ada@${site}.example` }),
  });
  const { matches, detail } = (await answer.json()) as Partial<LookupAnswer> & { detail?: string };
  return matches?.length ?? String(detail);
}

/** The levels whose KEKs open by the door that such a process has; each of the others must be refused as not held. */
async function throughTheDoor(max: string): Promise<string[]> {
  const env = { WAYSEAL_DATA: stack.data, WAYSEAL_ROOT_KEY_FILE: join(stack.folder, "keys", "root.key") };
  const settings = readSettings({ env: { ...env, WAYSEAL_CONFIG: config, WAYSEAL_MAX_LEVEL: max }, cwd: vault });
  const { catalog, keyring } = await openData(settings);
  try {
    const opened = new Set<string>();
    for (const kek of await catalog.keks()) {
      await keyring.unwrap(kek.wrapped, kekContext(kek)).then(
        () => opened.add(kek.level),
        (error: unknown) => expect(error).toMatchObject({ fault: "not-held", message: NO_KEY(kek.level) }),
      );
    }
    for (const key of await catalog.ownKeys()) {
      const level = levelOfOwnKey(key);
      const opens = keyring.unwrap(key.wrapped, ownKeyContext(key)).then(
        (secret) => secret.length,
        ({ message }: Error) => message,
      );
      expect(await opens).toBe(level === null || opened.has(level) ? 32 : NO_KEY(level));
    }
    // Nor by the door that lookups go through, though the key is there.
    await expect(createBlindIndexes({ catalog, keyring }).of("shop", "email", "x")).rejects.toThrow(
      NO_KEY("confidential"),
    );
    if (max === "public") {
      const made = keyring.wrap(Buffer.alloc(32), signingContext("new"));
      await expect(made).rejects.toMatchObject({ fault: "not-held" });
    }
    return [...opened].sort();
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

it("a process that is held to a level takes everything in, and nothing that it can reach opens what is above", async () => {
  await stack.cli("init");
  const policy = join(vault, "wayseal.policy.yaml");
  writeFileSync(policy, "format: 1\nclasses: { city: { treatment: hash } }\n");
  await stack.cli("policy", "apply", policy);
  for (const site of ["shop", "books", "tea", "soap"]) {
    await stack.cli("sites", "add", site, "--origin", `https://${site}.example`);
  }
  const token = await stack.token("restricted");
  await stack.start();
  await takeIn("shop", token);
  expect(await seen("shop", token)).toEqual(valuesOf("shop"));
  const request = await ask("shop", "ada@home.example");
  const subject = await subjectOf(stack, "shop", token);
  await takeIn("soap", token);
  await stack.cli("receipt", "key");
  await stack.stop();

  // Control: confidential is still under the common root key. The search finds the way in, and no process starts so.
  const before = await reach(stack, [], GUESS);
  expect(before).toMatchObject({ "KEK of confidential": "all", "DEK of confidential": "all" });
  expect(before).toMatchObject({ "values of confidential": "all", "pages with a KEK of confidential": "all" });
  expect(before).toMatchObject({
    ...{ ...NO_DEEDS, "request keys": "all", "pages with request keys": "all", guesses: "all" },
    ...{ "blind-index keys": "all", "pages with blind-index keys": "all" },
  });
  for (const level of ["internal", "restricted"] as const) expect(ofLevel(before, level)).toEqual(SHUT);
  for (const flags of [["--max-level", "internal"], ["--write-only"]]) {
    expect(await refusal(...flags)).toContain(SHARED);
  }
  giveOwn(...SEALED_LEVELS);
  await stack.cli("keys", "separate", "confidential");

  const secrets = await levelSecrets(stack, { config, keyFile, subject });
  // What it may not hold does not lie in its memory either. Control: what it was given does.
  const expectInMemory = (...levels: string[]) => {
    if (process.platform === "linux") expect(heldInMemory(stack, secrets)).toEqual(levels);
  };

  // A machine that was never given the root keys above. The site is new: its KEKs are made there.
  for (const level of ["confidential", "restricted"] as const) renameSync(keyFile(level), away(level));
  await stack.start("--max-level", "internal");
  await takeIn("books", token);
  await expect(ask("books", "eve@home.example")).rejects.toThrow("This process may not seal a contact");
  expect((await stack.cli<RequestAnswer>("requests", "show", request.id)).contact).toBeNull();
  for (const site of ["shop", "books"]) {
    expect(await seen(site, token)).toEqual({
      internal: valuesOf(site).internal,
      confidential: `withheld: ${NO_KEY("confidential")}`,
      restricted: `withheld: ${NO_KEY("restricted")}`,
    });
  }
  expectInMemory("base", "internal");
  await stack.stop();
  const internal = await reach(stack, [keyFile("internal")], GUESS);
  expect(ofLevel(internal, "internal")).toEqual(OPEN);
  for (const level of ["confidential", "restricted"] as const) expect(ofLevel(internal, level)).toEqual(SHUT);
  expect(internal).toMatchObject({ ...NO_DEEDS, "values that wait for an index": "none" });
  expect(await throughTheDoor("internal")).toEqual(["internal"]);
  // Control: the signing keys are still here, and open. No process that only writes starts so.
  expect(internal).toMatchObject({ "signing keys": "all", "pages with signing keys": "all" });
  expect(await refusal("--write-only")).toContain(SIGNS);
  await stack.start("--max-level", "internal");
  for (const site of ["shop", "books", "tea", "soap"]) await signElsewhere(stack, vault, site);
  await stack.stop();

  renameSync(keyFile("internal"), away("internal"));
  await stack.start("--write-only");
  await takeIn("tea", token);
  await expect(stack.cli("sites", "add", "new", "--origin", "https://new.example")).rejects.toThrow(
    "This process holds no signing keys: it only writes",
  );
  expect(await find("tea", token)).toBe(`${NO_KEY("confidential")}, and looks nobody up`);
  // Nobody waits with an erasure for whoever signs its receipt.
  const erased = await stack.cli<ErasureAnswer>(
    ...["erase", "--subject", await subjectOf(stack, "soap", token), "--site", "soap", "--yes"],
  );
  expect([erased.keys, erased.receipt]).toEqual([3, null]);
  await expect(stack.cli("receipt", "show", erased.id)).rejects.toThrow("This process holds no receipt key");
  for (const level of SEALED_LEVELS) {
    expect(await seen("tea", token)).toHaveProperty(level, `withheld: ${NO_KEY(level)}`);
  }
  expectInMemory("base");
  await stack.stop();
  const none = await reach(stack, [], GUESS);
  // What writing takes (docs/keys.md), and no more: of signing keys none is left, and no guess can be tested.
  expect(none).toEqual({
    ...NO_DEEDS,
    ...ofEachLevel(SHUT),
    ...{ "recipient keys": "all", "hash keys": "all", "pages with hash keys": "all" },
    ...{ "audit keys": "none", "pages with audit keys": "none", "pages with signing keys": "none" },
    "values that wait for an index": "none",
  });
  expect(await throughTheDoor("public")).toEqual([]);

  // With all root keys again: nothing was lost, and the same search opens all.
  for (const level of SEALED_LEVELS) renameSync(away(level), keyFile(level));
  await stack.start();
  for (const site of ["shop", "books", "tea"]) {
    // The event store opens after the collector does.
    await expect.poll(() => seen(site, token), { timeout: 20_000 }).toEqual(valuesOf(site));
  }
  expectInMemory("base", ...SEALED_LEVELS);
  expect((await stack.cli<RequestAnswer>("requests", "show", request.id)).contact).toBe("ada@home.example");
  const { receipt } = await stack.cli<ErasureAnswer>("receipt", "show", erased.id);
  const { x } = await stack.cli<{ x: string }>("receipt", "key");
  expect(verifyReceipt(receipt!, Buffer.from(x, "base64url"))).toMatchObject({ subject: erased.subject, site: "soap" });
  // What came in where nobody could index it is found now; of who was erased there nothing is.
  expect(await Promise.all(["shop", "books", "tea", "soap"].map((site) => find(site, token)))).toEqual([1, 1, 1, 0]);
  await stack.stop();
  const all = await reach(stack, SEALED_LEVELS.map(keyFile), [
    ...GUESS,
    ...["books", "tea"].map((site) => ({ site, email: `ada@${site}.example` })),
  ]);
  expect(all).toMatchObject({ "blind-index keys": "all", guesses: "all" });
  expect(Object.keys(all)).not.toContain("values that wait for an index");
  for (const level of SEALED_LEVELS) expect(ofLevel(all, level)).toEqual(OPEN);
  expect(all).toMatchObject({
    "receipt keys": "all",
    "request keys": "all",
    "quarantine KEKs": "all",
    "audit keys": "all",
  });
}, 240_000);
