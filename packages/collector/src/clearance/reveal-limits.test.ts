import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { hello, sealStream, value as email } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import type { RevealAnswer } from "../api.js";
import type { Catalog } from "../ports/catalog.js";
import type { RevealChange } from "../ports/reveals.js";

describe("the negative controls: a catalog that does not look at the state", () => {
  /** Each taken out of the way: the state that a step starts from, and whose and how often a grant is. */
  const careless: Catalog = {} as Catalog;
  let loose: HttpCollector;
  const cookies: string[] = [];
  beforeAll(async () => {
    loose = await httpCollector({
      store: spoolStore(() => loose.catalog),
      wrap: (catalog) =>
        Object.assign(careless, catalog, {
          moveReveal: async (id: string, _from: string, change: RevealChange) => {
            // Both have looked by then.
            await new Promise((resolve) => setTimeout(resolve, 1_000));
            const now = (await catalog.reveal(id))!.state;
            return catalog.moveReveal(id, now, change);
          },
          useReveal: (id: string) => catalog.reveal(id),
        }),
    });
    cookies.push(await loose.person("a@x.example", { roles: ["analyst"] }));
    cookies.push(await loose.person("b@x.example", { roles: ["privacy-officer"] }));
    cookies.push(await loose.person("c@x.example", { roles: ["privacy-officer"] }));
    cookies.push(await loose.person("d@x.example", { roles: ["analyst"] }));
    const body = new Uint8Array(sealStream(loose.key, "shop", [hello(), email]).envelope());
    await loose.ask("/v1/streams", { method: "POST", body });
  });
  afterAll(() => loose.close());

  it("lets two approve at once, and a grant be replayed without end", async () => {
    const subject = ((await loose.catalog.next(10))?.rows[0]?.subject as Buffer).toString("hex");
    const asked = { site: "shop", subject, classes: ["iban"], purpose: "support", reason: "x", reads: 1 };
    const made = (await (await loose.post("/v1/reveals", asked, { cookie: cookies[0]! })).json()) as RevealAnswer;
    const approvals = await Promise.all(
      cookies.slice(1, 3).map((cookie) => loose.post(`/v1/reveals/${made.id}/approval`, {}, { cookie })),
    );
    expect(approvals.map(({ status }) => status)).toEqual([200, 200]);
    // Twice by whoever asked for one read, and once by another who may ask.
    for (const cookie of [cookies[0], cookies[0], cookies[3]] as string[]) {
      const path = `/v1/journeys/${subject}?site=shop&reveal=${made.id}`;
      expect((await loose.ask(path, { cookie })).status).toBe(200);
    }
  });
});

describe("time", () => {
  let later: HttpCollector;
  beforeEach(async () => {
    later = await httpCollector();
    return () => later.close();
  });
  const reveal = (catalog: HttpCollector["catalog"], id: string) => catalog.reveal(id);

  it("ends a grant by itself, and lets what nobody decided on lapse", async () => {
    const base = {
      ...({
        site: "shop",
        subject: Buffer.alloc(16, 1),
        classes: ["email"],
        purpose: "analysis",
        reason: "x",
      } as const),
      ...{ askedBy: "p", minutes: 15, reads: 2, used: 0, level: null, decided: null, decidedBy: null, note: null },
      ...{ ended: null, endedBy: null },
    } as const;
    const now = Date.now();
    await later.catalog.addReveal({
      ...base,
      id: "g".repeat(22),
      asked: now,
      state: "active",
      level: "restricted",
      expires: now + 900_000,
    });
    await later.catalog.addReveal({ ...base, id: "a".repeat(22), asked: now, state: "asked", expires: null });
    expect(await later.catalog.useReveal("g".repeat(22), "p", now + 899_999)).toMatchObject({ used: 1 });
    expect(await later.catalog.useReveal("g".repeat(22), "p", now + 900_000)).toBeNull();
    later.forward(900_001 + 5_000);
    const cookie = await later.person("o@x.example", { roles: ["privacy-officer"] });
    await later.ask("/v1/reveals?site=shop", { cookie });
    expect((await reveal(later.catalog, "g".repeat(22)))?.state).toBe("ended");
    expect((await reveal(later.catalog, "a".repeat(22)))?.state).toBe("asked");
    later.forward(24 * 3_600_000);
    await later.ask("/v1/reveals?site=shop", {
      cookie: await later.person("p@x.example", { roles: ["privacy-officer"] }),
    });
    expect((await reveal(later.catalog, "a".repeat(22)))?.state).toBe("lapsed");
  });
});
