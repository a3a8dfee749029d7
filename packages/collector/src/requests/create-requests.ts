import { LEVELS, type Level } from "@wayseal/protocol";
import type { RequestAnswer } from "../api.js";
import type { ContactSealer } from "../keys/contact-sealer.js";
import { type Log, SILENT } from "../log/log.js";
import { newId } from "../people/secrets.js";
import type { Catalog } from "../ports/catalog.js";
import type { Actor } from "../ports/erasures.js";
import type { RequestAction, RequestChange, RequestKind, RequestStep, SubjectRequest } from "../ports/requests.js";
import { dayOf, dueDay } from "./due-day.js";
import { jurisdictionOf } from "./jurisdictions.js";
import { refusePersonal } from "./refuse-personal.js";
import { RequestFault } from "./request-fault.js";
import { changeOf, type RequestMove } from "./request-moves.js";

/** Who handles requests must be cleared this far: the contact is sealed for it. */
export const REQUEST_LEVEL = "confidential" satisfies Level;

export interface NewRequest {
  readonly site: string;
  readonly kind: RequestKind;
  readonly jurisdiction: string;
  /** When it came in; @default now */
  readonly received?: number;
  /** Hex of the subject's 16 bytes. */
  readonly subject?: string;
  readonly contact?: string;
  readonly note?: string;
}

/** The queue of people's requests, and what may be done about each. */
export interface Requests {
  /** @throws {RequestFault} */
  add(request: NewRequest, by: Actor): Promise<RequestAnswer>;
  /** Soonest due first; without steps. */
  list(site: string, open: boolean): Promise<readonly RequestAnswer[]>;
  /** Null if there is no such request. */
  read(id: string): Promise<RequestAnswer | null>;
  /** @throws {RequestFault} */
  move(id: string, move: RequestMove, by: Actor): Promise<RequestAnswer>;
}

export interface RequestsOptions {
  readonly catalog: Pick<
    Catalog,
    "addRequest" | "requests" | "request" | "requestSteps" | "changeRequest" | "subjectFacts" | "people" | "scrub"
  >;
  readonly contacts: ContactSealer;
  readonly now: () => number;
  /** The highest level whose keys this process opens. @default "restricted" */
  readonly maxLevel?: Level | undefined;
  readonly log?: Log | undefined;
}

const MOST = 500;

export function createRequests({
  catalog,
  contacts,
  now,
  maxLevel = "restricted",
  log = SILENT,
}: RequestsOptions): Requests {
  const held = LEVELS[maxLevel] >= LEVELS[REQUEST_LEVEL];

  async function answer(request: SubjectRequest, steps: readonly RequestStep[] = []): Promise<RequestAnswer> {
    const { contact, subject, version: _, ...rest } = request;
    const open = contact === null || !held ? null : await contacts.open(request.site, request.id, contact);
    const overdue = request.closed === null && dayOf(now()) > request.due;
    const names = new Map((steps.length === 0 ? [] : await catalog.people()).map(({ id, name }) => [id, name]));
    return {
      ...rest,
      overdue,
      extendable: extensionOf(request) !== null,
      source: jurisdictionOf(request.jurisdiction)?.kinds[request.kind]?.source ?? "",
      subject: subject?.toString("hex") ?? null,
      contact: open,
      steps: steps.map(({ at, by, action, note, ref }) => ({
        ...{ at, action, note, ref },
        by: { ...by, name: by.kind === "person" ? (names.get(by.id) ?? null) : null },
      })),
    };
  }

  async function known(site: string, subject: string): Promise<Buffer> {
    const bytes = Buffer.from(subject, "hex");
    const { mappings, keys, erased } = await catalog.subjectFacts(site, bytes);
    if (mappings === 0 && keys === 0 && erased === null) {
      throw new RequestFault("unknown-subject", `The site ${site} has no such subject`);
    }
    return bytes;
  }

  function noted(note: string | undefined): string | null {
    const text = note?.trim() ?? "";
    if (text.length > 500) throw new RequestFault("invalid", "A note has at most 500 characters");
    refusePersonal(text);
    return text === "" ? null : text;
  }

  function trail(request: Pick<SubjectRequest, "id" | "site">, action: RequestAction, by: Actor, ref: string | null) {
    log.info({ audit: "request", id: request.id, site: request.site, action, by, ref }, "a step of a person's request");
  }

  return {
    async add({ site, kind, jurisdiction, received = now(), subject, contact, note }, by) {
      const law = jurisdictionOf(jurisdiction);
      if (law === null) throw new RequestFault("invalid", "That jurisdiction is not known");
      const deadline = law.kinds[kind];
      if (deadline === undefined) throw new RequestFault("invalid", `${law.name} knows no request of that kind`);
      if (received > now()) throw new RequestFault("invalid", "A request cannot come in later than now");
      if (contact !== undefined && !held) {
        throw new RequestFault("not-held", `This process may not seal a contact: that takes ${REQUEST_LEVEL}`);
      }
      const id = newId();
      const day = dayOf(received);
      const request: SubjectRequest = {
        ...{ id, site, kind, jurisdiction, received },
        due: dueDay(day, deadline.term),
        confirmBy: law.confirm === null ? null : dueDay(day, law.confirm.term),
        subject: subject === undefined ? null : await known(site, subject),
        contact: contact === undefined ? null : await contacts.seal(site, id, contact),
        ...{ confirmed: null, extended: null, state: "received", handler: null, closed: null, version: 1 },
      };
      const step: RequestStep = { request: id, at: now(), by, action: "received", note: noted(note), ref: null };
      await catalog.addRequest(request, step);
      trail(request, "received", by, null);
      return answer(request, [step]);
    },

    async list(site, open) {
      return Promise.all((await catalog.requests(site, open, MOST)).map((request) => answer(request)));
    },

    async read(id) {
      const request = await catalog.request(id);
      return request === null ? null : answer(request, await catalog.requestSteps(id));
    },

    async move(id, move, by) {
      const request = await catalog.request(id);
      if (request === null) throw new RequestFault("missing", "There is no such request");
      const note = noted("note" in move ? move.note : undefined);
      if (
        move.move === "assign" &&
        !(await catalog.people()).some((person) => person.id === move.to && !person.disabled)
      ) {
        throw new RequestFault("invalid", "There is no such person");
      }
      const linked = move.move === "link" ? await known(request.site, move.subject) : null;
      const { action, ref, ...more } = changeOf(request, move, {
        note,
        now: now(),
        linked,
        extension: extensionOf(request),
      });
      const change: RequestChange = more.change;
      const step: RequestStep = { request: id, at: now(), by, action, note, ref };
      if (!(await catalog.changeRequest(id, request.version, change, step))) {
        throw new RequestFault("changed", "Somebody changed it meanwhile: look again");
      }
      // The contact went with the closing: nothing of it stays in the catalog's log.
      if (request.contact !== null && change.contact === null) await catalog.scrub();
      trail(request, action, by, ref);
      return answer({ ...request, ...change, version: request.version + 1 }, await catalog.requestSteps(id));
    },
  };
}

/** The day that the law's extension would end on, or null where there is none any more. */
function extensionOf({ jurisdiction, kind, extended, closed, due }: SubjectRequest): string | null {
  const extension = jurisdictionOf(jurisdiction)?.kinds[kind]?.extension ?? null;
  return extension === null || extended !== null || closed !== null ? null : dueDay(due, extension);
}
