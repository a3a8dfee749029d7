import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { exportPrivateKey, importPrivateKey } from "../src/hpke/index.js";
import { parseBackupKey } from "../src/keyring/index.js";
import { parseRootKeyFile } from "../src/keyring/root-key-file.js";
import { envelope, fetchKey, journey, openStream, seal, send } from "./independent-sender.mjs";
import { type Custody, FILE, PASSPHRASE, secretsOf } from "./secrets-of.js";
import { needSoftHsm } from "./softhsm.js";
import { createStack, type Stack } from "./stack.js";

const CLI = fileURLToPath(new URL("../dist/cli/wayseal.js", import.meta.url));

type Secrets = ReadonlyMap<string, Buffer>;

const BACKUP_KEY = join("away", "backup.key");

/** Where a secret was found, such as `KEK of internal in file data/x`. */
function findSecrets(secrets: Secrets, places: ReadonlyMap<string, Buffer>): string[] {
  const found: string[] = [];
  for (const [name, secret] of secrets) {
    const forms = [
      secret,
      ...["hex", "base64url"].map((encoding) => Buffer.from(secret.toString(encoding as BufferEncoding))),
      Buffer.from(secret.toString("hex").toUpperCase()),
      // The last character and the padding depend on what follows.
      Buffer.from(secret.toString("base64").slice(0, 40)),
    ];
    for (const [place, bytes] of places)
      if (forms.some((form) => bytes.includes(form))) found.push(`${name} in ${place}`);
  }
  return found;
}

function filesUnder(folder: string, but: readonly string[] = []): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, entry);
    if (!but.includes(entry) && statSync(path).isFile()) files.set(`file ${entry}`, readFileSync(path));
  }
  return files;
}

/** Processes of the stack, children included: by the mark in their environment, or their parent. */
function processesOf(stack: Stack): number[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        const own = readFileSync(`/proc/${pid}/environ`, "latin1").includes(`WAYSEAL_DATA=${stack.data}`);
        return [{ pid: Number(pid), parent: Number(parent), own }];
      } catch {
        return []; // It ended meanwhile.
      }
    });
  const found = new Set(all.filter(({ own }) => own).map(({ pid }) => pid));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

interface Gathered {
  readonly places: Map<string, Buffer>;
  readonly subjects: string[];
}

/** Runs a collector through a day's work, and gathers every place where a key could have gone. */
async function workAndGather(stack: Stack): Promise<Gathered> {
  await stack.cli("init");
  await stack.cli("sites", "add", "shop", "--origin", "https://shop.example");
  const token = await stack.token("restricted");
  await stack.start();
  const key = await fetchKey(stack.url, "shop");
  const stream = openStream("shop", key);
  for (const event of journey("shop", randomBytes(16).toString("base64url"))) seal(stream, event);
  expect((await send(stack.url, envelope(stream, Date.now()))).status).toBe(204);
  // One that is refused, so that quarantine has a key.
  const refused = openStream("shop", key);
  const [hello] = journey("shop", randomBytes(16).toString("base64url"));
  for (const event of [hello!, { type: "page_view", at: "never" }]) seal(refused, event);
  expect((await send(stack.url, envelope(refused, Date.now()))).status).toBe(200);

  const places = new Map<string, Buffer>();
  const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
    const answer = await fetch(stack.url + path, init);
    const text = await answer.text();
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    places.set(`answer to ${init.method ?? "GET"} ${path}`, Buffer.from(`${answer.status}\n${headers}\n${text}`));
    return text;
  };
  const cleared = { headers: { Authorization: `Bearer ${token}` } };
  let subjects: string[] = [];
  await expect
    .poll(
      async () => {
        const list = JSON.parse(await ask("/v1/journeys?site=shop", cleared)) as { journeys?: { subject: string }[] };
        return (subjects = (list.journeys ?? []).map(({ subject }) => subject)).length;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0);
  for (const subject of subjects) await ask(`/v1/journeys/${subject}?site=shop`, cleared);
  // Errors of every sort.
  await ask("/v1/journeys/00?site=shop", cleared);
  await ask("/v1/journeys?site=none", cleared);
  await ask("/v1/journeys?site=shop");
  await ask("/v1/streams", { method: "POST", body: "WS rubbish" });
  await ask("/v1/sites/shop/keys");
  await ask("/v1/wayseal.js?site=shop");
  await ask("/metrics");
  await ask("/healthz");
  places.set("answer to keys list", Buffer.from(JSON.stringify(await stack.cli("keys", "list"))));
  lookAtProcesses(stack, places);
  return { places, subjects };
}

