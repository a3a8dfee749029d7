import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { overSocket } from "../../test/over-socket.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { value } from "../../test/seal-stream.js";
import type { ErasureAnswer, LookupAnswer } from "../api.js";
import { separate } from "../main.js";
import { readSettings } from "../settings/read-settings.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);
/** Ann came by two browsers, Bob by one. */
let subjects: readonly string[];
beforeEach(async () => {
  await wayseal("init");
  await wayseal("sites", "add", "shop", "--origin", "*");
  const bob = { ...value, value: "bob@example.com" };
  subjects = await feedData(current(), [[value], [value], [bob]]);
});

const find = (lookup: string) => current().json<LookupAnswer>("find", "--lookup", lookup);

describe("wayseal find", () => {
  it("lists who a value was stored for, from a data directory at rest and from a running collector", async () => {
    const check = async () => {
      const { matches } = await find("email=ANN@gmail.com");
      expect(new Set(matches.map(({ subject }) => subject))).toEqual(new Set(subjects.slice(0, 2)));
      const { out, code } = await wayseal("find", "--lookup", "email=bob@example.com");
      expect(code).toBe(0);
      expect(out).toContain(subjects[2]);
      expect((await wayseal("find", "--lookup", "phone=+4930901820")).out).toBe(
        "Nobody of shop is found by that phone\n",
      );
    };
    await check();
    await overSocket(current(), check);
  });

  it("takes the value from standard input, where no history keeps it", async () => {
    const { out } = await current().typed("bob@example.com\n", "find", "--lookup", "email=-");
    expect(out).toContain(subjects[2]);
  });

  it("says in one line what is wrong, without the value", async () => {
    expectOneLine(await wayseal("find", "--lookup", "email=nothing"), /That is not an e-mail address/);
    expectOneLine(await wayseal("find", "--lookup", "phone=030901820"), /write it with its country code/);
    expectOneLine(await wayseal("find", "--lookup", "iban=DE1"), /--lookup takes email=…/, 2);
    expectOneLine(
      await wayseal("find", "--lookup", "email=a@b.example", "--site", "nowhere"),
      /There is no site nowhere/,
    );
  });

  it("looks nobody up where the keys of confidential data are somebody else's", async () => {
    const { env, folder } = current();
    for (const level of ["confidential", "restricted"] as const) {
      env[`WAYSEAL_KEYRING_${level.toUpperCase()}`] = `file:${join(folder, level)}.key`;
      await separate(readSettings({ env: { ...env }, cwd: folder }), level);
    }
    expect((await find("email=ann@gmail.com")).matches).toHaveLength(2);
    env["WAYSEAL_MAX_LEVEL"] = "internal";
    expectOneLine(await wayseal("find", "--lookup", "email=ann@gmail.com"), /holds no key for confidential data/);
    expectOneLine(await wayseal("index"), /stop it, and run wayseal index where the root key of confidential is/);
    delete env["WAYSEAL_MAX_LEVEL"];
    expect((await wayseal("index")).out).toBe("Nothing waits to be indexed.\n");
  });
});

