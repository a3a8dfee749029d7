import { createServer } from "node:net";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openData } from "../main.js";
import { readSettings } from "../settings/read-settings.js";
import { runCli } from "./run-cli.js";

let folder: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wayseal-cli-"));
  env = { HOME: folder, WAYSEAL_DATA: join(folder, "data"), WAYSEAL_ROOT_KEY_FILE: join(folder, "root.key") };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function wayseal(...args: string[]): Promise<Said> {
  return typed("", ...args);
}

/** With something on standard input. */
async function typed(input: string, ...args: string[]): Promise<Said> {
  let [out, err] = ["", ""];
  const code = await runCli(args, {
    env,
    cwd: folder,
    stdin: (async function* () {
      yield input;
    })(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
  });
  return { code, out, err };
}

async function json<Answer>(...args: string[]): Promise<Answer> {
  const { code, out, err } = await wayseal(...args, "--json");
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out) as Answer;
}

/** Exactly one line, that begins with our name and shows no stack. */
function expectOneLine({ code, out, err }: Said, message: RegExp, wanted = 1): void {
  expect(err).toMatch(message);
  expect(err).toMatch(/^wayseal: [^\n]+\n$/);
  expect(err).not.toMatch(/\bat .*\.(ts|js):\d+/);
  expect([code, out]).toEqual([wanted, ""]);
}

describe("wayseal init", () => {
  it("makes a data directory and a root key, and prints the recovery copy once", async () => {
    const { code, out } = await wayseal("init");
    expect(code).toBe(0);
    expect(out).toMatch(/(\w{5}-\w{5}-\w{5}\s+){4}/);
    expect(statSync(join(folder, "root.key")).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "data")).mode & 0o777).toBe(0o700);
    expectOneLine(await wayseal("init"), /is a Wayseal data directory already: nothing was changed/);
    const again = await wayseal("init", "--if-missing");
    expect([again.code, again.out]).toEqual([0, `${join(folder, "data")} is there already\n`]);
  });

  it("uses a root key that is there, and does not print it again", async () => {
    await wayseal("init");
    const made = await json<{ recoveryCopy: string | null }>("init", "--data", join(folder, "second"));
    expect(made.recoveryCopy).toBeNull();
    expect((await wayseal("sites", "list", "--data", join(folder, "second"))).code).toBe(0);
  });
});

