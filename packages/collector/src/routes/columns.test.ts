import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpCollector, type HttpCollector } from "../../test/http-collector.js";
import { event, hex, journeyStore, start } from "../../test/journey-events.js";
import { readZip } from "../../test/read-zip.js";
import type { ExportAnswer, Journey, JourneyList } from "../api.js";
import { type ColumnName, PUBLIC_COLUMNS } from "../clearance/public-columns.js";

const COLUMNS = Object.keys(PUBLIC_COLUMNS) as ColumnName[];
const FLAGS: readonly string[] = ["pasted", "autofilled", "filled", "valid", "generated"];
const NUMBERS: readonly string[] = ["duration", "changes", "refills", "corrections", "fields", "scroll", "measure"];
const canary = (name: string) => `canary-${name}.`;
const subject = hex(7);

/** Every address that brings what a column says before somebody, and what it is asked by here. */
const READS: Readonly<Record<string, string>> = {
  "GET /v1/journeys": "list",
  "GET /v1/journeys/{subject}": "journey",
  "POST /v1/query/trends": "each breakdown and filter",
  "POST /v1/exports": "archive",
  "GET /v1/exports/{id}": "archive",
  "GET /v1/exports/{id}/archive": "archive",
};
/** All others begin with one of these. A new address must be put here or above, by whoever knows which it is. */
const HAS_NONE = [
  ...["GET /v1/live", "POST /v1/query/loss"], // counts of types of events, and of records by day
  ...["POST /v1/lookups"], // by classes (below), never by a column
  ...["GET /v1/quarantine", "POST /v1/quarantine/"], // what never became a stored event; policy cuts it
  ...["GET /v1/audit", "POST /v1/audit/"], // ids
  ...["GET /v1/reveals", "POST /v1/reveals", "DELETE /v1/reveals/"],
  ...["GET /v1/erasures/", "POST /v1/erasures", "GET /v1/holds", "POST /v1/holds", "DELETE /v1/holds/"],
  ...["GET /v1/requests", "POST /v1/requests", "GET /v1/keys"],
  ...["GET /v1/people", "POST /v1/people", "GET /v1/tokens", "POST /v1/tokens", "DELETE /v1/tokens/"],
  ...["GET /v1/policy", "POST /v1/policy", "POST /v1/previews", "GET /v1/preview"],
  ...["GET /v1/session", "POST /v1/session", "DELETE /v1/session"],
  ...["GET /v1/sites", "POST /v1/streams", "GET /v1/wayseal", "GET /", "GET /console/"],
];

let opened: Awaited<ReturnType<typeof journeyStore>>;
let stand: HttpCollector;
let document: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: {
    readonly schemas: Record<string, { readonly properties: Record<string, { enum?: string[] }> }>;
  };
};
let whole: Asker;

beforeAll(async () => {
  opened = await journeyStore();
  stand = await httpCollector({ store: opened.store });
  const columns = Object.fromEntries(
    COLUMNS.map((name) => [name, FLAGS.includes(name) ? true : NUMBERS.includes(name) ? 7 : canary(name)]),
  );
  const more = { ...columns, properties: { plan: canary("plan") } };
  await opened.insert([event(7, 50, { type: "track", more })]);
  document = (await (await stand.ask("/openapi.json")).json()) as typeof document;
  whole = await asker();
}, 60_000);
afterAll(async () => {
  await stand.close();
  await opened.close();
});

type Asker = Awaited<ReturnType<typeof asker>>;

