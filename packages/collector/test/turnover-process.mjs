// A process of its own that turns keys over without pause, as the last build does it, for tests that kill it. The settings
// come from the environment. It says `begun` before the first key, and a line for each turn that was whole.
//   node turnover-process.mjs refresh        replaces every KEK, again and again
//   node turnover-process.mjs root           rotates the root key and that of the level restricted, and destroys the old ones
//   node turnover-process.mjs separate       puts the level restricted back under the common root key and takes it apart again
//   node turnover-process.mjs hasty-refresh  writes a DEK's bytes before it says to which KEK: a negative control
//   node turnover-process.mjs hasty-root     lets go of the old root key before all is wrapped by the new one: another
import { renameSync } from "node:fs";
import { kekContext, levelOfContext } from "../dist/keys/contexts.js";
import { dekContext, openDek, sealDek } from "../dist/keys/dek.js";
import { makeKek } from "../dist/keys/make-kek.js";
import { refreshKek } from "../dist/keys/refresh-kek.js";
import { importPrivateKey } from "../dist/hpke/index.js";
import { createFileKeyring } from "../dist/keyring/index.js";
import { storedKeys } from "../dist/keyring/stored-keys.js";
import { destroyRoot, openData, rotateRoot, separate } from "../dist/main.js";
import { readSettings } from "../dist/settings/read-settings.js";

const verb = process.argv[2];
const settings = readSettings();
// Synchronous on a pipe: what was said before a kill has been said.
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

async function refresh() {
  const { catalog, keyring } = await openData(settings);
  const parts = { catalog, keyring, now: Date.now, batch: 8 };
  say("begun");
  for (;;) {
    for (const { id } of await catalog.keks()) while (!(await refreshKek(id, parts)).done);
    say("whole");
  }
}

async function hastyRefresh() {
  const { catalog, keyring } = await openData(settings);
  for (;;) {
    for (const kek of await catalog.keks()) {
      const { site, level, month, publicKey } = kek;
      const secret = await keyring.unwrap(kek.wrapped, kekContext(kek));
      const pair = { privateKey: importPrivateKey(secret), publicKey };
      const to = await catalog.replaceKek(kek.id, await makeKek(keyring, { site, level, month, now: Date.now() }));
      const deks = await catalog.deksUnder(kek.id, 100_000);
      // On a busy machine what comes before takes longer than it is let live.
      say("begun");
      for (const dek of deks) {
        const sealed = sealDek(openDek(dek, pair), { ...dek, kek: to.id }, dekContext(to));
        await catalog.reseal([{ id: dek.id, from: kek.id, to: kek.id, sealed }]);
        await catalog.reseal([{ id: dek.id, from: kek.id, to: to.id, sealed }]);
      }
      await catalog.destroyKek(kek.id, { at: Date.now(), why: "hasty" });
    }
    say("whole");
  }
}

async function root() {
  say("begun");
  for (;;) {
    for (const name of /** @type {const} */ (["base", "restricted"])) {
      const { old } = await rotateRoot(settings, { name }, openData);
      await destroyRoot(settings, { id: old.id, force: false }, openData);
    }
    say("whole");
  }
}

async function separateAgain() {
  // As many keys of the level as a long life leaves, so that a kill hits the work and not what is around it.
  const { catalog, keyring } = await openData(settings);
  for (let month = (await catalog.keks()).length; month < 40; month++) {
    await catalog.addKek(
      await makeKek(keyring, { site: "shop", level: "restricted", month: `19${month + 10}-01`, now: Date.now() }),
    );
  }
  await catalog.close();
  await keyring.close();
  for (let begun = false; ; begun = true) {
    const { catalog, keyring, roots } = await openData(settings);
    for (const { wrapped, context, replace } of await storedKeys(catalog)) {
      if (levelOfContext(context) === "restricted")
        await replace(await roots.base.wrap(await keyring.unwrap(wrapped, context), context));
    }
    for (const { id, level } of await catalog.levelKeys()) if (level === "restricted") await catalog.removeLevelKey(id);
    await catalog.close();
    await keyring.close();
    if (!begun) say("begun");
    await separate(settings, "restricted");
    say("whole");
  }
}

async function hastyRoot() {
  const { catalog, keyring } = await openData(settings);
  const path = settings.rootKeyFile;
  const next = await createFileKeyring(`${path}.next`, { dataDir: settings.data });
  say("begun");
  renameSync(`${path}.next`, path);
  for (const kek of await catalog.keks()) {
    const secret = await keyring.unwrap(kek.wrapped, kekContext(kek));
    const wrapped = await next.wrap(secret, kekContext(kek));
    await catalog.rewrap({ kind: "kek", id: kek.id }, kek.wrapped, wrapped);
  }
  // The manifest would follow; the kill comes before.
  setInterval(() => undefined, 1000);
}

await { refresh, root, separate: separateAgain, "hasty-refresh": hastyRefresh, "hasty-root": hastyRoot }[
  /** @type {"refresh" | "root" | "separate" | "hasty-refresh" | "hasty-root"} */ (verb)
]();