describe("wayseal sites, users, tokens and keys", () => {
  it("add and list sites", async () => {
    await wayseal("init");
    expect((await wayseal("sites", "list")).out).toContain("There is no site yet");
    const added = await json<{ site: object; script: string; key: string }>(
      ...[
        "sites",
        "add",
        "shop",
        "--name",
        "Tea \u001b[31m",
        "--origin",
        "https://a.example",
        "--origin",
        "https://b.example",
      ],
    );
    expect(added.site).toMatchObject({ id: "shop", origins: ["https://a.example", "https://b.example"] });
    expect(added.script).toBe('<script async src="http://127.0.0.1:8420/v1/wayseal.js?site=shop"></script>');
    expect(Buffer.from(added.key, "base64url")).toHaveLength(65);
    const { out } = await wayseal("sites", "list");
    expect(out).toContain("https://a.example https://b.example");
    // A name is text of someone's choice: it must not steer a terminal.
    expect(out).not.toContain("\u001b");
    expectOneLine(await wayseal("sites", "add", "shop", "--origin", "*"), /There is a site shop already/);
    expect((await wayseal("sites", "add", "shop", "--origin", "*", "--if-missing")).code).toBe(0);
  });

  it("add, disable and reset people", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    const add = ["users", "add", "--email", "Ana@x.example", "--clearance", "internal", "--sites", "shop"];
    const added = await json<{ link: string; person: object }>(...add);
    expect(added.link).toMatch(/^http:\/\/127\.0\.0\.1:8420\/console\/#\/welcome\/[\w-]{43}$/);
    expect(added.person).toMatchObject({
      email: "ana@x.example",
      clearance: "internal",
      sites: ["shop"],
      active: false,
    });
    expectOneLine(await wayseal(...add), /There is a person with that e-mail already/);
    expect((await wayseal("users", "list")).out).toMatch(/ana@x\.example +ana +internal +shop +invited/);
    expect((await wayseal("users", "disable", "ana@x.example")).code).toBe(0);
    expect((await wayseal("users", "list")).out).toContain("disabled");
    expectOneLine(await wayseal("users", "reset-password", "ana@x.example"), /disabled: enable them first/);
    expect((await wayseal("users", "enable", "ana@x.example")).code).toBe(0);
    const reset = await json<{ link: string }>("users", "reset-password", "ana@x.example");
    expect(reset.link).not.toBe(added.link);
    expectOneLine(await wayseal("users", "disable", "bo@x.example"), /There is no person with that e-mail/);
  });

  it("create, list and revoke tokens, whose secrets are not kept", async () => {
    await wayseal("init");
    const made = await json<{ token: string; id: string; expires: number }>(
      ...["tokens", "create", "report", "--clearance", "public", "--expires", "30"],
    );
    expect(made.token).toMatch(/^ws_[\w-]{43}$/);
    expect(made.expires - Date.now()).toBeGreaterThan(29 * 86_400_000);
    const listed = await wayseal("tokens", "list", "--json");
    expect(listed.out).not.toContain(made.token);
    expect(readFileSync(join(folder, "data", "catalog.db")).includes(made.token)).toBe(false);
    expect((await wayseal("tokens", "revoke", made.id)).code).toBe(0);
    expect((await wayseal("tokens", "list")).out).toContain("revoked");
    expectOneLine(await wayseal("tokens", "revoke", "nothing"), /There is no token with that id/);
  });

  it("list keys, and no private half", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    const keys = await json<object>("keys", "list");
    expect(keys).toMatchObject({
      sites: [{ site: "shop", recipients: [{ state: "current" }], signing: { version: 1 } }],
    });
    expect(JSON.stringify(keys)).not.toMatch(/wrapped|private/i);
    expectOneLine(await wayseal("keys", "list", "--site", "nowhere"), /There is no site nowhere/);
  });

  it.each<[string, string[], RegExp, number]>([
    ["an unknown command", ["sevre"], /unknown command/, 2],
    ["an unknown option", ["sites", "list", "--jsn"], /unknown option '--jsn'/, 2],
    ["a missing argument", ["sites", "add", "--origin", "*"], /missing required argument 'id'/, 2],
    ["a missing option", ["users", "add", "--email", "a@x.example"], /required option/, 2],
    ["no origin", ["sites", "add", "shop"], /Name at least one origin/, 1],
    ["a site id in capitals", ["sites", "add", "Shop", "--origin", "*"], /A site id has 1 to 64 characters/, 1],
    ["a site id of 65", ["sites", "add", "a".repeat(65), "--origin", "*"], /A site id has 1 to 64 characters/, 1],
    ["an origin with a path", ["sites", "add", "x", "--origin", "https://x.example/"], /An origin is like/, 1],
    ["an origin of no scheme", ["sites", "add", "x", "--origin", "x.example"], /An origin is like/, 1],
    ["a wrong clearance", ["tokens", "create", "x", "--clearance", "secret"], /A clearance is one of public/, 1],
    ["a wrong e-mail", ["users", "add", "--email", "ana", "--clearance", "public", "--sites", "all"], /e-mail/, 1],
    [
      "an unknown site",
      ["tokens", "create", "x", "--clearance", "public", "--sites", "nope"],
      /There is no site nope/,
      1,
    ],
    ["no site", ["tokens", "create", "x", "--clearance", "public", "--sites", ","], /Name at least one site/, 1],
    [
      "days that are none",
      ["tokens", "create", "x", "--clearance", "public", "--expires", "soon"],
      /--expires takes days/,
      2,
    ],
  ])("answer %s in one line", async (_, args, message, code) => {
    await wayseal("init");
    expectOneLine(await wayseal(...args), message, code);
    const asJson = await wayseal(...args, "--json");
    expect(JSON.parse(asJson.err)).toMatchObject({ error: { message: expect.stringMatching(message) as string } });
    expect(asJson.code).toBe(code);
  });

  it.each([["--help"], ["--version"], ["serve", "--help"], ["users", "--help"], ["users", "add", "--help"]])(
    "print help and version: %s",
    async (...args) => {
      const { code, out, err } = await wayseal(...args);
      expect([code, err]).toEqual([0, ""]);
      expect(out.length).toBeGreaterThan(3);
    },
  );
});