describe("wayseal erase", () => {
  it("erases by subject, with a receipt that is checked without the data", async () => {
    const file = join(current().folder, "receipt.jws");
    const erased = await current().json<ErasureAnswer>(
      ...["erase", "--subject", subjects[2]!, "--yes", "--receipt", file],
    );
    expect(erased).toMatchObject({ subject: subjects[2], state: "keys-destroyed", by: { kind: "operator" } });
    const key = (await wayseal("receipt", "key")).out.trim();
    const { receipt } = await current().json<{ receipt: object }>("receipt", "verify", file, "--key", key);
    expect(receipt).toMatchObject({ subject: subjects[2], lookup: null, catalog: { mappings: 1, indexes: 1 } });
    expect((await wayseal("receipt", "show", erased.id)).out).toBe(readFileSync(file, "utf8"));
    expectOneLine(await wayseal("receipt", "show", "none"), /There is no such erasure/);
    const { out } = await wayseal("keys", "list");
    expect(out).toMatch(/^receipt +restricted +current +[\d-]{10} +[\d-]{10} +1 signed receipt of an erasure$/m);
    expect(out).toMatch(
      /^blind-index +shop +confidential +current +[\d-]{10} +[\d-]{10} +2 indexes that find subjects by email$/m,
    );
    expect((await find("email=bob@example.com")).matches).toEqual([]);
    expect((await find("email=ann@gmail.com")).matches).toHaveLength(2);
  });

  it("erases nobody where the receipt cannot be written, and writes over no other", async () => {
    const file = join(current().folder, "other.jws");
    writeFileSync(file, "another person's");
    for (const [place, says] of [
      [join(current().folder, "none", "r.jws"), /is not there/],
      [file, /other\.jws is there already: nothing was written over/],
    ] as const) {
      expectOneLine(await wayseal("erase", "--subject", subjects[2]!, "--yes", "--receipt", place), says);
    }
    const second = join(current().folder, "ann.2.jws");
    writeFileSync(second, "another person's");
    const both = ["erase", "--lookup", "email=ann@gmail.com", "--yes", "--receipt", join(current().folder, "ann.jws")];
    expectOneLine(await wayseal(...both), /ann\.2\.jws is there already/);
    expect(existsSync(join(current().folder, "ann.1.jws"))).toBe(false);
    for (const path of [file, second]) expect(readFileSync(path, "utf8")).toBe("another person's");
    expect((await find("email=bob@example.com")).matches).toHaveLength(1);
    expect((await find("email=ann@gmail.com")).matches).toHaveLength(2);
  });

  it("lists all that a value finds, asks once, and erases each with a receipt of its own", async () => {
    const file = join(current().folder, "ann.jws");
    const args = ["erase", "--lookup", "email=ann@gmail.com", "--receipt", file];
    const asked = await current().typed("erase 1\n", ...args);
    expect([asked.code, asked.out]).toEqual([2, ""]);
    for (const subject of subjects.slice(0, 2)) expect(asked.err).toContain(subject);
    expect(asked.err).toContain("Erase these 2 subjects of shop for good? Type erase 2 to go on");
    expect(asked.err).not.toContain("ann@gmail.com");
    expect((await find("email=ann@gmail.com")).matches).toHaveLength(2);

    const done = await current().typed("erase 2\n", ...args);
    expect(done.code).toBe(0);
    expect(existsSync(file)).toBe(false);
    const key = (await wayseal("receipt", "key")).out.trim();
    const told = new Set<unknown>();
    for (const n of [1, 2]) {
      const one = join(current().folder, `ann.${n}.jws`);
      const { out, code } = await wayseal("receipt", "verify", one, "--key", key);
      expect(code).toBe(0);
      expect(out).toContain('"lookup": "email"');
      const payload = readFileSync(one, "utf8").split(".")[1]!;
      told.add((JSON.parse(Buffer.from(payload, "base64url").toString()) as { subject: string }).subject);
    }
    expect(told).toEqual(new Set(subjects.slice(0, 2)));
    expect((await find("email=ann@gmail.com")).matches).toEqual([]);
    expect((await find("email=bob@example.com")).matches).toHaveLength(1);
  });

  it("does the same through a running collector, for programs", async () => {
    await overSocket(current(), async () => {
      const { erasures } = await current().json<{ erasures: ErasureAnswer[] }>(
        ...["erase", "--lookup", "email=ann@gmail.com", "--yes"],
      );
      expect(new Set(erasures.map(({ subject }) => subject))).toEqual(new Set(subjects.slice(0, 2)));
      expect((await find("email=ann@gmail.com")).matches).toEqual([]);
    });
  });

  it("says which key backups still hold keys of who was erased, and nothing of backups where there is none", async () => {
    const before = await wayseal("erase", "--subject", subjects[2]!, "--yes");
    expect([before.code, before.out.includes("Key backups")]).toEqual([0, false]);
    await wayseal("backup", "key", "--out", join(current().folder, "backup.key"));
    await current().json("backup", "--out", join(current().folder, "backups"), "--only", "keys");
    const after = await wayseal("erase", "--lookup", "email=ann@gmail.com", "--yes");
    expect(after.out).toContain("Key backups that still hold keys of those who were erased: 1. Make a new one");
  });

  it("does not wait for rows where no collector runs to remove them", async () => {
    const began = await current().typed("", "erase", "--subject", subjects[2]!, "--yes", "--wait");
    expect(began.code).toBe(1);
    expect(began.out).toContain("leave the event store while a collector runs");
    expect(began.out).toContain("The receipt says more once its rows have left the files too");
  });

  it("says in one line what is wrong", async () => {
    const unknown = "0".repeat(32);
    expectOneLine(await wayseal("erase", "--subject", unknown, "--yes"), /The site shop has no such subject/);
    expectOneLine(await wayseal("erase", "--subject", "x", "--yes"), /A subject is 32 hex digits/);
    // Nobody is asked about what cannot be a subject.
    expectOneLine(await current().typed("x\n", "erase", "--subject", "x"), /^wayseal: A subject is 32 hex digits/, 2);
    expectOneLine(await wayseal("erase", "--yes"), /Name either --subject or --lookup/, 2);
    const both = ["--subject", unknown, "--lookup", "email=a@b.example"];
    expectOneLine(await wayseal("erase", ...both, "--yes"), /Name either --subject or --lookup/, 2);
    const nobody = await wayseal("erase", "--lookup", "email=nobody@example.com", "--yes");
    expect([nobody.code, nobody.out]).toEqual([1, "Nobody of shop is found by that email\n"]);
  });
});
