import { describe, expect, it } from "vitest";
import { feedData } from "../../test/feed-data.js";
import { SHAPELESS } from "../../test/quarantined-site.js";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import { value } from "../../test/seal-stream.js";
import type { QuarantineList, QuarantineReplayed } from "../api.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run("quarantine", ...args);

async function begin(...visits: object[][]): Promise<void> {
  await current().run("init");
  await current().run("sites", "add", "shop", "--origin", "*");
  for (const visit of visits) await feedData(current(), [visit], { refused: 1 });
}

describe("wayseal quarantine", () => {
  it("lists, shows and replays what waits, and drops it once a word is typed", async () => {
    await begin([value, SHAPELESS], [SHAPELESS]);
    const { out } = await wayseal("list");
    expect(out).toMatch(
      /^ID +RECEIVED +REASON +EVENT +GONE BY +BECAUSE\n2 .* shape +click .*click\.name must be a string\n1 /,
    );
    expect(out).toMatch(/\n\n2 wait of shop, of 2000 at the most: 2 shape\n$/);
    const { records } = await current().json<QuarantineList>("quarantine", "list", "--reason", "shape");
    expect(records.map(({ id }) => id)).toEqual([2, 1]);
    expect((await wayseal("list", "--before", "2")).out).not.toMatch(/^2 +20/m);

    const shown = await wayseal("show", "1");
    expect(shown.out).toMatch(/"role": "button",\n +"name": "\(number\)"/);
    expect(shown.out).toMatch(/A replay would take it in under policy 1\n$/);

    expect((await wayseal("replay", "--all")).out).toMatch(/^0 taken in, 0 there already, 2 still refused\n\nID/);
    const replayed = await current().json<QuarantineReplayed>("quarantine", "replay", "1", "2");
    expect(replayed.refused.map(({ id }) => id).sort()).toEqual([1, 2]);

    const kept = await current().typed("no\n", "quarantine", "drop", "1");
    expect(kept.err).toMatch(/^Drop record 1 from quarantine for good\? .*Nothing was done: the word was not typed\n$/);
    expect(kept.code).toBe(2);
    expect((await current().typed("drop\n", "quarantine", "drop", "1")).out).toBe("1 record is gone\n");
    expect((await wayseal("drop", "--reason", "shape", "--yes")).out).toBe("1 record is gone\n");
    expect((await wayseal("drop", "--all", "--yes")).out).toBe("There was nothing to drop\n");
    expect((await wayseal("replay", "--all")).out).toBe("There was nothing to replay\n");
    expect((await wayseal("list")).out).toBe("Nothing waits in quarantine\n");
    expect((await wayseal("list", "--reason", "token")).out).toBe("Nothing waits that was refused as token\n");
  });

  it("says in one line what it does not do", async () => {
    await begin();
    expectOneLine(await wayseal("show", "1"), /No record 1 waits in quarantine/);
    expectOneLine(await wayseal("show", "one"), /A record is a whole number/, 2);
    expectOneLine(await wayseal("replay"), /Name records by their ids, or a reason by --reason, or --all/, 2);
    expectOneLine(await wayseal("drop", "1", "--all", "--yes"), /and one of these/, 2);
    expectOneLine(await wayseal("list", "--reason", "odd"), /A reason is one of malformed, /);
    expectOneLine(await wayseal("list", "--site", "blog"), /There is no site blog/);
    const { code, err } = await wayseal("drop", "1", "--json");
    expect([code, JSON.parse(err)]).toMatchObject([
      2,
      { error: { message: "With --json nobody is asked: add --yes" } },
    ]);
  });

  it("opens after the root key was turned over and the old one destroyed", async () => {
    await begin([SHAPELESS]);
    const { root: before } = await current().json<{ root: { id: string } }>("keys", "list");
    expect((await current().run("keys", "rotate", "--root")).code).toBe(0);
    expect((await current().run("keys", "destroy", before.id, "--confirm", before.id)).code).toBe(0);
    expect((await wayseal("show", "1")).out).toMatch(/"name": "\(number\)"/);
  }, 60_000);

  it("is emptied by a purge of what has waited for seven days, whatever else is kept", async () => {
    await begin();
    await feedData(current(), [[SHAPELESS]], { refused: 1, received: Date.now() - 8 * 86_400_000 });
    await feedData(current(), [[SHAPELESS]], { refused: 1 });
    expect((await current().json<QuarantineList>("quarantine", "list")).records.map(({ id }) => id)).toEqual([2]);
    expect(await current().json<object>("purge")).toMatchObject({ quarantined: 1 });
    expect(await current().json<object>("purge")).toMatchObject({ quarantined: 0 });
  }, 60_000);
});
