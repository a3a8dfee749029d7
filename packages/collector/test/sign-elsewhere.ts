import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "./stack.js";

/** Has the key sets of a site signed by a key that the collector never had. */
export async function signElsewhere(stack: Stack, folder: string, site: string): Promise<void> {
  const [pem, set, jws] = ["pem", "json", "jws"].map((end) => join(folder, `${site}.${end}`)) as [
    string,
    string,
    string,
  ];
  const { key } = await stack.cli<{ key: string }>("keys", "signer", pem);
  writeFileSync(set, JSON.stringify(await stack.cli<object>("keys", "set", "--site", site)));
  writeFileSync(jws, (await stack.cli<{ jws: string }>("keys", "sign", set, "--key", pem)).jws);
  await stack.cli("keys", "publish", jws, "--site", site, "--signer", key);
}