function lookAtProcesses(stack: Stack, places: Map<string, Buffer>): void {
  for (const pid of processesOf(stack)) {
    places.set(`environment of ${pid}`, readFileSync(`/proc/${pid}/environ`));
    places.set(`arguments of ${pid}`, readFileSync(`/proc/${pid}/cmdline`));
  }
}

/** Has keys made, turned over, backed up and destroyed, with the collector running. */
async function turnOver(stack: Stack, { places, subjects }: Gathered): Promise<void> {
  const { folder } = stack;
  const say = async (...args: string[]) => {
    places.set(`answer to ${args.join(" ")}`, Buffer.from(JSON.stringify(await stack.cli(...args))));
  };
  await say("requests", "add", "access", "--jurisdiction", "gdpr", "--contact", "ann@example.com");
  await say("find", "--lookup", "email=nobody@example.com");
  await say("backup", "--out", join(folder, "backups"));
  await say("keys", "rotate", "--site", "shop", "--now");
  await say("keys", "rotate", "--kek");
  await say("erase", "--subject", subjects[0]!, "--yes", "--receipt", join(folder, "receipt.jws"));
  await say("keys", "refresh", "--all");
  await say("backup", "--out", join(folder, "backups"));
  await say("backup", "verify", join(folder, "backups"), "--key", join(folder, BACKUP_KEY));
  await say("purge");
  lookAtProcesses(stack, places);
}

