import { expect, it } from "vitest";
import { readSecret } from "../keyring/read-secret.js";
import { keepVariables } from "./keep-variables.js";

it("a variable with a secret is gone from the environment after it was read, and read again by the same command", async () => {
  const own: Record<string, string | undefined> = { ROOT: "secret", OTHER: "x" };
  const read = async (env: typeof own) => {
    const bytes = await readSecret({ variable: "ROOT" }, { env, dataDir: "/nowhere", what: "The root key" });
    return bytes.toString();
  };
  const env = keepVariables(own);
  expect(await read(env)).toBe("secret");
  expect(own).toEqual({ OTHER: "x" });
  expect({ ...env }).toEqual({ OTHER: "x" });
  expect([await read(env), env["OTHER"], env["NONE"]]).toEqual(["secret", "x", undefined]);
  // Control: a collector, which runs on, forgets it.
  const serving = { ROOT: "secret" };
  expect(await read(serving)).toBe("secret");
  await expect(read(serving)).rejects.toThrow("the variable ROOT is not set");
});
