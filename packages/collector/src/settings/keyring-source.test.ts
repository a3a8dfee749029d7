import { describe, expect, it } from "vitest";
import { type KeyringSource, KeyringSourceError, parseKeyringSource } from "./keyring-source.js";

const HSM = "token=wayseal;object=root%20key?module-path=/usr/lib/hsm.so";

describe("where a root key is kept", () => {
  it.each<[string, KeyringSource]>([
    ["file", { kind: "file", path: "/home/root.key" }],
    ["file:/keys/a.key", { kind: "file", path: "/keys/a.key" }],
    ["env", { kind: "env", from: { variable: "WAYSEAL_ROOT_KEY" } }],
    ["env:OTHER_KEY", { kind: "env", from: { variable: "OTHER_KEY" } }],
    ["env:/run/secrets/root", { kind: "env", from: { file: "/run/secrets/root" } }],
    ["passphrase", { kind: "passphrase" }],
    [
      `pkcs11:${HSM}&pin-source=file:/run/secrets/pin`,
      {
        kind: "pkcs11",
        module: "/usr/lib/hsm.so",
        token: "wayseal",
        object: "root key",
        pin: { file: "/run/secrets/pin" },
      },
    ],
    [
      `pkcs11:${HSM}&pin-source=env:PIN`,
      { kind: "pkcs11", module: "/usr/lib/hsm.so", token: "wayseal", object: "root key", pin: { variable: "PIN" } },
    ],
  ])("is read from %s", (text, source) => {
    expect(parseKeyringSource(text, "/home/root.key")).toEqual(source);
  });

  it.each([
    "",
    "vault",
    "file:relative.key",
    "env:hunter2 hunter2",
    "env:./key",
    "env:Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXU=",
    "passphrase:hunter2",
    "pkcs11:",
    `pkcs11:${HSM}`,
    `pkcs11:${HSM}&pin-value=hunter2`,
    `pkcs11:${HSM}&pin-source=hunter2!`,
    `pkcs11:${HSM.replace("/usr", "usr")}&pin-source=env:PIN`,
    `pkcs11:${HSM}&pin-source=env:PIN&colour=blue`,
    `pkcs11:token=%zz;object=a?module-path=/a&pin-source=env:PIN`,
  ])("is refused, without being repeated: %j", (text) => {
    let error: unknown = null;
    try {
      parseKeyringSource(text, "/home/root.key");
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(KeyringSourceError);
    expect((error as Error).message).not.toMatch(/hunter2|Zm9v|\n/);
  });
});