describe.skipIf(process.platform !== "linux")("unwrapped keys", () => {
  let stack: Stack | undefined;
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    await stack?.close();
  });

  const hsm = needSoftHsm();
  afterAll(() => hsm?.remove());
  /** The root key never leaves the HSM: what it wraps is looked for. */
  const inHsm = (): Custody => {
    hsm!.token("scan");
    writeFileSync(join(hsm!.folder, "pin"), hsm!.pin, { mode: 0o600 });
    const uri = `pkcs11:token=scan;object=root?module-path=${hsm!.module}&pin-source=file:${join(hsm!.folder, "pin")}`;
    return { env: { WAYSEAL_KEYRING: uri }, typed: "", secrets: async () => new Map(), kept: [] };
  };

  it.each<[string, () => Custody, readonly string[]]>([
    ["file", () => FILE, ["root key"]],
    ["passphrase", () => PASSPHRASE, ["root key", "passphrase"]],
    ...(hsm === null ? [] : [["HSM", inHsm, []] as [string, () => Custody, readonly string[]]]),
  ])(
    "are in no file, log, answer, environment or argument, nor in backups, after rotations and an erasure: %s",
    async (_, custodyOf, own) => {
      const custody = custodyOf();
      stack = await createStack(custody.env, custody.typed);
      const gathered = await workAndGather(stack);
      const { places, subjects } = gathered;
      // The collector and its engine.
      expect([...places.keys()].filter((place) => place.startsWith("environment")).length).toBeGreaterThanOrEqual(2);
      mkdirSync(join(stack.folder, "away"));
      await stack.cli("backup", "key", "--out", join(stack.folder, BACKUP_KEY));
      await stack.stop();
      const before = await secretsOf(stack, custody, subjects);
      await stack.start();
      await turnOver(stack, gathered);
      await stack.stop();
      const secrets = new Map([...before, ...(await secretsOf(stack, custody, subjects))]);
      const { privateKey } = parseBackupKey(readFileSync(join(stack.folder, BACKUP_KEY), "utf8"));
      secrets.set("backup key", exportPrivateKey(privateKey));
      // Of what was turned over, both the old and the new.
      const count = (kind: string) => [...secrets.keys()].filter((name) => name.startsWith(kind)).length;
      expect([...secrets.keys()]).toEqual(expect.arrayContaining([...own, "pepper", "catalog key", "disk key"]));
      for (const one of [
        "signing key",
        "receipt key",
        "request key",
        "backup key",
        "blind-index key",
        "quarantine KEK",
        "DEK of",
      ]) {
        expect([one, count(one) > 0]).toEqual([one, true]);
      }
      expect([count("recipient key"), count("KEK of internal")]).toEqual([2, 3]);
      const but = [...custody.kept, BACKUP_KEY];
      const files = filesUnder(stack.folder, but);
      expect([...files.keys()]).toEqual(
        expect.arrayContaining(["file collector.log", join("file data", "catalog.db"), "file receipt.jws"]),
      );
      expect([...files.keys()].some((name) => name.startsWith(join("file backups", "")))).toBe(true);
      expect(findSecrets(secrets, new Map([...places, ...files]))).toEqual([]);

      // The control: the same search, once each is where it must not be.
      for (const [name, secret] of secrets) {
        const leaks = new Map([
          ["a log line", Buffer.from(`{"msg":"unwrapped","key":"${secret.toString("base64url")}"}`)],
          ["an address", Buffer.from(`/v1/keys?key=${secret.toString("hex")}`)],
          ["an environment", Buffer.from(`A=1\0KEY=${secret.toString("base64")}\0`)],
          ["a file", Buffer.concat([randomBytes(1000), secret, randomBytes(1000)])],
        ]);
        expect(findSecrets(secrets, leaks)).toEqual([...leaks.keys()].map((place) => `${name} in ${place}`));
        writeFileSync(join(stack.folder, "tmp", "leak"), secret);
        const leaked = filesUnder(join(stack.folder, "tmp"));
        expect(findSecrets(secrets, leaked)).toEqual([`${name} in file leak`]);
      }
    },
    240_000,
  );

  it("of an orchestrator's variable do not reach the engine's process", async () => {
    const key = randomBytes(32);
    const root = exportPrivateKey(importPrivateKey(key)).toString("base64");
    stack = await createStack({ WAYSEAL_KEYRING: "env:SHOP_ROOT", SHOP_ROOT: root });
    const { places } = await workAndGather(stack);
    const found = findSecrets(new Map([["root key", key]]), places);
    // The kernel shows a process's first environment for as long as it lives (docs/keys.md): the collector's own alone.
    expect(found.length).toBe(1);
    expect(found[0]).toMatch(/^root key in environment of /);
  }, 240_000);

  // A relative pattern writes the file where the process ran; any other is a matter of the machine.
  const plainCores =
    process.platform === "linux" && /^core/.test(readFileSync("/proc/sys/kernel/core_pattern", "utf8"));
  if (!plainCores) {
    console.warn("SKIPPED: core files are not searched for keys, because this machine writes none where a process ran");
  }

  it.skipIf(!plainCores)(
    "are in no core file, even where those are turned on; without the filter they are",
    async () => {
      stack = await createStack();
      await stack.cli("init");
      const { folder, data } = stack;
      const rootKeyFile = join(folder, "keys", "root.key");
      const secrets: Secrets = new Map([
        ["root key", parseRootKeyFile(readFileSync(rootKeyFile, "utf8"), rootKeyFile)],
      ]);
      const crash = async (filter: string | null): Promise<Map<string, Buffer>> => {
        const cwd = mkdtempSync(join(tmpdir(), "ws-core-"));
        folders.push(cwd);
        const env = {
          ...process.env,
          WAYSEAL_DATA: data,
          WAYSEAL_ROOT_KEY_FILE: rootKeyFile,
          TMPDIR: folder,
          BASE_URL: stack!.url,
        };
        const serve = ["-c", 'ulimit -c unlimited; exec "$@"', "sh", process.execPath, CLI, "serve", "--port", "0"];
        const child = spawn("/bin/sh", serve, { cwd, env, stdio: ["ignore", "pipe", "ignore"] });
        await said(child, "console");
        if (filter !== null) writeFileSync(`/proc/${child.pid}/coredump_filter`, filter);
        const ended = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGABRT");
        await ended;
        // The engine outlives its collector for a moment, and writes to the folder that is about to go.
        await expect.poll(() => processesOf(stack!).length, { timeout: 30_000 }).toBe(0);
        return filesUnder(cwd);
      };
      const plain = await crash(null);
      expect(plain.size).toBe(1);
      expect(findSecrets(secrets, plain)).toEqual([]);
      const control = await crash("0x33");
      expect(findSecrets(secrets, control).length).toBe(1);
    },
    120_000,
  );
});

/** Resolves once a process has printed a line that begins so. */
function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      if (text.split("\n").some((line) => line.startsWith(word))) resolve();
    });
    child.once("close", () => reject(new Error(`It ended: ${text}`)));
  });
}
