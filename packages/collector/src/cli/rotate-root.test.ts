import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { cheapPassphrases } from "../../test/cheap-passphrases.js";
import { feedData } from "../../test/feed-data.js";
import { readableValues } from "../../test/readable-values.js";
import { eachWithWayseal, expectOneLine, type Said } from "../../test/run-wayseal.js";
import { value, view } from "../../test/seal-stream.js";
import { needSoftHsm } from "../../test/softhsm.js";
import { wrapsAnything } from "../../test/wraps-anything.js";
import type { AnswerOf } from "../admin/operations.js";
import { openData } from "../main.js";
import { readSettings } from "../settings/read-settings.js";

vi.mock("../keyring/passphrase.js", async (real) => cheapPassphrases(await real()));

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);
const VISITS = 6;
/** The recovery copy of the root key that `init` made. */
let firstCopy: string;

beforeEach(async () => {
  firstCopy = copyIn(await wayseal("init"));
  await wayseal("sites", "add", "shop", "--origin", "*");
  await feedData(
    current(),
    Array.from({ length: VISITS }, () => [view, value]),
  );
});

const list = () => current().json<AnswerOf<"keys.list">>("keys", "list");
const settings = () => readSettings({ env: { ...current().env }, cwd: current().folder });

const readable = () => readableValues(current());

const copyIn = ({ out }: Said) => /(?:[0-9A-Z]{5}[-\s]+){11}[0-9A-Z]{5}/.exec(out)?.[0] ?? "";

/** One of the subjects, as hex. */
async function someone(): Promise<string> {
  const { catalog, keyring } = await openData(settings());
  try {
    const { rows } = (await catalog.next(1)) ?? (await catalog.read((await catalog.unsettled())[0]!.id));
    return rows[0]!.subject.toString("hex");
  } finally {
    await catalog.close();
    await keyring.close();
  }
}

