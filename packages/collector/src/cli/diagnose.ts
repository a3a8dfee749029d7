import { existsSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { connect } from "node:net";
import { dirname } from "node:path";
import type { SealedLevel } from "@wayseal/protocol";
import { otherKeys } from "../admin/other-keys.js";
import { callAdmin, NotRunning } from "../admin/call-admin.js";
import { tellsPolicy } from "../admin/tells-policy.js";
import { createAuditKeeper } from "../audit/create-audit-keeper.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { witnessOf } from "../start/witness-of.js";
import { backupState } from "../backup/index.js";
import { stateOf } from "../data-directory/create-data-dir.js";
import { DataDirError } from "../data-directory/errors.js";
import type { Rotations } from "../data-directory/manifest.js";
import { readCustodyIfAny } from "../data-directory/open-data-dir.js";
import { openRootsOf, openStore, type RootCopy, rootIdOf } from "../main.js";
import type { Proof } from "../ports/backups.js";
import { createPolicies } from "../policy/index.js";
import type { Catalog } from "../ports/catalog.js";
import { hasPaperCopy } from "../settings/has-paper-copy.js";
import { isLoopback } from "../settings/is-loopback.js";
import type { Settings } from "../settings/settings.js";
import { placeText } from "../settings/place-text.js";
import { type Check, fail, ok, warn } from "./check.js";
import { checkAudit } from "./check-audit.js";
import { checkCopies, type Copies } from "./check-copies.js";
import { checkWaiting } from "./check-waiting.js";
import { checkSets, type ElsewhereSigned } from "./check-sets.js";
import { tell } from "./errors.js";
import { openHeld } from "./open-held.js";
import { counted } from "./output.js";

type Roots = Awaited<ReturnType<typeof openRootsOf>>;

export type { Check } from "./check.js";

const GIB = 1024 ** 3;
/** Before this the clock cannot be right: the program did not exist. */
const EARLIEST = Date.UTC(2026, 0, 1);

/** Copies of keys that somebody shows. */
export interface Shown {
  readonly copy: RootCopy | null;
  /** Id of a backup key whose private half was read. */
  readonly backupKey: string | null;
}

/**
 * Looks at everything that a collector needs, one check after another, and changes nothing but the note of when a copy
 * of a key was shown.
 */
export async function* diagnose(settings: Settings, { copy, backupKey }: Shown): AsyncGenerator<Check> {
  yield checkClock();
  const proven: Proven = { roots: new Map(), shown: [] };
  const roots = await openRootsOf(settings).catch((error: unknown) => error as Error);
  if (roots instanceof Error) {
    yield fail(
      tell(roots).message,
      roots instanceof DataDirError
        ? "Run this as the user that owns it; see docs/operations.md for a data directory that does not open"
        : "Without its root key a data directory cannot be opened: put it back where the settings say",
    );
  } else {
    yield* checkRootKeys(settings, roots, copy, proven);
  }
  const state = await stateOf(settings.data).catch(() => "foreign" as const);
  try {
    if (state === "empty") {
      yield warn(`There is no data directory at ${settings.data} yet`, "wayseal serve or wayseal init makes it");
    } else {
      const keep = { proven, backupKey, oldRoots: Object.values(await rotationsOf(settings.data)) };
      yield* checkData(settings, roots instanceof Error ? undefined : roots, keep);
    }
  } finally {
    for (const keyring of roots instanceof Error ? [] : [roots.base, ...Object.values(roots.own)])
      await keyring.close();
  }
  yield* checkDisk(settings);
  yield* checkAddress(settings);
}

function checkClock(): Check {
  const now = new Date();
  return now.getTime() > EARLIEST
    ? ok(`The clock says ${now.toISOString().slice(0, 19)}Z`)
    : fail("The clock is years behind", "Set it, or run a time service: months of keys and expiries go by it");
}

/** Root keys whose copies are to be shown from time to time, and those that were shown now. */
interface Proven {
  /** By id, with the level after it where it is one's own. */
  readonly roots: Map<string, string>;
  readonly shown: string[];
}

async function* checkRootKeys(
  settings: Settings,
  { base, own }: Roots,
  copy: RootCopy | null,
  proven: Proven,
): AsyncGenerator<Check> {
  const ids = new Map([[(await base.describe()).id, ""]]);
  const place = placeText(settings.keyring);
  yield ok(`The root key ${[...ids.keys()][0]} opens: ${place}`);
  yield* checkRotations(settings);
  for (const [level, keyring] of Object.entries(own)) {
    const { id } = await keyring.describe();
    ids.set(id, ` of ${level}`);
    yield ok(`The root key ${id} of ${level} opens`);
  }
  for (const [id, of] of ids) {
    const source = of === "" ? settings.keyring : settings.levelKeyrings[of.slice(4) as SealedLevel];
    if (source === undefined || hasPaperCopy(source)) proven.roots.set(id, of);
  }
  if (copy === null) return;
  try {
    const shown = await rootIdOf(copy);
    const of = ids.get(shown);
    const one = copy.kind === "shares" ? "The shares open" : "The recovery copy opens";
    if (of === undefined) {
      yield fail(
        copy.kind === "shares" ? "Those shares are of another root key" : "That recovery copy is of another root key",
        "Look for what was printed for this data directory",
      );
    } else {
      proven.shown.push(shown);
      yield ok(`${one} this root key${of}`);
    }
  } catch (error) {
    yield fail(tell(error).message, "Compare it with the paper, character by character");
  }
}

async function rotationsOf(data: string): Promise<Rotations> {
  return (await readCustodyIfAny(data).catch(() => ({ rotations: {} }))).rotations;
}

async function* checkRotations({ data }: Settings): AsyncGenerator<Check> {
  for (const [name, { state, from }] of Object.entries(await rotationsOf(data))) {
    const command = `wayseal keys rotate --root${name === "base" ? "" : ` --level ${name}`}`;
    yield state === "begun"
      ? warn(`The root key ${from.id} is being rotated, and that was cut off`, `${command} goes on with it`)
      : warn(
          `The old root key ${from.id} is still there`,
          `Prove the new one's copy, make a new backup, then: wayseal keys destroy ${from.id}`,
        );
  }
}

async function* checkData(
  settings: Settings,
  roots: Roots | undefined,
  keep: Pick<Copies, "proven" | "backupKey" | "oldRoots">,
): AsyncGenerator<Check> {
  try {
    const { sites } = await callAdmin(settings.data, "sites.list", {});
    yield ok(`A collector runs on ${settings.data}, with ${counted(sites.length, "site")}`);
    const listed = await callAdmin(settings.data, "keys.list", {});
    yield* checkSets(
      listed.sites.flatMap(({ site, signing }) => (signing === null || signing.held ? [] : { site, ...signing })),
    );
    yield* checkWaiting(listed.others);
    yield* checkAudit(await callAdmin(settings.data, "audit.state", {}));
    const prove = (what: Proof["what"], id: string) => callAdmin(settings.data, "proofs.add", { what, id });
    yield* checkCopies({ ...keep, state: () => callAdmin(settings.data, "backups.list", {}), prove });
    return;
  } catch (error) {
    if (!(error instanceof NotRunning)) {
      yield fail(tell(error).message, "If that is not why, look into the collector's log");
      return;
    }
  }
  try {
    const { catalog, dataDir, keyring, max } = await openHeld(settings, roots);
    if (max !== settings.maxLevel) {
      yield ok(
        `Root keys of levels above ${max} are not here: this machine can run serve --max-level ${max}, or below`,
      );
    }
    try {
      await catalog.check();
      const [sites, waiting] = [await catalog.sites(), await catalog.depth()];
      yield ok(
        `The data directory ${settings.data} and its catalog open: ${counted(sites.length, "site")}, ${counted(waiting, "event")} to drain`,
      );
      if (sites.length === 0)
        yield warn("There is no site yet", "wayseal sites add shop --origin https://shop.example");
      yield* checkSets(await signedElsewhere(catalog));
      yield* checkWaiting(await otherKeys({ catalog, now: Date.now }, undefined));
      yield* checkAudit(await createAuditKeeper({ catalog, keyring, witness: witnessOf(settings) }).state());
      const prove = (what: Proof["what"], id: string) => catalog.prove({ what, id, at: Date.now() });
      yield* checkCopies({ ...keep, state: () => backupState(catalog, settings.backupDays), prove });
      try {
        const store = await openStore(settings, dataDir);
        await store.close();
        yield ok(settings.clickhouseUrl === null ? "The engine starts" : "ClickHouse answers");
      } catch (error) {
        yield fail(tell(error).message, "Envelopes are taken without it, and questions are not answered");
      }
    } finally {
      await catalog.close();
    }
  } catch (error) {
    yield fail(tell(error).message, "See docs/operations.md: a data directory that does not open");
  }
  const { mode } = await stat(settings.data).catch(() => ({ mode: 0 }));
  if ((mode & 0o077) !== 0) {
    yield warn(`Others may enter ${settings.data}`, `chmod 700 ${settings.data}`);
  }
}

async function signedElsewhere(catalog: Catalog): Promise<ElsewhereSigned[]> {
  const policy = await createPolicies({ catalog, audit: createAuditTrail({ catalog }) }).current();
  const sites = await Promise.all(
    (await catalog.sites()).map(async ({ id }) => ({ site: id, published: await catalog.publishedKeys(id) })),
  );
  return sites.flatMap(({ site, published }) =>
    published === null || published.signing.wrapped !== null
      ? []
      : {
          site,
          signedUntil: published.signedSet?.expires ?? null,
          tellsPolicy: published.signedSet && tellsPolicy(published.signedSet, policy),
        },
  );
}

async function* checkDisk({ data }: Settings): AsyncGenerator<Check> {
  let place = data;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  const free = (bavail * bsize) / GIB;
  const text = `${free.toFixed(1)} GiB are free for ${data}`;
  if (free < 0.2) yield fail(text, "Free some: a full disk refuses envelopes");
  else if (free < 2) yield warn(text, "Free some, or move the data directory");
  else yield ok(text);
}

async function* checkAddress({ host, port, baseUrl }: Settings): AsyncGenerator<Check> {
  const taken = port !== 0 && (await answers(isLoopback(host) ? host : "127.0.0.1", port));
  yield ok(taken ? `Port ${port} answers: a collector, or another program` : `Port ${port} is free`);
  if (baseUrl === null) {
    if (isLoopback(host)) yield ok("Only this machine can reach the collector (HOST), and BASE_URL is not set");
    else
      yield warn(
        "Others can reach the collector and BASE_URL is not set",
        "Set it to the https address that people use",
      );
  } else if (baseUrl.startsWith("https:") || isLoopback(new URL(baseUrl).hostname)) {
    yield ok(`People come by ${baseUrl}`);
  } else {
    yield warn(`BASE_URL ${baseUrl} is not https`, "Passwords and answers travel in the clear: put TLS in front");
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
}
