import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);

describe("wayseal init", () => {
  it("makes a data directory and a root key, and prints the recovery copy once", async () => {
    const { code, out } = await wayseal("init");
    expect(code).toBe(0);
    expect(out).toMatch(/(\w{5}-\w{5}-\w{5}\s+){4}/);
    expect(statSync(join(current().folder, "root.key")).mode & 0o777).toBe(0o600);
    expect(statSync(join(current().folder, "data")).mode & 0o777).toBe(0o700);
    expectOneLine(await wayseal("init"), /is a Wayseal data directory already: nothing was changed/);
    const again = await wayseal("init", "--if-missing");
    expect([again.code, again.out]).toEqual([0, `${join(current().folder, "data")} is there already\n`]);
  });

  it("uses a root key that is there, and does not print it again", async () => {
    await wayseal("init");
    const made = await current().json<{ recoveryCopy: string | null }>(
      "init",
      "--data",
      join(current().folder, "second"),
    );
    expect(made.recoveryCopy).toBeNull();
    expect((await wayseal("sites", "list", "--data", join(current().folder, "second"))).code).toBe(0);
  });
});

describe("wayseal sites, users, tokens and keys", () => {
  it("add and list sites", async () => {
    await wayseal("init");
    expect((await wayseal("sites", "list")).out).toContain("There is no site yet");
    const added = await current().json<{ site: object; script: string; key: string }>(
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

  it("print what to paste, for each way of loading, with this site's own values", async () => {
    await wayseal("init");
    const { key } = await current().json<{ key: string }>("sites", "add", "shop", "--origin", "*");
    const tag = '<script async src="http://127.0.0.1:8420/v1/wayseal.js?site=shop"></script>\n';
    expect((await wayseal("sites", "tag", "shop")).out).toBe(tag);
    const npm = (await wayseal("sites", "tag", "shop", "--npm")).out;
    for (const part of ['site: "shop"', 'collector: "http://127.0.0.1:8420"', `key: "${key}"`])
      expect(npm).toContain(part);
    const pinned = await wayseal("sites", "tag", "shop", "--pinned");
    if (pinned.code === 0) {
      const { integrity = "", version = "" } = await current().json<Record<string, string>>("sites", "tag", "shop");
      const kept = readFileSync(join(current().folder, "data", "scripts", `wayseal-${version}.js`));
      const digest = Buffer.from(await crypto.subtle.digest("SHA-384", kept)).toString("base64");
      expect(integrity).toBe(`sha384-${digest}`);
      for (const part of [`wayseal-${version}.js"`, `integrity="${integrity}"`, 'crossorigin="anonymous"', key]) {
        expect(pinned.out).toContain(part);
      }
    } else {
      expectOneLine(pinned, /has not been built here/); // Before the first build.
    }
    expectOneLine(await wayseal("sites", "tag", "nowhere"), /There is no site nowhere/);
  });

  it("add, disable and reset people", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    const add = ["users", "add", "--email", "Ana@x.example", "--clearance", "internal", "--sites", "shop"];
    const added = await current().json<{ link: string; person: object }>(...add);
    expect(added.link).toMatch(/^http:\/\/127\.0\.0\.1:8420\/console\/#\/welcome\/[\w-]{43}$/);
    expect(added.person).toMatchObject({
      email: "ana@x.example",
      clearance: "internal",
      sites: ["shop"],
      active: false,
    });
    expectOneLine(await wayseal(...add), /There is a person with that e-mail already/);
    expect((await wayseal("users", "list")).out).toMatch(
      /ana@x\.example +ana +viewer \+export +internal +shop +invited/,
    );
    expect((await wayseal("users", "disable", "ana@x.example")).code).toBe(0);
    expect((await wayseal("users", "list")).out).toContain("disabled");
    expectOneLine(await wayseal("users", "reset-password", "ana@x.example"), /disabled: enable them first/);
    expect((await wayseal("users", "enable", "ana@x.example")).code).toBe(0);
    const reset = await current().json<{ link: string }>("users", "reset-password", "ana@x.example");
    expect(reset.link).not.toBe(added.link);
    expectOneLine(await wayseal("users", "disable", "bo@x.example"), /There is no person with that e-mail/);
  });

  it("let a site ask for a second person", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    expect((await wayseal("sites", "change", "shop", "--two-people", "on")).out).toMatch(/by an approved reveal only/);
    expect((await wayseal("sites", "list", "--json")).out).toContain('"twoPeople":true');
    await wayseal("sites", "change", "shop", "--two-people", "off");
    expect((await wayseal("sites", "list", "--json")).out).not.toContain("twoPeople");
    expectOneLine(await wayseal("sites", "change", "shop", "--two-people", "yes"), /takes on or off/, 2);
    expectOneLine(await wayseal("sites", "change", "blog", "--two-people", "on"), /There is no site blog/, 1);
  });

  it("give people roles, rights and lists, and change them", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    const { person } = await current().json<{ person: object }>(
      ...[
        "users",
        "add",
        "--email",
        "bo@x.example",
        "--role",
        "analyst",
        "--sites",
        "shop",
        "--jurisdictions",
        "EU,US-CA",
      ],
      ...["--deny", "birthday,order/note"],
    );
    expect(person).toMatchObject({
      ...{ roles: ["analyst"], rights: [], clearance: "confidential", jurisdictions: ["EU", "US-CA"], allow: null },
      ...{ purposes: ["analysis", "support", "fraud"], deny: { classes: ["birthday"], fields: ["order/note"] } },
    });
    const changed = await wayseal("users", "change", "bo@x.example", "--role", "viewer", "--right", "export");
    expect(changed.out).toBe(
      "Changed bo@x.example: viewer +export, cleared to internal, sites shop, jurisdictions EU,US-CA, never birthday, order/note\n",
    );
    expect((await wayseal("users", "list", "--json")).out).toContain('"deny":{"classes":["birthday"]');
    await wayseal("users", "change", "bo@x.example", "--deny", "none", "--sites", "all");
    expect(JSON.parse((await wayseal("users", "list", "--json")).out)).toMatchObject({
      people: [{ roles: ["viewer"], rights: ["export"], deny: { classes: [], fields: [] }, sites: "*" }],
    });
    for (const impossible of [
      ["users", "change", "bo@x.example", "--role", "auditor,viewer"],
      ["users", "change", "bo@x.example", "--right", "keep-audit"],
      ["users", "change", "bo@x.example", "--deny", "shoe-size"],
      ["users", "add", "--email", "c@x.example", "--role", "analyst,privacy-officer", "--sites", "all"],
      ["tokens", "create", "x", "--right", "export,keep-audit"],
    ]) {
      expectOneLine(await wayseal(...impossible), /Impossible clearance: /, 1);
    }
    expectOneLine(await wayseal("users", "change", "bo@x.example"), /Say what to change/, 2);
    expectOneLine(await wayseal("users", "change", "bo@x.example", "--role", "boss"), /A role is one of viewer/, 1);
    expectOneLine(await wayseal("users", "change", "no@x.example", "--role", "viewer"), /There is no person/, 1);
    expectOneLine(
      await wayseal("users", "change", "bo@x.example", "--jurisdictions", "Germany"),
      /A jurisdiction is/,
      1,
    );
  });

  it("create, list and revoke tokens, whose secrets are not kept", async () => {
    await wayseal("init");
    const made = await current().json<{ token: string; id: string; expires: number }>(
      ...["tokens", "create", "report", "--clearance", "public", "--expires", "30"],
    );
    expect(made.token).toMatch(/^ws_[\w-]{43}$/);
    expect(made.expires - Date.now()).toBeGreaterThan(29 * 86_400_000);
    const listed = await wayseal("tokens", "list", "--json");
    expect(listed.out).not.toContain(made.token);
    expect(readFileSync(join(current().folder, "data", "catalog.db")).includes(made.token)).toBe(false);
    expect((await wayseal("tokens", "revoke", made.id)).code).toBe(0);
    expect((await wayseal("tokens", "list")).out).toContain("revoked");
    expectOneLine(await wayseal("tokens", "revoke", "nothing"), /There is no token with that id/);
  });

  it("make, require and revoke ingest keys, whose private halves are not kept", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    expectOneLine(await wayseal("ingest", "require", "shop"), /The site shop has no ingest key: it would take nothing/);
    const made = await current().json<{ kid: string; jwk: { d: string } }>("ingest", "create", "shop");
    expect(made.jwk).toMatchObject({ kty: "OKP", crv: "Ed25519", kid: made.kid });
    const fixed = await current().json<{ kid: string; jwk: null; token: string; expires: number }>(
      ...["ingest", "create", "shop", "--name", "static pages", "--fixed", "365"],
    );
    expect(fixed).toMatchObject({ jwk: null, token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]{86}$/) as string });
    expect(fixed.expires - Date.now()).toBeGreaterThan(364 * 86_400_000);
    expect((await wayseal("ingest", "require", "shop")).code).toBe(0);
    const listed = await wayseal("ingest", "list");
    expect(listed.out).toMatch(new RegExp(`shop +required +${made.kid} +server`));
    expect(listed.out).toContain("static pages");
    const catalog = readFileSync(join(current().folder, "data", "catalog.db"));
    for (const secret of [made.jwk.d, fixed.token]) {
      expect(listed.out + (await wayseal("ingest", "list", "--json")).out).not.toContain(secret);
      expect(catalog.includes(secret)).toBe(false);
    }
    expect((await wayseal("ingest", "revoke", made.kid)).code).toBe(0);
    expectOneLine(await wayseal("ingest", "revoke", fixed.kid), /asks for a token and has no other key/);
    expect((await wayseal("ingest", "require", "shop", "--off")).code).toBe(0);
    expect((await wayseal("ingest", "revoke", fixed.kid)).code).toBe(0);
    expectOneLine(await wayseal("ingest", "revoke", fixed.kid), /There is no ingest key with that id/);
    expect((await wayseal("ingest", "list")).out).toMatch(/shop +not required +–/);
    expectOneLine(await wayseal("ingest", "create", "nowhere"), /There is no site nowhere/);
    expectOneLine(await wayseal("ingest", "create", "shop", "--fixed", "soon"), /--fixed takes days/, 2);
  });

  it("list keys, and no private half", async () => {
    await wayseal("init");
    await wayseal("sites", "add", "shop", "--origin", "*");
    const keys = await current().json<object>("keys", "list");
    expect(keys).toMatchObject({
      sites: [{ site: "shop", recipients: [{ state: "current" }], signing: { version: 1 } }],
    });
    // How many keys a root key wraps is told by a number; what it wrapped never is.
    expect(JSON.stringify(keys)).not.toMatch(/wrapped"?:(?!\d)|private/i);
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

describe("wayseal doctor", () => {
  it("asks for the recovery copy, knows the right one, and refuses a wrong one", async () => {
    const { recoveryCopy } = await current().json<{ recoveryCopy: string }>("init");
    const plain = await wayseal("doctor");
    expect(plain.out).toContain("warn  Nobody has shown a copy of the root key");
    const shown = await current().typed(recoveryCopy.toLowerCase(), "doctor", "--recovery-copy", "-");
    expect(shown.out).toContain("ok    The recovery copy opens this root key");
    expect(shown.out).toContain("ok    The engine starts");
    expect(shown.code).toBe(0);
    const wrong = await current().typed(
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