/** Asks as a program that may do all this, and is denied some fields or classes. */
async function asker(deny: { readonly classes?: string[]; readonly fields?: string[] } = {}) {
  const token = await stand.token({
    ...{ rights: ["read-journeys", "query", "export", "look-up"], clearance: "restricted" },
    deny: { classes: [], fields: [], ...deny },
  });
  const headers = { authorization: `Bearer ${token}` };
  const get = async <Answer>(path: string) => (await (await stand.ask(path, { headers })).json()) as Answer;
  const times = { from: start, to: start + 1000 };
  return {
    list: () => get<JourneyList>(`/v1/journeys?site=shop&from=${times.from}&to=${times.to}`),
    journey: () => get<Journey>(`/v1/journeys/${subject}?site=shop`),
    async trends(more: object) {
      const asked = { site: "shop", ...times, interval: "hour", measure: "events", ...more };
      const answer = await stand.post("/v1/query/trends", asked, headers);
      return { status: answer.status, text: await answer.text() };
    },
    /** A question that is not answered: what is said instead. */
    async refusal(path: string, body?: object) {
      const answer = await (body === undefined ? stand.ask(path, { headers }) : stand.post(path, body, headers));
      return { status: answer.status, ...((await answer.json()) as { code: string; detail: string }) };
    },
    async lookup(name: string) {
      const asked = { site: "shop", class: name, value: "ann@gmail.com" };
      return (await stand.post("/v1/lookups", asked, headers)).status;
    },
    async archive(): Promise<string> {
      const made = (await (await stand.post("/v1/exports", { site: "shop", subject }, headers)).json()) as ExportAnswer;
      const read = () => get<ExportAnswer>(`/v1/exports/${made.id}`);
      await expect.poll(async () => (await read()).state, { timeout: 15_000 }).toBe("ready");
      const folder = mkdtempSync(join(tmpdir(), "ws-columns-"));
      try {
        const zip = await stand.ask(`/v1/exports/${made.id}/archive`, { headers });
        writeFileSync(join(folder, "a.zip"), Buffer.from(await zip.arrayBuffer()));
        const files = await readZip(join(folder, "a.zip"));
        return `${JSON.stringify(await read())}${files.map(({ content }) => content.toString("utf8")).join("")}`;
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** What is asked apart by, as the API says. */
const breakdowns = () =>
  (document.components.schemas["TrendsQuery"]?.properties["by"]?.enum ?? []).filter((by) => by !== "type");
/** Columns that a denied one takes with it. */
const withIt = (name: string) => (name === "country" ? ["country", "jurisdiction"] : [name]);

describe("a public column that is denied", () => {
  it("could come out by these addresses alone", () => {
    const all = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(all.filter((each) => !(each in READS) && !HAS_NONE.some((begin) => each.startsWith(begin)))).toEqual([]);
    for (const each of Object.keys(READS)) expect(all).toContain(each);
  });

  it("would be shown and asked by otherwise (control)", async () => {
    const journey = await whole.journey();
    const [told] = journey.events;
    expect(Object.keys(told!.columns)).toEqual(expect.arrayContaining(COLUMNS.filter((name) => name !== "page")));
    const texts = COLUMNS.filter((name) => !FLAGS.includes(name) && !NUMBERS.includes(name)).map(canary);
    for (const text of [...texts, canary("plan")]) expect(JSON.stringify(journey)).toContain(text);
    const list = await whole.list();
    for (const name of ["page", "country", "language", "source"]) expect(JSON.stringify(list)).toContain(canary(name));
    expect(JSON.stringify([journey, list])).not.toContain("withheld");
    for (const by of breakdowns()) {
      const { status, text } = await whole.trends({ by });
      expect([by, status, text.includes(canary(by))]).toEqual([by, 200, true]);
    }
    expect((await whole.trends({ generated: true })).status).toBe(200);
    const archive = await whole.archive();
    for (const text of texts) expect(archive).toContain(text);
    expect(archive).toContain('"complete":true');
  });

  it.each(COLUMNS)("is neither shown nor asked by: %s", async (name) => {
    const denied = await asker({ fields: [`column/${name}`] });
    const journey = await denied.journey();
    const [told] = journey.events;
    const reason = new RegExp(`^Withheld: column/${name} is on your deny list$`);
    for (const one of withIt(name)) {
      expect(Object.keys(told!.columns)).not.toContain(one);
      expect(told!.withheld?.[one]).toMatch(reason);
    }
    // And it alone.
    expect(Object.keys(told!.withheld ?? {})).toEqual(expect.arrayContaining(withIt(name)));
    expect(Object.keys(told!.withheld ?? {})).toHaveLength(withIt(name).length);
    if (["page", "country", "language", "source", "generated"].includes(name)) {
      const list = await denied.list();
      expect(JSON.stringify(list)).not.toContain(canary(name));
      for (const summary of [list.journeys.find((one) => one.subject === subject)!, journey.summary]) {
        expect(summary.withheld).toEqual({ [name]: expect.stringMatching(reason) as string });
        const { entry, exit, country, language, source, generated } = summary;
        const emptied = ({ page: entry + exit, country, language, source, generated } as Record<string, unknown>)[name];
        expect(emptied === "" || emptied === false).toBe(true);
      }
    }
    expect(JSON.stringify(journey)).not.toContain(canary(name));
    if (breakdowns().includes(name)) {
      const refused = await denied.trends({ by: name });
      expect([refused.status, refused.text.includes(canary(name))]).toEqual([403, false]);
      expect(refused.text).toContain(`column/${name} is on your deny list`);
    }
    if (name !== "generated") return;
    const filtered = [await denied.trends({ generated: true }), await denied.trends({ generated: false })];
    expect(filtered.map(({ status }) => status)).toEqual([403, 403]);
  });

  it("is in no archive, which says what it withholds, and that it is not complete", async () => {
    const denied = await asker({ fields: ["column/*", "track.properties.plan"] });
    const archive = await denied.archive();
    expect(archive).not.toContain("canary-");
    expect(archive).toContain('"complete":false');
    expect(archive).toContain("column/referrer is on your deny list");
    for (const by of breakdowns()) expect([by, (await denied.trends({ by })).status]).toEqual([by, 403]);
    // Types of events are what is counted, and no column.
    expect((await denied.trends({ by: "type" })).status).toBe(200);
  });

  it("is withheld by its class too, and a class that is denied is not looked up by", async () => {
    const denied = await asker({ classes: ["country", "email"] });
    expect(Object.keys((await denied.journey()).events[0]!.withheld ?? {}).sort()).toEqual(["country", "jurisdiction"]);
    expect((await denied.trends({ by: "country" })).status).toBe(403);
    expect([await denied.lookup("email"), await whole.lookup("email")]).toEqual([403, 200]);
  });

  const within = { site: "shop", from: start, to: start + 1000 };
  const trends = { ...within, interval: "hour", measure: "events" };
  const list = `/v1/journeys?site=shop&from=${within.from}&to=${within.to}`;
  it.each<[string, string, object | undefined]>([
    ["group", "/v1/query/trends", { ...trends, by: "password" }],
    ["group by a property", "/v1/query/trends", { ...trends, by: "properties.plan" }],
    ["group by what every object has", "/v1/query/trends", { ...trends, by: "constructor" }],
    ["group by SQL", "/v1/query/trends", { ...trends, by: "referrer' OR '1'='1" }],
    ["filter a count", "/v1/query/trends", { ...trends, referrer: canary("referrer") }],
    ["filter by no flag", "/v1/query/trends", { ...trends, generated: canary("referrer") }],
    ["filter the list", `${list}&country=${canary("country")}`, undefined],
    ["sort the list", `${list}&sort=country`, undefined],
    ["sort a journey", `/v1/journeys/${subject}?site=shop&sort=referrer`, undefined],
    ["export", "/v1/exports", { site: "shop", subject, columns: ["referrer"] }],
    ["search", "/v1/lookups", { site: "shop", class: "referrer", value: canary("referrer") }],
    ["search by a name of lists", "/v1/lookups", { site: "shop", class: "column/referrer", value: "x" }],
  ])("and one that there is not are refused alike, in one line without a value: to %s", async (_, path, body) => {
    const denied = await asker({ fields: ["column/*", "track.properties.plan"] });
    const [open, closed] = [await whole.refusal(path, body), await denied.refusal(path, body)];
    expect(open).toMatchObject({ status: 400, code: "invalid" });
    expect(open.detail).toMatch(/^[^\n]{5,300}$/);
    // Who may see it and who may not are told the same: nothing can be learnt from it.
    expect(closed).toEqual(open);
    expect(JSON.stringify(open)).not.toMatch(/canary|OR '1'/);
  });
});
