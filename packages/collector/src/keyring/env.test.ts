import { randomBytes } from "node:crypto";
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEnvKeyring, readEnvRootKey } from "./env.js";
import { keyringContract } from "./keyring.contract.js";
import type { Environment } from "./read-secret.js";
import { formatRecoveryCopy } from "./recovery-copy.js";
import { formatRootKeyFile } from "./root-key-file.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wayseal-env-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const dataDir = () => join(folder, "data");

const keys = { one: randomBytes(32), two: randomBytes(32), three: randomBytes(32) };
const fromVariable = (value: string, env: Environment = {}) => {
  env["KEY"] = value;
  return readEnvRootKey({ from: { variable: "KEY" }, env, dataDir: dataDir() });
};

keyringContract("env, by variable", {
  open: (root) =>
    openEnvKeyring({ from: { variable: "K" }, env: { K: keys[root].toString("base64") }, dataDir: dataDir() }),
  destroys: false,
});
keyringContract("env, by a mounted file", {
  async open(root) {
    const file = join(folder, root);
    await writeFile(file, `${keys[root].toString("base64")}\n`, { mode: 0o444 }).catch(() => undefined);
    return openEnvKeyring({ from: { file }, env: {}, dataDir: dataDir() });
  },
  destroys: false,
});

describe("a root key that an orchestrator provides", () => {
  it("is read as base64, base64url, hex, a recovery copy or a root key file", async () => {
    const key = keys.one;
    const forms = [
      key.toString("base64"),
      key.toString("base64url"),
      key.toString("hex"),
      formatRecoveryCopy(key),
      formatRootKeyFile(key),
      `${key.toString("base64")}\r\n`,
    ];
    for (const form of forms) expect((await fromVariable(form)).equals(key), form.slice(0, 3)).toBe(true);
  });

  it("is taken out of the environment, so that no child of this process is started with it", async () => {
    const secret = keys.one.toString("base64");
    const childSees = () =>
      spawnSync(process.execPath, ["-p", "JSON.stringify(process.env)"], { encoding: "utf8" }).stdout.includes(secret);
    process.env["WAYSEAL_TEST_ROOT_KEY"] = secret;
    try {
      // Negative control: until it is read, children get it.
      expect(childSees()).toBe(true);
      await openEnvKeyring({ from: { variable: "WAYSEAL_TEST_ROOT_KEY" }, env: process.env, dataDir: dataDir() });
      expect(childSees()).toBe(false);
      expect(process.env["WAYSEAL_TEST_ROOT_KEY"]).toBeUndefined();
    } finally {
      delete process.env["WAYSEAL_TEST_ROOT_KEY"];
    }
  });

  it.each([
    ["missing", ""],
    ["damaged", "swordfish"],
    ["damaged", "A".repeat(43)],
    ["damaged", "0".repeat(64)],
    ["damaged", Buffer.alloc(31, 9).toString("base64")],
    ["damaged", `${"A".repeat(59)}B`],
  ])("is refused as %s, without being repeated: %j", async (fault, value) => {
    const env: Environment = {};
    const error: unknown = await fromVariable(value, env).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "KeyringError", fault });
    const { message } = error as Error;
    expect(message).not.toContain("\n");
    if (value.length > 8) expect(message).not.toContain(value);
    expect(env["KEY"]).toBeUndefined();
  });

  it("is refused as a file that is not there, that all may write, or that lies with the data", async () => {
    const read = (file: string) => readEnvRootKey({ from: { file }, env: {}, dataDir: dataDir() });
    await expect(read(join(folder, "nowhere"))).rejects.toMatchObject({ fault: "missing" });
    await expect(read(folder)).rejects.toMatchObject({ fault: "damaged" });
    const file = join(folder, "mounted");
    await writeFile(file, keys.one.toString("base64"));
    await chmod(file, 0o666);
    await expect(read(file)).rejects.toMatchObject({ fault: "exposed" });
    // As Kubernetes mounts them: a link to a file that others may read.
    await chmod(file, 0o444);
    await symlink(file, join(folder, "linked"));
    expect((await read(join(folder, "linked"))).equals(keys.one)).toBe(true);
    const inside = { from: { file }, env: {}, dataDir: folder };
    await expect(readEnvRootKey(inside)).rejects.toMatchObject({ fault: "inside-data" });
  });
});
