import { join } from "node:path";
import { SEALED_LEVELS } from "@wayseal/protocol";
import { expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { value } from "../../test/seal-stream.js";
import type { LookupAnswer } from "../api.js";
import { separate } from "../main.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();
const json = <Answer = object>(...args: string[]) => current().json<Answer>(...args);

it("what waits is indexed after its level's root key was rotated and destroyed, and from a key backup that was made while it waited", async () => {
  const { folder, env } = current();
  const at = (name: string) => join(folder, name);
  await current().run("init");
  await json("sites", "add", "shop", "--origin", "*");
  for (const level of SEALED_LEVELS) {
    env[`WAYSEAL_KEYRING_${level.toUpperCase()}`] = `file:${at(level)}.key`;
    await separate(readSettings({ env: { ...env }, cwd: folder }), level);
  }
  const whileHeldTo = async (level: string, work: () => Promise<unknown>) => {
    env["WAYSEAL_MAX_LEVEL"] = level;
    await work();
    delete env["WAYSEAL_MAX_LEVEL"];
  };
  const subjects: string[] = [];
  const takeIn = (...values: string[]) =>
    whileHeldTo("internal", async () => {
      subjects.push(...(await feedData(current(), [values.map((one) => ({ ...value, value: one }))])));
    });
  await takeIn("ann@gmail.com", "ann@shop.example");

  const rotated = await json<{ old: { id: string } }>("keys", "rotate", "--root", "--level", "confidential");
  await json("keys", "destroy", rotated.old.id, "--confirm", rotated.old.id);
  await takeIn("bob@example.com");
  await json("backup", "key", "--out", at("backup.key"));
  await json("backup", "--out", at("backups"));

  const indexed = { indexed: 3, unreadable: 0, notHeld: 0 };
  const found = async () => {
    const all: string[][] = [];
    for (const email of ["ann@gmail.com", "ann@shop.example", "bob@example.com"]) {
      const { matches } = await json<LookupAnswer>("find", "--lookup", `email=${email}`);
      all.push(matches.map(({ subject }) => subject));
    }
    return all;
  };
  const [ann, bob] = subjects;
  // Control: whoever does not hold the level indexes nothing, and is told who does.
  await whileHeldTo("internal", async () => {
    expectOneLine(
      await current().run("index"),
      /holds no key for confidential data: stop it, and run wayseal index where the root key of confidential is/,
    );
    expectOneLine(
      await current().run("find", "--lookup", "email=ann@gmail.com"),
      /looks nobody up: stop it, and run this where the root key of confidential is/,
    );
  });
  expect(await json("index")).toEqual(indexed);
  expect(await found()).toEqual([[ann], [ann], [bob]]);

  env["WAYSEAL_DATA"] = at("restored");
  await json("restore", "--from", at("backups"), "--key", at("backup.key"));
  expect(await json("index")).toEqual(indexed);
  expect(await found()).toEqual([[ann], [ann], [bob]]);
}, 60_000);
