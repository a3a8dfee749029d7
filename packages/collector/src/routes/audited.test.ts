import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, httpCollector, type HttpCollector, PASSWORD } from "../../test/http-collector.js";
import { hello, sealStream, value } from "../../test/seal-stream.js";
import { spoolStore } from "../../test/spool-store.js";
import { OPERATIONS } from "../admin/operations.js";
import type { AuditEntry } from "../ports/audit.js";
import { CatalogError } from "../ports/catalog.js";

const EMAIL = "ann@gmail.com";
let stand: HttpCollector;
let subject: string;
/** How many entries the log takes yet: a disk that is full for it alone. */
let room = Infinity;
/** What happens once it was decided what is shown, and before it is opened. */
let decided = async (): Promise<void> => undefined;

beforeAll(async () => {
  stand = await httpCollector({
    store: spoolStore(() => stand.catalog),
    wrap: (catalog) => ({
      ...catalog,
      // What waits is in this store already: nothing to be patient for.
      subjectFacts: async (...asked) => ({ ...(await catalog.subjectFacts(...asked)), waiting: 0 }),
      async deks(...asked) {
        await decided();
        return catalog.deks(...asked);
      },
      appendAudit: (...asked) =>
        room-- > 0 ? catalog.appendAudit(...asked) : Promise.reject(new CatalogError("full", "The disk is full")),
    }),
  });
  const body = sealStream(stand.key, "shop", [hello(), value]).envelope() as Uint8Array<ArrayBuffer>;
  expect((await stand.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
  subject = (await stand.catalog.next(100))!.rows[0]!.subject.toString("hex");
});
afterAll(() => stand.close());

/** What was written down since the last look, the oldest first. */
let seen = 0;
async function written(): Promise<AuditEntry[]> {
  const rows = await stand.catalog.auditAfter(seen, 500);
  seen = rows.at(-1)?.seq ?? seen;
  return rows.map(({ body }) => JSON.parse(body) as AuditEntry);
}

describe("a read", () => {
  it("whose values were all masked has an entry too, which names the policy that masked them", async () => {
    const { token } = await OPERATIONS["tokens.create"].run(stand.parts, {
      ...{ name: "test", sites: "*", days: 1, rights: ["read-journeys"], clearance: "internal" },
    });
    // Another is applied while this one decides.
    decided = async () => {
      decided = async () => undefined;
      const source = "format: 1\nclasses: { phone: { treatment: mask } }\n";
      await OPERATIONS["policy.apply"].run(stand.parts, { source, where: "x", after: 1 });
      stand.forward(1_001);
    };
    await written();
    for (const policy of [1, 2]) {
      const headers = { authorization: `Bearer ${token}` };
      const told = await (await stand.ask(`/v1/journeys/${subject}?site=shop`, { headers })).text();
      expect([told.includes("a•••@gmail.com"), told.includes(EMAIL)]).toEqual([true, false]);
      expect(await written()).toMatchObject([
        { action: "read", site: "shop", subject, classes: ["email"], policy, detail: { shown: 0, masked: 1 } },
      ]);
    }
  });
});

/** A request, what it is answered with, and what it leaves; `once`: it cannot be asked twice, for why see there. */
interface Step {
  readonly ask: () => Promise<Response>;
  readonly status: number;
  readonly leaves: readonly AuditEntry["action"][];
  readonly once?: string;
}

/** Routes that change or tell something and are not walked here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "POST /v1/streams": "visitors' browsers, who are nobody here",
  "POST /v1/session/password": "signs in by a link: routes/audit.test.ts",
  "POST /v1/query/trends": "counts, which have no entry",
  "POST /v1/query/loss": "counts, which have no entry",
  "POST /v1/policy/check": "changes nothing and shows no visitor's data",
  "POST /v1/audit/verify": "shows this log",
  "POST /v1/previews/explain": "opens a link once: routes/previews.test.ts",
  "POST /v1/reveals": "clearance/create-reveals.ts, which the API and the CLI share: its own tests",
  "DELETE /v1/reveals/{id}": "the same",
  "POST /v1/reveals/{id}/approval": "the same",
  "POST /v1/reveals/{id}/refusal": "the same",
};

describe("every route that must leave an entry", () => {
  it("leaves it before it answers, and where it cannot does nothing and says 503", { timeout: 60_000 }, async () => {
    const root = await stand.person("root@x.example", { roles: ["administrator", "super-user"] });
    const bearer = async (role: string) => ({
      authorization: `Bearer ${await stand.token({ roles: [role as never], clearance: role === "auditor" ? "public" : "restricted" })}`,
    });
    const [officer, auditor] = [await bearer("privacy-officer"), await bearer("auditor")];
    const of = { site: "shop", subject };
    const as = { cookie: root, origin: stand.url };
    const post =
      (path: string, body: object, headers: Record<string, string> = as) =>
      () =>
        stand.post(path, body, headers);
    const get =
      (path: string, headers: Record<string, string> = as) =>
      () =>
        stand.ask(path, { headers });
    const drop =
      (path: string, headers: Record<string, string> = as) =>
      () =>
        stand.ask(path, { method: "DELETE", headers });
    const walked = new Set<string>();
    const go = async (name: string, { ask, status, leaves, once }: Step) => {
      walked.add(name);
      await written();
      if (once === undefined) {
        room = 0;
        const refused = await ask();
        room = Infinity;
        expect([name, refused.status, await written()]).toEqual([name, 503, []]);
      }
      const answer = await ask();
      expect([name, answer.status]).toEqual([name, status]);
      expect([name, (await written()).map(({ action }) => action)]).toEqual([name, leaves]);
      return answer;
    };
    const told = async <Answer>(answer: Promise<Response>) => (await (await answer).json()) as Answer;

    const signIn = { email: "root@x.example", password: PASSWORD };
    await go("POST /v1/session", {
      ...{ ask: post("/v1/session", { ...signIn, password: "no" }, {}), status: 401, leaves: ["sign-in.refused"] },
    });
    const signedIn = await go("POST /v1/session", {
      ask: post("/v1/session", signIn, {}),
      status: 200,
      leaves: ["sign-in"],
    });
    await go("DELETE /v1/session", {
      ...{
        ask: drop("/v1/session", { cookie: cookieOf(signedIn), origin: stand.url }),
        status: 204,
        leaves: ["sign-out"],
      },
      once: "who signs out is let in no more, whatever else fails",
    });

    const people = (await stand.catalog.people()).length;
    const added = { email: "new@x.example", clearance: "public", sites: "*" };
    const { person } = await told<{ person: { id: string } }>(
      go("POST /v1/people", { ask: post("/v1/people", added), status: 201, leaves: ["person.add", "person.add"] }),
    );
    expect((await stand.catalog.people()).length).toBe(people + 1);
    const theirs = `/v1/people/${person.id}`;
    for (const change of [{ clearance: "internal" }, { disabled: true }, { disabled: false }]) {
      await go("POST /v1/people/{id}", { ask: post(theirs, change), status: 200, leaves: ["person.change"] });
    }
    await go("POST /v1/people/{id}/link", { ask: post(`${theirs}/link`, {}), status: 201, leaves: ["person.change"] });

    const token = { name: "till", sites: ["shop"], days: 1, rights: ["query"] };
    const tokens = (await stand.catalog.tokens()).length;
    const made = await told<{ token: { id: string } }>(
      go("POST /v1/tokens", { ask: post("/v1/tokens", token), status: 201, leaves: ["token.create", "token.create"] }),
    );
    expect((await stand.catalog.tokens()).length).toBe(tokens + 1);
    const gone = drop(`/v1/tokens/${made.token.id}`);
    await go("DELETE /v1/tokens/{id}", { ask: gone, status: 200, leaves: ["token.revoke"] });

    const { id } = await told<{ id: string }>(
      go("POST /v1/exports", { ask: post("/v1/exports", of), status: 202, leaves: ["export", "export"] }),
    );
    const state = async () => told<{ state: string }>(get(`/v1/exports/${id}`)());
    await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe("ready");
    const archive = get(`/v1/exports/${id}/archive`);
    await go("GET /v1/exports/{id}/archive", { ask: archive, status: 200, leaves: ["export.fetch"] });
    await go("GET /v1/journeys/{subject}", {
      ...{ ask: get(`/v1/journeys/${subject}?site=shop`), status: 200, leaves: ["read"] },
    });
    const lookup = { site: "shop", class: "email", value: EMAIL };
    await go("POST /v1/lookups", { ask: post("/v1/lookups", lookup, officer), status: 200, leaves: ["lookup"] });

    const asked = { site: "shop", kind: "access", jurisdiction: "gdpr", subject, contact: EMAIL };
    const request = await told<{ id: string }>(
      go("POST /v1/requests", {
        ...{ ask: post("/v1/requests", asked, officer), status: 201, leaves: ["request.add", "request.add", "read"] },
      }),
    );
    const theRequest = `/v1/requests/${request.id}`;
    await go("GET /v1/requests", { ask: get("/v1/requests?site=shop", officer), status: 200, leaves: ["read"] });
    await go("GET /v1/requests/{id}", { ask: get(theRequest, officer), status: 200, leaves: ["read"] });
    for (const move of ["confirm", "check-identity", "start"]) {
      const ask = post(`${theRequest}/moves`, { move }, officer);
      await go("POST /v1/requests/{id}/moves", { ask, status: 200, leaves: ["request.move", "read"] });
    }
    // Moved it is, but nobody sees whose it is.
    room = 1;
    const unseen = await post(`${theRequest}/moves`, { move: "note", note: "by post" }, officer)();
    room = Infinity;
    expect([unseen.status, (await unseen.text()).includes(EMAIL)]).toEqual([503, false]);
    expect((await written()).map(({ action }) => action)).toEqual(["request.move"]);
    await go("POST /v1/requests/{id}/exports", {
      ...{ ask: post(`${theRequest}/exports`, {}, officer), status: 202, leaves: ["export", "export"] },
    });

    const reason = { ...of, reason: "a claim" };
    const hold = await told<{ id: string }>(
      go("POST /v1/holds", { ask: post("/v1/holds", reason, officer), status: 201, leaves: ["hold", "hold"] }),
    );
    const release = drop(`/v1/holds/${hold.id}`, officer);
    await go("DELETE /v1/holds/{id}", { ask: release, status: 200, leaves: ["hold.release"] });

    const address = { site: "shop", address: "https://shop.example/" };
    await go("POST /v1/previews", {
      ask: post("/v1/previews", address, officer),
      status: 201,
      leaves: ["preview.make"],
    });
    const quarantine = get("/v1/quarantine?site=shop", officer);
    await go("GET /v1/quarantine", { ask: quarantine, status: 200, leaves: ["quarantine.read"] });
    for (const verb of ["replay", "drop"] as const) {
      const action = `quarantine.${verb}` as const;
      const ask = post(`/v1/quarantine/${verb}`, { site: "shop", reason: "shape" }, officer);
      await go(`POST /v1/quarantine/${verb}`, { ask, status: 200, leaves: [action, action] });
    }

    const after = await stand.catalog.policyInForce();
    const policy = post("/v1/policy", { source: "format: 1\n", after }, officer);
    await go("POST /v1/policy", { ask: policy, status: 201, leaves: ["policy.apply", "policy.apply"] });
    expect(await stand.catalog.policyInForce()).toBe(after + 1);

    await go("POST /v1/audit/checkpoints", {
      ...{ ask: post("/v1/audit/checkpoints", {}, auditor), status: 201, leaves: ["audit.sign"] },
    });
    await go("GET /v1/audit/bundle", { ask: get("/v1/audit/bundle", auditor), status: 200, leaves: ["audit.export"] });

    await go("POST /v1/requests/{id}/erasures", {
      ...{ ask: post(`${theRequest}/erasures`, {}, officer), status: 201, leaves: ["erase", "erase"] },
    });
    const erase = post("/v1/erasures", of, officer);
    await go("POST /v1/erasures", { ask: erase, status: 201, leaves: ["erase", "erase"] });

    // Control: what is walked is all that there is.
    const { paths } = await told<{ paths: Record<string, object> }>(stand.ask("/openapi.json"));
    const changing = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => ["post", "put", "patch", "delete"].includes(method))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    const all = [...walked].filter((name) => !name.startsWith("GET ")).concat(Object.keys(ELSEWHERE));
    expect(changing.sort()).toEqual(all.sort());
  });
});
