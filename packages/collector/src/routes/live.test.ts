import { afterEach, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream } from "../../test/seal-stream.js";
import { OPERATIONS } from "../admin/operations.js";
import type { ApiToken, Catalog } from "../ports/catalog.js";

let stand: HttpCollector;
afterEach(() => stand.close());

const PATIENCE = { timeout: 20_000 };
const token = (days: number | null) =>
  OPERATIONS["tokens.create"].run(stand.parts, { name: "x", sites: "*", days, roles: ["viewer"] });
const bearer = ({ token }: { readonly token: string }) => ({ authorization: `Bearer ${token}` });
async function send(): Promise<void> {
  const body = new Uint8Array(sealStream(stand.key, "shop", [hello()]).envelope());
  expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
}

/** Listens with these headers: `told` says of how many events each message was, and `ended` whether there is more to come. */
async function listen(headers: Record<string, string>) {
  const answer = await stand.ask("/v1/live?site=shop", { headers });
  const heard = { text: "", ended: false };
  void (async () => {
    const text = new TextDecoder();
    for await (const chunk of answer.body!) heard.text += text.decode(chunk);
    heard.ended = true;
  })();
  return {
    ended: () => heard.ended,
    told: () => [...heard.text.matchAll(/^data: .*"events":(\d+)/gm)].map(([, events]) => Number(events)),
  };
}

it("ends or tells less at the very next event, whatever became of whoever listens", async () => {
  stand = await httpCollector();
  const [revoked, expired, kept] = [await token(null), await token(1), await token(null)];
  const people = ["disabled", "lowered", "moved", "narrowed", "renamed", "signed-out"];
  const cookies: string[] = [];
  // One after the other: links that are opened at once are slowed down (429).
  for (const name of people) cookies.push(await stand.person(`${name}@x.example`, { roles: ["viewer"] }));
  const asking = new Map<string, Record<string, string>>([
    ...Object.entries({ revoked, expired, kept }).map(([name, made]) => [name, bearer(made)] as const),
    ...people.map((name, at) => [name, { cookie: cookies[at]! }] as const),
  ]);
  const live = new Map<string, Awaited<ReturnType<typeof listen>>>();
  for (const [name, headers] of asking) live.set(name, await listen(headers));
  const told = (name: string) => live.get(name)!.told();
  await send();
  for (const name of live.keys()) await expect.poll(() => told(name), PATIENCE).toEqual([1]);

  const { catalog } = stand;
  const who = async (name: string) => (await catalog.personByEmail(`${name}@x.example`))!.id;
  await catalog.revokeToken(revoked.id);
  await catalog.setDisabled(await who("disabled"), true);
  await catalog.changePerson(await who("lowered"), { roles: [], rights: ["export"] });
  await catalog.changePerson(await who("moved"), { sites: ["blog"] });
  await catalog.changePerson(await who("narrowed"), { jurisdictions: ["DE"] });
  await catalog.changePerson(await who("renamed"), { name: "Else" });
  const headers = { ...asking.get("signed-out"), origin: stand.url };
  expect((await stand.ask("/v1/session", { method: "DELETE", headers })).status).toBe(204);
  await send();
  for (const name of ["kept", "renamed", "expired"]) await expect.poll(() => told(name), PATIENCE).toEqual([1, 1]);
  await expect.poll(() => told("narrowed"), PATIENCE).toEqual([1, 0]);
  for (const name of ["revoked", "disabled", "lowered", "moved", "signed-out"]) {
    await expect.poll(() => live.get(name)!.ended(), PATIENCE).toBe(true);
    expect([name, told(name)]).toEqual([name, [1]]);
  }
  stand.forward(86_400_001);
  await send();
  await expect.poll(() => told("kept"), PATIENCE).toEqual([1, 1, 1]);
  await expect.poll(() => live.get("expired")!.ended(), PATIENCE).toBe(true);
  expect(told("expired")).toEqual([1, 1]);
});

it("(control) tells a token that was revoked, where it is not looked up again", async () => {
  const known = new Map<string, ApiToken | null>();
  stand = await httpCollector({
    wrap: (catalog) =>
      Object.assign({} as Catalog, catalog, {
        async tokenByHash(hash: Buffer, now: number) {
          const id = hash.toString("hex");
          if (!known.has(id)) known.set(id, await catalog.tokenByHash(hash, now));
          return known.get(id);
        },
      }),
  });
  const revoked = await token(null);
  const { told } = await listen(bearer(revoked));
  await send();
  await expect.poll(told, PATIENCE).toEqual([1]);
  await stand.catalog.revokeToken(revoked.id);
  await send();
  await expect.poll(told, PATIENCE).toEqual([1, 1]);
});
