import { afterAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import type { Catalog, CommitRequest } from "../ports/catalog.js";
import type { Countries } from "./countries.js";

const ADDRESS = "198.51.100.217";
const stands: HttpCollector[] = [];
afterAll(() => Promise.all(stands.map((stand) => stand.close())));

/** Sends an envelope from the address, and looks for it in all that was committed, answered and logged. */
async function looked(countries: Countries) {
  const commits: CommitRequest[] = [];
  const stand = await httpCollector({
    ...{ countries, trustProxy: 1 },
    wrap: (catalog: Catalog) => ({
      ...catalog,
      commit(request) {
        commits.push(request);
        return catalog.commit(request);
      },
    }),
  });
  stands.push(stand);
  const events = [
    hello({ clock: Date.now() }),
    { ...value, class: "religion", value: "abc" },
    { type: "reset", at: 1 },
  ];
  const body = new Uint8Array(sealStream(stand.key, "shop", events).envelope(Date.now()));
  const headers = { "content-type": "text/plain", "x-forwarded-for": ADDRESS };
  const answer = await stand.ask("/v1/streams", { method: "POST", body, headers });
  expect(answer.status).toBe(204);
  const rows = commits.flatMap(({ events }) => events.map(({ row }) => row));
  const everything = JSON.stringify({ commits, log: stand.log(), metrics: await (await stand.ask("/metrics")).text() });
  const hex = Buffer.from(ADDRESS).toString("hex");
  return { rows, kept: everything.includes(ADDRESS) || everything.includes(hex) };
}

describe("the address that an envelope came from", () => {
  it("is neither stored nor logged: its country alone says whose law holds", async () => {
    const asked: (string | undefined)[] = [];
    const { rows, kept } = await looked({ of: (address) => (asked.push(address), "CA") });
    expect(asked).toContain(ADDRESS);
    expect(rows.map(({ columns }) => columns.jurisdiction)).toEqual(["CA", "CA", "CA"]);
    expect(rows.map(({ columns }) => columns.country)).toEqual([undefined, undefined, undefined]);
    expect(kept).toBe(false);
  });

  it("would be found if it were kept: the control", async () => {
    const { kept } = await looked({ of: (address) => address ?? null });
    expect(kept).toBe(true);
  });
});