describe("a data directory that cannot be used", () => {
  const data = () => join(folder, "data");
  const snapshot = () =>
    existsSync(data()) ? readdirSync(data()).map((name) => [name, readFileSync(join(data(), name), "hex")]) : null;

  const cases: [string, RegExp, () => unknown][] = [
    ["is not there", /There is no Wayseal data directory at .*data/, () => rmSync(data(), { recursive: true })],
    ["is of another version", /is of format 2 and this Wayseal reads format 1/, () => edit({ format: 2 })],
    ["has lost its root key", /There is no root key at/, () => rmSync(join(folder, "root.key"))],
    [
      "has a wrong root key",
      /was made with root key \S+, and this one is/,
      async () => {
        rmSync(join(folder, "root.key"));
        await wayseal("init", "--data", join(folder, "other"));
      },
    ],
    ["has a root key that others can read", /root\.key/, () => chmodSync(join(folder, "root.key"), 0o644)],
    ["has a damaged manifest", /is damaged/, () => writeFileSync(join(data(), "wayseal.json"), "{")],
    ["has no catalog", /catalog/i, () => rmSync(join(data(), "catalog.db"))],
    ["has a catalog of zeros", /catalog/i, () => spoil((bytes) => bytes.fill(0))],
    ["has a flipped bit in its first page", /catalog/i, () => spoil((bytes) => flip(bytes, 1000))],
    ["has a catalog cut short", /catalog/i, () => spoil((bytes) => bytes.subarray(0, 5000))],
  ];
  const edit = (change: object) => {
    const path = join(data(), "wayseal.json");
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), ...change }));
  };
  const spoil = (change: (bytes: Buffer) => Buffer) => {
    const path = join(data(), "catalog.db");
    writeFileSync(path, change(readFileSync(path)));
  };
  const flip = (bytes: Buffer, at: number) => {
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };

  it.each(cases)("because it %s gets one line, exit 1, and no effect", async (_, message, act) => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    await act();
    const before = snapshot();
    expectOneLine(await wayseal("sites", "list"), message);
    expect(snapshot()).toEqual(before);
    const { code, out } = await wayseal("doctor");
    expect(out).toMatch(/^(fail|warn) /m);
    expect(code).toBe(out.includes("\nfail") ? 1 : 0);
  });

  it("because another process has it open gets one line", async () => {
    await wayseal("init");
    const { catalog } = await openData(readSettings({ env, cwd: folder }));
    expectOneLine(await wayseal("sites", "list"), /in use|another process|open/i);
    await catalog.close();
    expect((await wayseal("sites", "list")).code).toBe(0);
  });

  it("because something else lies there gets one line, and is not touched", async () => {
    mkdirSync(data());
    writeFileSync(join(data(), "thesis.txt"), "years of work");
    for (const command of ["init", "serve"]) {
      const said = await wayseal(command, ...(command === "serve" ? ["--port", "0"] : []));
      expect(said.code).toBe(1);
      expect(said.err).toMatch(/^wayseal: [^\n]+\n$/);
    }
    expect(readdirSync(data())).toEqual(["thesis.txt"]);
  });
});

describe("wayseal serve that cannot start", () => {
  it("says in one line that the port is taken, and makes nothing", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = String(typeof address === "object" ? address?.port : "");
    expectOneLine(await wayseal("serve", "--port", port), new RegExp(`Port ${port} is taken`));
    expect(existsSync(join(folder, "data"))).toBe(false);
    expect(existsSync(join(folder, "root.key"))).toBe(false);
    await new Promise((resolve) => other.close(resolve));
  });

  it.each([
    [["--port", "eighty"], /^wayseal: PORT: must be a whole number/],
    [["--host", "203.0.113.1"], /^wayseal: HOST: 203\.0\.113\.1 is no address of this machine/],
  ])("says in one line what is wrong with %j", async (args, message) => {
    expectOneLine(await wayseal("serve", "--port", "0", ...args), message);
    expect(existsSync(join(folder, "data"))).toBe(false);
  });

  it("says in one line which setting is wrong", async () => {
    env["DATABASE_URL"] = "postgres://localhost/wayseal";
    expectOneLine(await wayseal("serve"), /DATABASE_URL: a PostgreSQL catalog is not supported yet/);
  });
});

describe("wayseal doctor", () => {
  it("asks for the recovery copy, knows the right one, and refuses a wrong one", async () => {
    const { recoveryCopy } = await json<{ recoveryCopy: string }>("init");
    const plain = await wayseal("doctor");
    expect(plain.out).toContain("warn  Nobody has shown the root key's recovery copy");
    const shown = await typed(recoveryCopy.toLowerCase(), "doctor", "--recovery-copy", "-");
    expect(shown.out).toContain("ok    The recovery copy opens this root key");
    expect(shown.out).toContain("ok    The engine starts");
    expect(shown.code).toBe(0);
    const wrong = await typed(
      recoveryCopy.replace(/^./, (c) => (c === "0" ? "1" : "0")),
      "doctor",
      "--recovery-copy",
      "-",
    );
    expect(wrong.out).toMatch(/^fail .*recovery copy/m);
    expect(wrong.code).toBe(1);
    for (const { out } of [plain, shown, wrong]) expect(out).not.toContain(recoveryCopy.slice(0, 17));
  }, 60_000);
});
