import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { overSocket } from "../../test/over-socket.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { value } from "../../test/seal-stream.js";
import type { AnswerOf } from "../admin/operations.js";
import type { AuditList, HoldAnswer, HoldList, PurgeAnswer } from "../api.js";
import type { Catalog } from "../ports/catalog.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);
let subjects: readonly string[];
const YEAR = 365 * 86_400_000;
beforeEach(async () => {
  await wayseal("init");
  await wayseal("sites", "add", "shop", "--origin", "*");
  subjects = await feedData(current(), [[value], [value]], { received: Date.now() - 3 * YEAR });
});

/** A collector takes its time. */
const slowly = {
  through: (catalog: Catalog): Catalog => ({
    ...catalog,
    expiredKeys: async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return catalog.expiredKeys(...args);
    },
  }),
  signOfLife: 5,
};

const logged = async (...which: string[]) => (await current().json<AuditList>("audit", "list", ...which)).entries;
const file7 = ["--reason", "File 7"];
const add = (subject: string) => current().json<HoldAnswer>("hold", "add", "--subject", subject, ...file7);

describe("wayseal hold", () => {
  it("adds, lists and releases, on a data directory at rest and through a running collector", async () => {
    const check = async (subject: string) => {
      const hold = await add(subject);
      expect(hold).toMatchObject({ subject, reason: "File 7", resealed: 2, waiting: 0, by: { kind: "operator" } });
      const { out } = await wayseal("hold", "list");
      for (const part of [hold.id, subject, "operator local", "File 7"]) expect(out).toContain(part);
      expectOneLine(
        await wayseal("erase", "--subject", subject, "--yes"),
        new RegExp(`The subject is under legal hold ${hold.id} since \\d{4}-\\d\\d-\\d\\d: nothing was erased`),
      );
      const released = await wayseal("hold", "release", hold.id);
      expect(released.out).toContain(`The hold ${hold.id} of ${subject} was released at`);
      expect((await wayseal("hold", "list")).out).toBe("Nobody is held\n");
      const { holds } = await current().json<HoldList>("hold", "list", "--all");
      expect(holds.find(({ id }) => id === hold.id)?.released).toBeGreaterThan(0);
      // As the API writes them (routes/holds.test.ts): whoever looks a subject up in the log finds both.
      const told = { actor: "local", kind: "operator", subject, site: "shop", detail: { hold: hold.id } };
      expect(await logged("--subject", subject, "--action", "hold")).toMatchObject([
        { ...told, detail: { hold: hold.id, outcome: "done" } },
        { action: "hold" },
      ]);
      expect(await logged("--subject", subject, "--action", "hold.release")).toMatchObject([told]);
      expect((await wayseal("erase", "--subject", subject, "--yes")).code).toBe(0);
    };
    await check(subjects[0]!);
    await overSocket(current(), () => check(subjects[1]!), slowly);
  });

  const keks = async () => (await current().json<AnswerOf<"keys.list">>("keys", "list")).sites[0]!.keks;
  const destroy = (id: string, ...force: string[]) => wayseal("keys", "destroy", id, ...force, "--confirm", id);
  const heldBy = (hold: HoldAnswer) =>
    new RegExp(`Keys of a subject under legal hold ${hold.id} since .* are under the KEK .*: nothing was destroyed`);

  it("keeps its hold KEKs from being destroyed, by force too, until it is released", async () => {
    const check = async (subject: string) => {
      const hold = await add(subject);
      const before = await keks();
      const { id } = before.find(({ month, deks }) => month === "on-hold" && deks > 0)!;
      expectOneLine(await destroy(id), heldBy(hold));
      expectOneLine(await destroy(id, "--force"), heldBy(hold));
      expect(await keks()).toEqual(before);
      await wayseal("hold", "release", hold.id);
      expectOneLine(await destroy(id), /1 DEK is under it/);
      expect((await destroy(id, "--force")).out).toContain("is destroyed, and with it 1 DEK.");
    };
    await check(subjects[0]!);
    await overSocket(current(), () => check(subjects[1]!), slowly);
  });

  it("keeps a month's KEK with a held subject's DEK under it, and no other", async () => {
    const { env, folder } = current();
    for (const level of ["internal", "confidential", "restricted"]) {
      env[`WAYSEAL_KEYRING_${level.toUpperCase()}`] = `file:${join(folder, `${level}.key`)}`;
      expect((await wayseal("keys", "separate", level)).err).toBe("");
    }
    // It may not open the level, and so moves no DEK.
    env["WAYSEAL_MAX_LEVEL"] = "internal";
    const hold = await add(subjects[0]!);
    expect(hold.waiting).toBe(1);
    const before = await keks();
    const { id } = before.find(({ level, month }) => level === "confidential" && month !== "on-hold")!;
    expectOneLine(await destroy(id, "--force"), heldBy(hold));
    expect(await keks()).toEqual(before);
    // Control: another month has no DEK of the subject.
    await feedData(current(), [[value]]);
    const other = (await keks()).find((kek) => kek.level === "confidential" && kek.deks === 1)!;
    expect((await destroy(other.id, "--force")).out).toContain("and with it 1 DEK.");
    await wayseal("hold", "release", hold.id);
    expect((await destroy(id, "--force")).out).toContain("is destroyed, and with it 2 DEKs");
  });

  it("lists those of every site, or of the one that is named", async () => {
    await wayseal("sites", "add", "blog", "--origin", "*");
    const [reader] = await feedData(current(), [[value]], { site: "blog" });
    const order = ["hold", "add", "--site", "blog", "--subject", reader!, "--reason", "File 8"];
    const blog = await current().json<HoldAnswer>(...order);
    const shop = await current().json<HoldAnswer>("hold", "add", "--site", "shop", "--subject", subjects[0]!, ...file7);
    const listed = async (...which: string[]) =>
      (await current().json<HoldList>("hold", "list", ...which)).holds.map(({ site, id }) => [site, id]);
    expect((await listed()).sort()).toEqual([
      ["blog", blog.id],
      ["shop", shop.id],
    ]);
    expect(await listed("--site", "blog")).toEqual([["blog", blog.id]]);
    const { out } = await wayseal("hold", "list");
    for (const { id, site, subject } of [blog, shop])
      expect(out).toMatch(new RegExp(`^${id} +${site} +${subject} `, "m"));
    expectOneLine(await wayseal("hold", "list", "--site", "nowhere"), /There is no site nowhere/);
    // Control: to hold somebody it must be said where.
    expectOneLine(await wayseal("hold", "add", "--subject", subjects[0]!, ...file7), /There are several sites/);
  });

  it("says in one line what is wrong", async () => {
    const reason = ["--reason", "x"];
    expectOneLine(
      await wayseal("hold", "add", "--subject", "0".repeat(32), ...reason),
      /The site shop has no such subject/,
    );
    expectOneLine(await wayseal("hold", "add", "--subject", "x", ...reason), /A subject is 32 hex digits/);
    expectOneLine(await wayseal("hold", "add", "--subject", subjects[0]!, "--reason", " "), /A hold needs a reason/);
    for (const value of ["ann@example.com", "DE89 3704 0044 0532 0130 00"]) {
      const personal = ["--reason", `asked by ${value}`];
      const said = await wayseal("hold", "add", "--subject", subjects[0]!, ...personal);
      expectOneLine(said, /must hold no personal value/);
      expect(said.err).not.toContain(value);
    }
    // Negative control: a court's file number is none, however long.
    const file = ["--reason", "File 4 O 1234567/26"];
    expect((await wayseal("hold", "add", "--subject", subjects[0]!, ...file)).code).toBe(0);
    expectOneLine(await wayseal("hold", "release", "none"), /There is no such hold/);
    // Control: of a hold that there is not nobody is named.
    const entries = await logged("--action", "hold.release");
    expect(entries.map(({ site, subject, detail }) => [site, subject, detail])).toEqual([
      [undefined, undefined, { hold: "none", outcome: "failed" }],
      [undefined, undefined, { hold: "none" }],
    ]);
  });
});

