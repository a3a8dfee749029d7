import { createServer } from "node:net";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { openData } from "../main.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);

describe("a data directory that cannot be used", () => {
  const data = () => join(current().folder, "data");
  const snapshot = () =>
    existsSync(data()) ? readdirSync(data()).map((name) => [name, readFileSync(join(data(), name), "hex")]) : null;

  const cases: [string, RegExp, () => unknown][] = [
    ["is not there", /There is no Wayseal data directory at .*data/, () => rmSync(data(), { recursive: true })],
    ["is of another version", /is of format 2 and this Wayseal reads format 1/, () => edit({ format: 2 })],
    ["has lost its root key", /There is no root key at/, () => rmSync(join(current().folder, "root.key"))],
    [
      "has a wrong root key",
      /was made with root key \S+, and this one is/,
      async () => {
        rmSync(join(current().folder, "root.key"));
        await wayseal("init", "--data", join(current().folder, "other"));
      },
    ],
    ["has a root key that others can read", /root\.key/, () => chmodSync(join(current().folder, "root.key"), 0o644)],
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
    const { catalog } = await openData(readSettings({ env: current().env, cwd: current().folder }));
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
    expect(existsSync(join(current().folder, "data"))).toBe(false);
    expect(existsSync(join(current().folder, "root.key"))).toBe(false);
    await new Promise((resolve) => other.close(resolve));
  });

  it.each([
    [["--port", "eighty"], /^wayseal: PORT: must be a whole number/],
    [["--host", "203.0.113.1"], /^wayseal: HOST: 203\.0\.113\.1 is no address of this machine/],
  ])("says in one line what is wrong with %j", async (args, message) => {
    expectOneLine(await wayseal("serve", "--port", "0", ...args), message);
    expect(existsSync(join(current().folder, "data"))).toBe(false);
  });

  it("says in one line which setting is wrong", async () => {
    current().env["DATABASE_URL"] = "postgres://localhost/wayseal";
    expectOneLine(await wayseal("serve"), /DATABASE_URL: a PostgreSQL catalog is not supported yet/);
  });
});
