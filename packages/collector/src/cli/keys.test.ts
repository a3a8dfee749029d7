import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eachWithWayseal, expectOneLine } from "../../test/run-wayseal.js";
import type { KeysListed } from "../admin/keys.js";

const current = eachWithWayseal();
const wayseal = (...args: string[]) => current().run(...args);
const path = (name: string) => join(current().folder, name);

async function withShop(): Promise<string> {
  await wayseal("init");
  return (await current().json<{ kid: string }>("sites", "add", "shop", "--origin", "*")).kid;
}
const shop = async () => (await current().json<KeysListed>("keys", "list", "--site", "shop")).sites[0]!;

describe("wayseal keys", () => {
  it("rotate, and list what becomes of each key", async () => {
    const old = await withShop();
    const rotated = await wayseal("keys", "rotate", "--site", "shop");
    expect([rotated.code, rotated.err]).toEqual([0, ""]);
    expect(rotated.out).toMatch(new RegExp(`${old} +current +0 days +never +0 +0 streams +browsers seal to it`));
    expect(rotated.out).toMatch(/ next +0 days .*becomes current on 20/);
    const listed = (await wayseal("keys", "list")).out;
    expect(listed).toMatch(/becomes current on/);
    expectOneLine(await wayseal("keys", "rotate"), /shop has a next key already: \S{11}/);
    expectOneLine(await wayseal("keys", "rotate", "--grace", "3"), /The grace period must be at least 7 days/);
    expectOneLine(await wayseal("keys", "rotate", "--quiet", "x"), /whole number of days/, 2);
    expect(await current().json<object>("keys", "rotate", "--now")).toMatchObject({ version: 3, unsigned: false });
    const { recipients, signing } = await shop();
    expect(recipients.map(({ state }) => state).sort()).toEqual(["accepted", "current"]);
    const made = new Date(signing!.created).toISOString().slice(0, 10);
    expect(listed).toContain(`Signing key ${signing!.key}, made ${made} (key set version 2)`);
  });

  it("destroy, only what is not needed or by force, and only what was typed", async () => {
    const kid = await withShop();
    expectOneLine(await wayseal("keys", "destroy", kid), /Nobody can be asked here: say the key's id once more/, 2);
    expectOneLine(await wayseal("keys", "destroy", kid, "--confirm", "other"), /the key's id was not repeated/, 2);
    const needed = await wayseal("keys", "destroy", kid, "--confirm", kid);
    expectOneLine(needed, /is what browsers seal to: --force destroys it all the same/);
    expect((await shop()).recipients).toMatchObject([{ kid, state: "current" }]);
    const { out, code } = await wayseal("keys", "destroy", kid, "--confirm", kid, "--force");
    expect(code).toBe(0);
    expect(out).toContain(`Recipient key ${kid} of shop is destroyed.`);
    expect((await shop()).recipients.find((key) => key.kid === kid)).toMatchObject({ state: "destroyed" });
    expectOneLine(
      // Before anybody is asked to type it.
      await wayseal("keys", "destroy", "AAAAAAAAAAA"),
      /There is no key AAAAAAAAAAA/,
    );
  });

  it("compromised reports for people and for programs", async () => {
    const kid = await withShop();
    const { code, out } = await wayseal("keys", "compromised", kid, "--site", "shop");
    expect(code).toBe(0);
    expect(out).toContain(`Recipient key ${kid} of shop has not been accepted since`);
    expect(out).toContain("0 events in 0 streams");
    expect(out).toMatch(/can read:\n- .*\n[\s\S]*cannot read:\n- [\s\S]*cannot be undone:\n- /);
    const report = await current().json<object>("keys", "compromised", kid);
    expect(report).toMatchObject({ kid, version: 2, unsigned: false, exposed: { events: 0, days: [] } });
    expectOneLine(await wayseal("keys", "compromised", "nonsense"), /A recipient key's id has 11 characters/);
  });

  it("signer, set, sign and publish: the signing key is never the collector's", async () => {
    await withShop();
    const { key } = await current().json<{ key: string }>("keys", "signer", "shop.pem");
    expect(statSync(path("shop.pem")).mode & 0o777).toBe(0o600);
    expectOneLine(await wayseal("keys", "signer", "shop.pem"), /shop\.pem is there already/);
    expectOneLine(await wayseal("keys", "sign", "nothing.json", "--key", "shop.pem"), /nothing\.json is not there/);
    writeFileSync(path("shop.json"), (await wayseal("keys", "set", "--site", "shop")).out);
    // Another machine: no data directory, no root key.
    const env = { ...current().env };
    for (const name of Object.keys(env)) delete current().env[name];
    const signed = await wayseal("keys", "sign", "shop.json", "--key", "shop.pem", "--days", "90");
    Object.assign(current().env, env);
    expect([signed.code, signed.err]).toEqual([0, ""]);
    writeFileSync(path("shop.jws"), signed.out);
    expectOneLine(await wayseal("keys", "publish", "shop.jws"), /signs the key sets of shop itself/);
    const { code, out } = await wayseal("keys", "publish", "shop.jws", "--signer", key);
    expect([code, out.split("\n")[0]]).toEqual([
      0,
      expect.stringMatching(/^Site shop, key set version 2, to be signed/),
    ]);
    expect(await shop()).toMatchObject({ signing: { key, version: 2, held: false } });
    expect((await wayseal("keys", "list")).out).toMatch(/version 2, kept elsewhere: sign again before 20\d\d-/);
    expect((await wayseal("doctor")).out).toMatch(
      /ok {4}The key set of shop, signed elsewhere, is in force until 20\d\d-/,
    );
    expectOneLine(await wayseal("keys", "publish", "shop.jws"), /not newer than the one that is served/);
    // Another first character, whichever it has.
    const other = (_: string, first: string) => `"kid":"${first === "_" ? "-" : "_"}`;
    writeFileSync(path("bad.json"), readFileSync(path("shop.json"), "utf8").replace(/"kid":"(.)/, other));
    expectOneLine(await wayseal("keys", "sign", "bad.json", "--key", "shop.pem"), /A key is not what its id says/);
    expectOneLine(await wayseal("keys", "sign", "shop.json", "--key", "shop.json"), /That is no signing key/);
  });
});