describe("wayseal purge", () => {
  it("says what would go, then does it, through a running collector that takes its time", async () => {
    await add(subjects[0]!);
    await overSocket(
      current(),
      async () => {
        const planned = await current().json<PurgeAnswer>("purge", "--dry-run");
        expect(planned).toMatchObject({ dryRun: true, deks: 2, mappings: 1, indexes: 1, rows: null, kept: [] });
        const done = await current().json<PurgeAnswer>("purge");
        expect({ ...done, dryRun: true, at: planned.at }).toEqual(planned);
        const { out } = await wayseal("purge");
        expect(out).toBe(
          "Nothing has outlived its retention\nThe event store does not answer: rows wait for the next purge\n",
        );
      },
      slowly,
    );
  });

  it(
    "goes by the settings, and opens the event store for the rows where no collector runs",
    { timeout: 60_000 },
    async () => {
      const month = new Date(Date.now() - 3 * YEAR).toISOString().slice(0, 7);
      await add(subjects[0]!);
      const { env } = current();
      env["WAYSEAL_RETAIN_PUBLIC"] = "800";
      const { out } = await wayseal("purge", "--dry-run");
      expect(out).toMatch(/^Would go:\n2 keys of months, 2 keys of subjects, 1 mappings, 1 blind indexes\n/);
      expect(out).toMatch(new RegExp(`shop +${month} +2\n$`));
      const done = await current().json<PurgeAnswer>("purge");
      // The other two are the held subject's.
      expect(done.rows).toEqual([{ month, site: "shop", rows: 2 }]);
      expect((await wayseal("purge", "--site", "nowhere")).err).toBe("wayseal: There is no site nowhere\n");
      for (const wrong of ["0", "-1", "36501", "forever"]) {
        env["WAYSEAL_RETAIN_PUBLIC"] = wrong;
        expectOneLine(
          await wayseal("purge"),
          /WAYSEAL_RETAIN_PUBLIC: must be a number of days from 1 to 36500, or unlimited/,
        );
      }
    },
  );
});