describe("wayseal keys rotate --root", () => {
  it("puts another root key in the place of one, shows its copy, and leaves the old one needed by nothing", async () => {
    const { root: before } = await list();
    expect(await wrapsAnything(before.id, current())).toBe(true);
    const said = await wayseal("keys", "rotate", "--root");
    const copy = copyIn(said);
    expect([said.code, said.err, copy !== ""]).toEqual([0, "", true]);
    const { root } = await list();
    expect(root.id).not.toBe(before.id);
    expect(root.wrapped).toBe(before.wrapped);
    expect([typeof before.since, root.since! >= before.since!]).toEqual(["number", true]);
    expect(await wrapsAnything(before.id, current())).toBe(false);
    expect(await readable()).toEqual([VISITS, VISITS]);
    const listed = (await wayseal("keys", "list")).out;
    expect(listed).toContain(`Root key ${before.id} was replaced by ${root.id}`);
    expect(listed).toMatch(new RegExp(`Root key ${root.id} \\(.*, in use since 20\\d\\d-\\d\\d-\\d\\d \\(0 days\\)`));
    // Doctor asks for the new copy, and takes no other.
    const doctor = await wayseal("doctor");
    expect(doctor.out).toContain(`The old root key ${before.id} is still there`);
    expect(doctor.out).toContain("Nobody has shown a copy of the root key");
    expect((await current().typed(firstCopy, "doctor", "--recovery-copy", "-")).out).toContain(
      "is of another root key",
    );
    expect((await current().typed(copy, "doctor", "--recovery-copy", "-")).out).toContain("The recovery copy opens");
    // It is destroyed by its id alone, typed once more.
    expectOneLine(await wayseal("keys", "destroy", before.id), /say the key's id once more/, 2);
    expect(existsSync(join(current().folder, "root.key.old"))).toBe(true);
    const gone = await wayseal("keys", "destroy", before.id, "--confirm", before.id);
    expect(gone.out).toContain("is destroyed");
    expect(existsSync(join(current().folder, "root.key.old"))).toBe(false);
    expect((await list()).destroyed).toMatchObject([{ id: before.id, kind: "root" }]);
    expect(await readable()).toEqual([VISITS, VISITS]);
    expectOneLine(await wayseal("keys", "destroy", before.id, "--confirm", before.id), /There is no recipient key/);
  });

  it(
    "keeps the old root key while the newest key backup opens with it alone, unless by force",
    { timeout: 120_000 },
    async () => {
      const { folder } = current();
      const backUp = async () => {
        const made = await wayseal("backup", "--out", join(folder, "backups"), "--only", "keys");
        expect([made.code, made.err]).toEqual([0, expect.any(String)]);
      };
      const needs = /is still needed: key backup \d+, the newest, opens with it alone\. Make a new backup first/;
      const opensWithOld = "opens only with the old root key";
      await wayseal("backup", "key", "--out", join(folder, "backup.key"));
      await backUp();
      const { root: first } = await list();
      const rotated = await wayseal("keys", "rotate", "--root", "--confirm", first.id);
      // Where it was to go at once, the new key's copy is shown all the same.
      expect([rotated.code, copyIn(rotated) !== ""]).toEqual([1, true]);
      expect(rotated.err).toMatch(needs);
      expect((await wayseal("keys", "rotate", "--root")).out).toMatch(
        /make a new backup .*, then run wayseal keys destr/,
      );
      expect((await wayseal("doctor")).out).toContain(`${opensWithOld} ${first.id}`);
      expectOneLine(await wayseal("keys", "destroy", first.id, "--confirm", first.id), needs);
      expect(existsSync(join(folder, "root.key.old"))).toBe(true);
      // Control: it goes once there is a backup that does without it.
      await backUp();
      expect((await wayseal("doctor")).out).not.toContain(opensWithOld);
      expect((await wayseal("keys", "destroy", first.id, "--confirm", first.id)).code).toBe(0);
      expect(existsSync(join(folder, "root.key.old"))).toBe(false);
      const { root: second } = await list();
      await wayseal("keys", "rotate", "--root");
      expectOneLine(await wayseal("keys", "destroy", second.id, "--confirm", second.id), needs);
      expect((await wayseal("keys", "destroy", second.id, "--force", "--confirm", second.id)).code).toBe(0);
      expect(existsSync(join(folder, "root.key.old"))).toBe(false);
      // Nobody opens that backup now: doctor goes on saying so until there is another.
      const nobody = `opens only with the root key ${second.id}, which was destroyed`;
      const lost = await wayseal("doctor");
      expect([lost.code, lost.out.includes(nobody)]).toEqual([1, true]);
      await backUp();
      expect((await wayseal("doctor")).out).not.toContain(nobody);
    },
  );

  it("says how far it is only where somebody watches, is run again without harm, and destroys the old root key where its id is given", async () => {
    const { root: before } = await list();
    expect((await current().watched("keys", "rotate", "--root")).err).toMatch(/^\d+ of \d+ keys wrapped anew…\n/);
    const { root } = await list();
    const again = await current().json<{ id: string; rewrapped: number; destroyed: boolean; recoveryCopy: string }>(
      ...["keys", "rotate", "--root", "--confirm", before.id],
    );
    expect(again).toMatchObject({ id: root.id, rewrapped: 0, destroyed: true });
    expect(again.recoveryCopy).not.toBe("");
    expect(await readable()).toEqual([VISITS, VISITS]);
    const third = await current().json<{ id: string; old: { id: string } }>("keys", "rotate", "--root");
    expect(third.old.id).toBe(root.id);
  });

  it("goes on with the destruction of an old root key that was overwritten and not yet removed", async () => {
    const { root: before } = await list();
    await wayseal("keys", "rotate", "--root");
    const old = join(current().folder, "root.key.old");
    const destroy = () => wayseal("keys", "destroy", before.id, "--confirm", before.id);
    // Control: of one that is damaged otherwise nobody knows what it was.
    writeFileSync(old, "not a key");
    expectOneLine(await destroy(), /root\.key\.old is not a Wayseal root key file/);
    writeFileSync(old, Buffer.alloc(200));
    expect([(await destroy()).code, existsSync(old)]).toEqual([0, false]);
  });

  it("moves to another keyring, and keeps the old root key until the settings name the new one", async () => {
    const { root: before } = await list();
    const secret = join(current().folder, "secret");
    writeFileSync(secret, randomBytes(32).toString("base64"), { mode: 0o600 });
    const said = await wayseal("keys", "rotate", "--root", "--to", `env:${secret}`);
    expect(said.out).toContain(`Now set WAYSEAL_KEYRING=env:${secret}`);
    // Both places do until then.
    expect(await readable()).toEqual([VISITS, VISITS]);
    expectOneLine(
      await wayseal("keys", "destroy", before.id, "--confirm", before.id),
      /The settings name the old root key still: set WAYSEAL_KEYRING=env:/,
    );
    current().env["WAYSEAL_KEYRING"] = `env:${secret}`;
    expect((await wayseal("keys", "destroy", before.id, "--confirm", before.id)).code).toBe(0);
    expect(existsSync(join(current().folder, "root.key"))).toBe(false);
    expect((await list()).root.keyring).toBe("env");
    expect(await readable()).toEqual([VISITS, VISITS]);
    // And back: what an orchestrator keeps is not ours to destroy.
    const old = (await list()).root.id;
    const path = join(current().folder, "back.key");
    const back = await wayseal("keys", "rotate", "--root", "--to", `file:${path}`);
    expect(copyIn(back)).not.toBe("");
    current().env["WAYSEAL_KEYRING"] = `file:${path}`;
    expect((await wayseal("keys", "destroy", old, "--confirm", old)).out).toContain("destroy it where it is kept");
    expect(readFileSync(secret, "utf8")).not.toBe("");
    expect(await readable()).toEqual([VISITS, VISITS]);
  });

  it("gives a root key under a passphrase another one", async () => {
    const [first, second] = ["correct horse battery staple", "twelve green bottles on the wall"];
    const into = await current().typed(`${first}\n${first}\n`, "keys", "rotate", "--root", "--to", "passphrase");
    expect(into.out).toContain("Now set WAYSEAL_KEYRING=passphrase");
    expect(copyIn(into)).not.toBe("");
    current().env["WAYSEAL_KEYRING"] = "passphrase";
    const old = /keys destroy (\S+)/.exec(into.out)![1]!;
    const asked = await current().typed(`${first}\n${first}\n`, "keys", "destroy", old, "--confirm", old);
    expect([asked.code, asked.err]).toEqual([0, ""]);
    expect(existsSync(join(current().folder, "root.key"))).toBe(false);
    const again = await current().typed(`${first}\n${second}\n${second}\n`, "keys", "rotate", "--root");
    expect([again.code, again.err]).toEqual([0, ""]);
    expect((await current().typed(`${second}\n`, "sites", "list")).out).toContain("shop");
  });

  it("rotates the root key of a level by itself", async () => {
    const { env, folder } = current();
    env["WAYSEAL_KEYRING_CONFIDENTIAL"] = `file:${join(folder, "confidential.key")}`;
    const separated = await current().watched("keys", "separate", "confidential");
    expect(separated.err).toMatch(/^1 of \d+ keys sealed anew…\n/);
    // The copy comes before the work that could be cut off.
    expect(separated.out.indexOf(copyIn(separated)) < separated.out.indexOf(" sealed anew.")).toBe(true);
    expect(copyIn(separated)).not.toBe("");
    const before = await list();
    const rotated = await current().json<{ old: { id: string }; id: string }>(
      ...["keys", "rotate", "--root", "--level", "confidential"],
    );
    const after = await list();
    expect(after.root).toEqual(before.root);
    expect(rotated.old.id).toBe(before.levels[0]!.root);
    expect(after.levels[0]!.since! > before.levels[0]!.since!).toBe(true);
    // Its KEKs, and the keys of its own.
    const under = [...before.sites.flatMap(({ keks }) => keks), ...before.others].filter(
      ({ level }) => level === "confidential",
    );
    expect(before.levels[0]!.sealed).toBe(under.length);
    expect(under.length).toBeGreaterThan(0);
    expect(after.levels).toMatchObject([
      { root: rotated.id, key: before.levels[0]!.key, sealed: before.levels[0]!.sealed },
    ]);
    expect(await readable()).toEqual([VISITS, VISITS]);
    const { id } = rotated.old;
    expect((await wayseal("keys", "destroy", id, "--confirm", id)).code).toBe(0);
    expect(await readable()).toEqual([VISITS, VISITS]);
  });

  it("refuses in one line what cannot be, and changes nothing", async () => {
    const { root } = await list();
    expectOneLine(await wayseal("keys", "rotate", "--root", "--to", "env:"), /must be|must name|WAYSEAL_ROOT_KEY/);
    expectOneLine(
      await wayseal("keys", "rotate", "--root", "--to", `file:${join(current().folder, "root.key")}`),
      /where the old one lies/,
    );
    expectOneLine(await wayseal("keys", "rotate", "--root", "--level", "restricted"), /WAYSEAL_KEYRING_RESTRICTED/);
    expectOneLine(await wayseal("keys", "rotate", "--root", "--kek"), /either --kek or --root/, 2);
    expectOneLine(
      await wayseal("keys", "destroy", root.id, "--confirm", root.id),
      /is in use: without it nobody reads everything/,
    );
    current().env["WAYSEAL_MAX_LEVEL"] = "public";
    expectOneLine(await wayseal("keys", "rotate", "--root"), /holds every level/);
    delete current().env["WAYSEAL_MAX_LEVEL"];
    expect((await list()).root).toEqual(root);
    expect(await readable()).toEqual([VISITS, VISITS]);
  });

  it("destroys a root key that everything hangs on only by force", async () => {
    const { root } = await list();
    const destroy = () => wayseal("keys", "destroy", root.id, "--force", "--confirm", root.id);
    const { id } = await current().json<{ id: string }>("hold", "add", "--subject", await someone(), "--reason", "7");
    expectOneLine(await destroy(), new RegExp(`legal hold ${id} since .* under the root key ${root.id}: nothing was`));
    expect(await readable()).toEqual([VISITS, VISITS]);
    // Control: the hold was all that kept it.
    await wayseal("hold", "release", id);
    const gone = await destroy();
    expect(gone.code).toBe(0);
    await expect(readable()).rejects.toMatchObject({ fault: "missing" });
  });
});

const hsm = needSoftHsm();
afterAll(() => hsm?.remove());

describe.skipIf(hsm === null)("wayseal keys rotate --root, with an HSM", () => {
  it("moves into it, and from one of its keys to another, and destroys what is left behind", async () => {
    const { env, folder } = current();
    hsm!.token("turnover");
    const pin = join(folder, "pin");
    writeFileSync(pin, hsm!.pin, { mode: 0o600 });
    const uri = (object: string) =>
      `pkcs11:token=turnover;object=${object}?module-path=${hsm!.module}&pin-source=file:${pin}`;
    const { root: before } = await list();
    const into = await current().json<{ recoveryCopy: null; set: { value: string } }>(
      ...["keys", "rotate", "--root", "--to", uri("one")],
    );
    expect(into.recoveryCopy).toBeNull();
    env["WAYSEAL_KEYRING"] = into.set.value;
    expect((await wayseal("keys", "destroy", before.id, "--confirm", before.id)).code).toBe(0);
    expect(existsSync(join(folder, "root.key"))).toBe(false);
    const { root: one } = await list();
    expect(one.keyring).toBe("pkcs11");
    expect(await readable()).toEqual([VISITS, VISITS]);
    expectOneLine(await wayseal("keys", "rotate", "--root"), /--to: must say where the new root key is kept/);
    await wayseal("keys", "rotate", "--root", "--to", uri("two"));
    env["WAYSEAL_KEYRING"] = uri("two");
    expect((await wayseal("keys", "destroy", one.id, "--confirm", one.id)).out).toContain("is destroyed");
    expect(await readable()).toEqual([VISITS, VISITS]);
    // The first is gone from the HSM.
    env["WAYSEAL_KEYRING"] = uri("one");
    await expect(readable()).rejects.toMatchObject({ fault: "missing" });
  });
});
