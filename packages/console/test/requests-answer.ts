import type { ErasureAnswer, ExportAnswer, RequestAnswer, RequestList } from "@wayseal/collector/api";
import { SUBJECT } from "./answers.js";
import type { ConsoleServer } from "./serve-console.js";
import { Refusal } from "./serve-console.js";
import { keys } from "./keys-answer.js";

const DAY = 86_400_000;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const id = (letter: string) => letter.repeat(22);
export const REQUEST = id("a");
const EXPORT = id("e");
const ERASURE = id("f");
export const RECEIPT = `eyJhbGciOiJFZERTQSJ9.${"eyJ2ZXJzaW9uIjoxfQ".repeat(12)}.${"c2lnbmF0dXJl".repeat(7)}`;

function request(now: number, more: Partial<RequestAnswer> = {}): RequestAnswer {
  const by = { kind: "person", id: "p1", name: "Ines Okafor" } as const;
  return {
    id: REQUEST,
    ...{ site: "shop", kind: "erasure", jurisdiction: "gdpr", source: "Regulation (EU) 2016/679, Art. 12(3)" },
    ...{ received: now - 12 * DAY, due: day(now + 18 * DAY), overdue: false, confirmBy: null, confirmed: null },
    ...{ extended: null, extendable: true, state: "in-work", subject: SUBJECT, handler: "p1" },
    ...{ contact: "ana.lindqvist@example.com", closed: null },
    steps: [
      { at: now - 12 * DAY, by, action: "received", note: "By letter, 2 pages", ref: null },
      { at: now - 11 * DAY, by, action: "assigned", note: null, ref: "p2" },
      {
        at: now - 9 * DAY,
        by,
        action: "identity-checked",
        note: "Called back on the number that the order has",
        ref: null,
      },
      {
        at: now - 9 * DAY,
        by: { kind: "operator", id: "local", name: null },
        action: "started",
        note: null,
        ref: null,
      },
      { at: now - 8 * DAY, by, action: "linked", note: null, ref: null },
    ],
    ...more,
  };
}

export function requestList(now: number): RequestList {
  return {
    requests: [
      request(now, {
        id: id("b"),
        kind: "access",
        jurisdiction: "ccpa",
        due: day(now - 3 * DAY),
        overdue: true,
        handler: null,
        steps: [],
      }),
      request(now, { steps: [] }),
      request(now, {
        id: id("c"),
        kind: "objection",
        jurisdiction: "lgpd",
        due: day(now + 40 * DAY),
        state: "received",
        handler: "p2",
        steps: [],
      }),
    ],
    jurisdictions: [
      { id: "gdpr", name: "European Union: GDPR", kinds: ["access", "erasure", "rectification", "objection"] },
      { id: "ccpa", name: "California: CCPA", kinds: ["access", "erasure", "rectification", "objection"] },
      { id: "lgpd", name: "Brazil: LGPD", kinds: ["access", "erasure", "rectification", "objection"] },
      { id: "hipaa", name: "United States: HIPAA", kinds: ["access", "rectification"] },
    ],
    handlers: [
      { id: "p1", name: "Ines Okafor" },
      { id: "p2", name: "Tomás Vidal" },
    ],
  };
}

/** Answers about keys and requests; what is done to the one request changes it. */
export function answerRequests(server: ConsoleServer): { readonly moves: unknown[] } {
  const moves: unknown[] = [];
  let current = request(Date.now());
  let polls = 0;
  const step = (action: string, ref: string | null, note: string | null = null) => {
    const by = { kind: "person", id: "p1", name: "Ines Okafor" } as const;
    current = { ...current, steps: [...current.steps, { at: Date.now(), by, action, note, ref }] };
  };
  const made = (more: Partial<ExportAnswer>): ExportAnswer => ({
    ...{ id: EXPORT, site: "shop", subject: SUBJECT, clearance: "restricted", state: "running", made: Date.now() },
    ...{ events: 0, total: 74, complete: null, bytes: null, expires: null, reason: null },
    ...more,
  });
  const erased: ErasureAnswer = {
    ...{ id: ERASURE, site: "shop", subject: SUBJECT, state: "keys-destroyed", erased: Date.now() },
    ...{ by: { kind: "person", id: "p1" }, keys: 3, rows: null, removed: null, overwritten: null, receipt: RECEIPT },
  };
  server.answers.set("GET keys", () => keys(Date.now()));
  server.answers.set("GET requests", () => requestList(Date.now()));
  server.answers.set("POST requests", (_, body) => {
    moves.push(body);
    if ((body as { note?: string }).note?.includes("@") === true) throw new Refusal(422, "personal-value");
    return (current = request(Date.now(), { ...(body as object), state: "received", subject: null, steps: [] }));
  });
  server.answers.set(`GET requests/${REQUEST}`, () => current);
  server.answers.set(`POST requests/${REQUEST}/moves`, (_, body) => {
    moves.push(body);
    const { move, note = null, subject } = body as { move: string; note?: string; subject?: string };
    if (move === "refuse")
      current = { ...current, state: "refused", closed: Date.now(), contact: null, extendable: false };
    if (move === "link") current = { ...current, subject: subject ?? null };
    step(move === "refuse" ? "refused" : move === "link" ? "linked" : "noted", null, note);
    return current;
  });
  server.answers.set(`POST requests/${REQUEST}/exports`, () => {
    step("exported", EXPORT);
    return made({});
  });
  server.answers.set(`GET exports/${EXPORT}`, () =>
    ++polls < 2 ? made({ events: 30 }) : made({ state: "ready", events: 74, complete: true, bytes: 9_000, expires: 1 }),
  );
  server.answers.set(`POST requests/${REQUEST}/erasures`, () => {
    step("erased", ERASURE);
    return erased;
  });
  server.answers.set(`GET erasures/${ERASURE}`, () => erased);
  server.answers.set("POST lookups", () => ({
    ...{ site: "shop", class: "email" },
    matches: [{ subject: "beef".repeat(8), first: Date.now() - 30 * DAY, month: "2026-11", events: 41 }],
  }));
  return { moves };
}
