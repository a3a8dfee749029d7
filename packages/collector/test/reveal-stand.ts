import { afterAll, beforeAll, expect } from "vitest";
import type { Journey, RevealAnswer } from "../src/api.js";
import type { AccessAsked } from "../src/clearance/compose-access.js";
import { httpCollector, type HttpCollector, PASSWORD } from "./http-collector.js";
import { hello, sealStream, value as email } from "./seal-stream.js";
import { spoolStore } from "./spool-store.js";

/** What somebody may do, and where if not everywhere. */
export type Someone = AccessAsked & { readonly sites?: string[] };

type Answer<T> = Promise<{ status: number; body: T }>;
type Refusable = RevealAnswer & { code: string; detail?: string };

/** One visitor of `shop` who gave an e-mail address and an IBAN, and people who ask to see more of them. */
export interface RevealStand {
  readonly collector: HttpCollector;
  readonly subject: string;
  /** Of a person, by what they are called. */
  cookie(name: string): string;
  signIn(name: string): Promise<void>;
  post(name: string, path: string, body?: unknown): Answer<Refusable>;
  /** @param more Other than to see e-mail addresses for analysis. */
  ask(name: string, more?: object): Answer<Refusable>;
  approve(name: string, id: string, more?: object): Answer<Refusable>;
  revoke(name: string, id: string): Promise<Response>;
  /** Looks at a journey, if so said with a reveal. */
  read(name: string, reveal?: string, of?: string): Promise<{ status: number; code?: string; values: unknown[][] }>;
  stateOf(id: string): Promise<string | undefined>;
}

export const MASKED = [
  ["email", "masked", "a•••@gmail.com"],
  ["iban", "withheld", undefined],
];
export const REVEALED = [
  ["email", "shown", "ann@gmail.com"],
  ["iban", "withheld", undefined],
];

/** @param people By what they are called. */
export function revealStand(people: Record<string, Someone>): RevealStand {
  let collector: HttpCollector;
  let subject: string;
  const cookies: Record<string, string> = {};
  const addressOf = (name: string) => `${name}@x.example`.toLowerCase();

  beforeAll(async () => {
    collector = await httpCollector({ store: spoolStore(() => collector.catalog) });
    for (const [name, { sites = "*", ...access }] of Object.entries(people)) {
      cookies[name] = await collector.person(addressOf(name), access, sites);
    }
    const field = (name: string, kind: string, value: string) => ({ ...email, ...{ field: name, class: kind, value } });
    const events = [hello(), field("email", "email", "ann@gmail.com"), field("iban", "iban", "DE89370400440532013000")];
    const body = new Uint8Array(sealStream(collector.key, "shop", events).envelope());
    expect((await collector.ask("/v1/streams", { method: "POST", body })).status).toBe(204);
    subject = ((await collector.catalog.next(10))?.rows[0]?.subject as Buffer).toString("hex");
  });
  afterAll(() => collector.close());

  const stand: RevealStand = {
    get collector() {
      return collector;
    },
    get subject() {
      return subject;
    },
    cookie: (name) => cookies[name] ?? "",
    async signIn(name) {
      const answer = await collector.post("/v1/session", { email: addressOf(name), password: PASSWORD });
      cookies[name] = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    },
    async post(name, path, body = {}) {
      const answer = await collector.post(path, body, { cookie: stand.cookie(name) });
      return { status: answer.status, body: (await answer.json()) as Refusable };
    },
    ask(name, more = {}) {
      const usual = { site: "shop", subject, classes: ["email"], purpose: "analysis", reason: "a lost order" };
      return stand.post(name, "/v1/reveals", { ...usual, ...more });
    },
    approve: (name, id, more = {}) => stand.post(name, `/v1/reveals/${id}/approval`, more),
    revoke: (name, id) =>
      collector.ask(`/v1/reveals/${id}`, {
        ...{ method: "DELETE", cookie: stand.cookie(name), headers: { origin: collector.url } },
      }),
    async read(name, reveal, of = subject) {
      const query = reveal === undefined ? "" : `&reveal=${reveal}`;
      const answer = await collector.ask(`/v1/journeys/${of}?site=shop${query}`, { cookie: stand.cookie(name) });
      const { events = [], code } = (await answer.json()) as Partial<Journey> & { code?: string };
      const fields = events.filter(({ type }) => type === "field").flatMap((event) => event.fields);
      const values = fields.map((each) => [each.class, each.state, each.value]);
      return { status: answer.status, ...(code !== undefined && { code }), values };
    },
    stateOf: async (id) => (await collector.catalog.reveal(id))?.state,
  };
  return stand;
}
