import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "./read-settings.js";
import { SettingsError } from "./settings.js";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "wayseal-settings-"));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const home = { HOME: "/home/someone" };

describe("readSettings", () => {
  it("has a default for everything", () => {
    expect(readSettings({ env: home, cwd })).toMatchObject({
      data: join(cwd, "data"),
      port: 8420,
      host: "127.0.0.1",
      baseUrl: null,
      rootKeyFile: "/home/someone/.config/wayseal/root.key",
      trustProxy: false,
      metrics: "loopback",
    });
  });

  it.each([
    ["PORT", "eighty"],
    ["PORT", "-1"],
    ["PORT", "65536"],
    ["PORT", "80.5"],
    ["PORT", "0x50"],
    ["HOST", "not a host"],
    ["BASE_URL", "wayseal.shop"],
    ["BASE_URL", "ftp://analytics.example"],
    ["BASE_URL", "https://user:pw@analytics.example"],
    ["BASE_URL", "https://analytics.example/?a=1"],
    ["CLICKHOUSE_URL", "clickhouse"],
    ["CLICKHOUSE_URL", "http://default:changeme@db:8123"],
    ["CLICKHOUSE_URL", "http://default:password@db:8123"],
    ["DATABASE_URL", "postgres://db/wayseal"],
    ["WAYSEAL_KEYRING", "vault"],
    ["WAYSEAL_KEYRING", "env:hunter 2"],
    ["WAYSEAL_KEYRING_RESTRICTED", "file"],
    ["WAYSEAL_KEYRING_RESTRICTED", "file:/home/someone/.config/wayseal/root.key"],
    ["WAYSEAL_MAX_LEVEL", "secret"],
    ["WAYSEAL_TRUST_PROXY", "true"],
    ["WAYSEAL_TRUST_PROXY", "everyone"],
    ["WAYSEAL_LOG_LEVEL", "loud"],
    ["WAYSEAL_METRICS", "public"],
    ["WAYSEAL_METRICS_TOKEN", "changeme"],
    ["WAYSEAL_METRICS_TOKEN", "<your token, thirty characters>"],
    ["WAYSEAL_METRICS_TOKEN", "${METRICS_TOKEN_FROM_SOMEWHERE}"],
    ["WAYSEAL_METRICS_TOKEN", "your-secret-metrics-token-here"],
    ["WAYSEAL_METRICS_TOKEN", "short-but-real-one"],
    ["WAYSEAL_STREAMS_PER_MINUTE", "many"],
    ["WAYSEAL_BODY_SECONDS", "0"],
    ["WAYSEAL_SESSION_HOURS", "721"],
  ])("refuses %s=%s in one line that names it and does not echo it", (name, value) => {
    const error = catchError(() => readSettings({ env: { ...home, [name]: value }, cwd }));
    expect(error).toBeInstanceOf(SettingsError);
    expect(error.message).toMatch(new RegExp(`^${name}: .+$`));
    expect(error.message).not.toContain("\n");
    if (/TOKEN|URL/.test(name)) expect(error.message).not.toContain(value);
  });

  it("accepts the real forms that the refusals above are near", () => {
    const settings = readSettings({
      env: {
        ...home,
        PORT: "0",
        HOST: "::1",
        BASE_URL: "https://shop.example/analytics/",
        CLICKHOUSE_URL: "http://default:Zk3w9-QpLm2@db:8123",
        WAYSEAL_TRUST_PROXY: "loopback, 10.0.0.0/8",
        WAYSEAL_METRICS_TOKEN: "b9Jc0Qf1vXo8Lk2sTg5Wm7Ye",
      },
      cwd,
    });
    expect(settings).toMatchObject({
      port: 0,
      host: "::1",
      baseUrl: "https://shop.example/analytics",
      trustProxy: "loopback, 10.0.0.0/8",
      metrics: "token",
    });
  });

  it("keeps all root keys in one place, or each level's in one of its own", () => {
    expect(readSettings({ env: home, cwd })).toMatchObject({
      keyring: { kind: "file", path: "/home/someone/.config/wayseal/root.key" },
      levelKeyrings: {},
      maxLevel: "restricted",
    });
    const hsm = "?module-path=/usr/lib/hsm.so&pin-source=env:PIN";
    const env = {
      ...home,
      WAYSEAL_KEYRING: `pkcs11:token=a;object=root${hsm}`,
      WAYSEAL_KEYRING_CONFIDENTIAL: "passphrase",
      WAYSEAL_KEYRING_RESTRICTED: `pkcs11:token=b;object=root${hsm}`,
      WAYSEAL_MAX_LEVEL: "internal",
    };
    expect(readSettings({ env, cwd })).toMatchObject({
      keyring: { kind: "pkcs11", token: "a" },
      levelKeyrings: { confidential: { kind: "passphrase" }, restricted: { kind: "pkcs11", token: "b" } },
      maxLevel: "internal",
    });
    const shared = { ...env, WAYSEAL_KEYRING_RESTRICTED: `pkcs11:token=a;object=other${hsm}` };
    expect(catchError(() => readSettings({ env: shared, cwd })).message).toMatch(
      /^WAYSEAL_KEYRING_RESTRICTED: must lie on a token of its own/,
    );
  });

  it("refuses a root key inside the data directory", () => {
    for (const key of ["./data/root.key", "data/deep/er/root.key"]) {
      const error = catchError(() => readSettings({ env: { ...home, WAYSEAL_ROOT_KEY_FILE: key }, cwd }));
      expect(error.message).toMatch(/^WAYSEAL_ROOT_KEY_FILE: must not lie under the data directory/);
    }
    expect(readSettings({ env: { ...home, WAYSEAL_ROOT_KEY_FILE: "./data.key" }, cwd }).rootKeyFile).toBe(
      join(cwd, "data.key"),
    );
    // A data directory that holds the home directory's key moves the default beside itself.
    expect(readSettings({ env: { ...home, WAYSEAL_DATA: "/home/someone" }, cwd }).rootKeyFile).toBe(
      "/home/someone.root.key",
    );
  });

  it("lets flags win over the environment, and the environment over wayseal.yaml", () => {
    const config = join(cwd, "some.yaml");
    writeFileSync(config, "port: 1\nhost: 127.0.0.3\ndata: store\nmetrics: off\n");
    const env = { ...home, WAYSEAL_CONFIG: config, HOST: "127.0.0.2", PORT: "2" };
    const settings = readSettings({ env, cwd: "/", flags: { PORT: "3" } });
    expect(settings).toMatchObject({ port: 3, host: "127.0.0.2", data: join(cwd, "store"), metrics: "off" });
  });

  it.each([
    ["an unknown name", "prot: 8420", /^prot: is no setting/],
    ["broken YAML", "port: [1, 2", /is not valid YAML$/],
    ["a list", "- 1", /must be a list of settings$/],
    ["a nested value", "port: {a: 1}", /^port: must be a single value/],
    ["a wrong value", "port: no", /^PORT: must be a whole number/],
  ])("refuses a wayseal.yaml with %s", (_, text, message) => {
    const config = join(cwd, "bad.yaml");
    writeFileSync(config, text);
    expect(catchError(() => readSettings({ env: { ...home, WAYSEAL_CONFIG: config }, cwd })).message).toMatch(message);
  });

  it("refuses a settings file that is named and not there", () => {
    expect(() => readSettings({ env: { WAYSEAL_CONFIG: "gone.yaml" }, cwd })).toThrow(
      /^WAYSEAL_CONFIG: there is no file/,
    );
  });
});

function catchError(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("Nothing was thrown");
}
