import { existsSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { connect } from "node:net";
import { dirname } from "node:path";
import { callAdmin, NotRunning } from "../admin/call-admin.js";
import { stateOf } from "../data-directory/create-data-dir.js";
import { isRecoveryCopyOf, openData, openKeyring, openStore } from "../main.js";
import { isLoopback } from "../settings/is-loopback.js";
import type { Settings } from "../settings/settings.js";
import { tell } from "./errors.js";

export interface Check {
  readonly state: "ok" | "warn" | "fail";
  readonly what: string;
  /** What to do. */
  readonly hint?: string;
}

const ok = (what: string): Check => ({ state: "ok", what });
const warn = (what: string, hint: string): Check => ({ state: "warn", what, hint });
const fail = (what: string, hint: string): Check => ({ state: "fail", what, hint });

const GIB = 1024 ** 3;
/** Before this the clock cannot be right: the program did not exist. */
const EARLIEST = Date.UTC(2026, 0, 1);

/** Looks at everything that a collector needs, one check after another, and changes nothing. */
export async function* diagnose(settings: Settings, recoveryCopy: string | null): AsyncGenerator<Check> {
  yield checkClock();
  yield* checkRootKey(settings, recoveryCopy);
  const state = await stateOf(settings.data).catch(() => "foreign" as const);
  if (state === "empty") {
    yield warn(`There is no data directory at ${settings.data} yet`, "wayseal serve or wayseal init makes it");
  } else {
    yield* checkData(settings);
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

async function* checkRootKey(settings: Settings, recoveryCopy: string | null): AsyncGenerator<Check> {
  try {
    const keyring = await openKeyring(settings);
    const { id } = await keyring.describe();
    yield ok(`The root key ${id} at ${settings.rootKeyFile} is its owner's alone and outside the data directory`);
    if (recoveryCopy === null) {
      yield warn(
        "Nobody has shown the root key's recovery copy",
        "Without one, a lost root key loses all data: wayseal doctor --recovery-copy - checks what you wrote down",
      );
    } else if (await isRecoveryCopyOf(keyring, recoveryCopy)) {
      yield ok("The recovery copy opens this root key");
    } else {
      yield fail(
        "That recovery copy is of another root key",
        "Look for the one that init printed for this data directory",
      );
    }
  } catch (error) {
    yield fail(
      tell(error).message,
      "Without its root key a data directory cannot be opened: put the file back, mode 0600",
    );
  }
}

async function* checkData(settings: Settings): AsyncGenerator<Check> {
  try {
    const { sites } = await callAdmin(settings.data, "sites.list", {});
    yield ok(`A collector runs on ${settings.data}, with ${sites.length} sites`);
    return;
  } catch (error) {
    if (!(error instanceof NotRunning)) {
      yield fail(tell(error).message, "Look into the collector's log");
      return;
    }
  }
  try {
    const { catalog, dataDir } = await openData(settings);
    try {
      await catalog.check();
      const [sites, waiting] = [await catalog.sites(), await catalog.depth()];
      yield ok(
        `The data directory ${settings.data} and its catalog open: ${sites.length} sites, ${waiting} events to drain`,
      );
      if (sites.length === 0)
        yield warn("There is no site yet", "wayseal sites add shop --origin https://shop.example");
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
