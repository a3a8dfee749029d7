import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { eachWithWayseal } from "../../test/run-wayseal.js";
import { value } from "../../test/seal-stream.js";
import type { PurgeAnswer } from "../api.js";

const current = eachWithWayseal();
const DAY = 86_400_000;

it("a purge goes by the policy's days, which win over the settings, and by the settings where it says nothing", async () => {
  const { env, folder } = current();
  await current().run("init");
  await current().run("sites", "add", "shop", "--origin", "*");
  await feedData(current(), [[value]], { received: Date.now() - 200 * DAY });
  const purge = async (text: string) => {
    const file = join(folder, "wayseal.policy.yaml");
    writeFileSync(file, `format: 1\n${text}\n`);
    expect((await current().run("policy", "apply", "--yes")).err).toBe("");
    const { keks } = await current().json<PurgeAnswer>("purge", "--dry-run");
    return keks.map(({ level }) => level).sort();
  };
  // The value is confidential, which the settings keep for 400 days.
  expect(await purge("groups: { a: [email] }")).toEqual([]);
  expect(await purge("retention: { confidential: 30 }")).toEqual(["confidential"]);
  env["WAYSEAL_RETAIN_CONFIDENTIAL"] = "10";
  expect(await purge("groups: { b: [email] }")).toEqual(["confidential"]);
  expect(await purge("retention: { confidential: unlimited }")).toEqual([]);
});
