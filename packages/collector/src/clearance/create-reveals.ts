import type { AskReveal, RevealAnswer } from "../api.js";
import { newId } from "../people/secrets.js";
import type { AuditAction, AuditEntry, AuditTrail } from "../ports/audit.js";
import type { Catalog } from "../ports/catalog.js";
import type { Reveal, RevealChange, RevealState } from "../ports/reveals.js";
import type { Policies } from "../policy/index.js";
import { type Grant, requireRight, requireSite, type Viewer } from "../viewer.js";
import { impersonal } from "./impersonal.js";
import { requireApprovable, requireRevealable } from "./require-revealable.js";
import { RevealError } from "./reveal-error.js";
import { tellReveal } from "./tell-reveal.js";

/** Bounds of a grant: minutes that it lasts, and reads that it is good for. */
export const REVEAL_BOUNDS = {
  minutes: { most: 480, usual: 15 },
  reads: { most: 200, usual: 20 },
  classes: 20,
} as const;
/** What nobody decided on is gone after a day: whoever asked may no longer want to know. */
const LAPSES_MS = 86_400_000;
const MOST = 200;

export interface RevealsOptions {
  readonly catalog: Pick<
    Catalog,
    "addReveal" | "reveal" | "reveals" | "moveReveal" | "useReveal" | "overdueReveals" | "people" | "subjectFacts"
  >;
  /** Which classes there are, and at which level their values are. */
  readonly policies: Pick<Policies, "current">;
  /** Every step is written down. */
  readonly audit: AuditTrail;
  readonly now: () => number;
}

/** Asking to see more of one visitor, and what a second person does about it. Each throws `RevealError` and `NotCleared`. */
export interface Reveals {
  ask(viewer: Viewer, asked: AskReveal): Promise<RevealAnswer>;
  /** Their own, and for whoever may approve all of the site. */
  list(viewer: Viewer, site: string): Promise<readonly RevealAnswer[]>;
  read(viewer: Viewer, id: string): Promise<RevealAnswer>;
  approve(
    viewer: Viewer,
    id: string,
    bounds: { readonly minutes?: number; readonly reads?: number },
  ): Promise<RevealAnswer>;
  refuse(viewer: Viewer, id: string, note: string): Promise<RevealAnswer>;
  /** By whoever asked, or by anyone who may approve. */
  revoke(viewer: Viewer, id: string): Promise<RevealAnswer>;
  /**
   * Takes one read of a grant for a look at this very journey.
   *
   * @throws {RevealError} `spent` if there is none to take: not theirs, not this journey's, over, used up, or revoked.
   */
  use(viewer: Viewer, id: string, of: { readonly site: string; readonly subject: string }): Promise<Grant>;
  /** Ends what is over by itself. */
  sweep(): Promise<void>;
}

export function createReveals({ catalog, policies, audit, now }: RevealsOptions): Reveals {
  async function told(viewer: Viewer, reveals: readonly Reveal[]): Promise<RevealAnswer[]> {
    const tell = tellReveal(await catalog.people());
    return reveals.map((reveal) => ({ ...tell(reveal), may: mayDo(viewer, reveal, now()) }));
  }
  const tell = async (viewer: Viewer, reveal: Reveal) => (await told(viewer, [reveal]))[0] as RevealAnswer;

  function entryOf(reveal: Reveal, action: AuditAction, by: string | null): AuditEntry {
    const { id, site, subject, classes, purpose, minutes, reads, used } = reveal;
    return {
      ...{ at: now(), actor: by ?? "reveals", kind: by === null ? "system" : "person", action, site, classes, purpose },
      subject: subject.toString("hex"),
      detail: { reveal: id, minutes, reads, used },
    };
  }

  /** @throws {RevealError} `missing`: also for whom it is no business of. */
  async function find(viewer: Viewer, id: string): Promise<Reveal> {
    requirePerson(viewer);
    const reveal = await catalog.reveal(id);
    if (reveal === null) throw missing();
    requireSite(viewer, reveal.site);
    if (reveal.askedBy !== viewer.id && !viewer.rights.includes("approve-reveals")) throw missing();
    return reveal;
  }

  /** The state first, so that of two at once one fails; what cannot be written down afterwards is taken back. */
  async function move(
    viewer: Viewer,
    before: Reveal,
    change: RevealChange,
    action: AuditAction,
  ): Promise<RevealAnswer> {
    if (!(await catalog.moveReveal(before.id, before.state, change))) {
      throw new RevealError("state", "Somebody else was quicker: look again");
    }
    const after: Reveal = { ...before, ...change };
    try {
      await audit.record(entryOf(after, action, viewer.id));
    } catch (error) {
      if (change.state === "active") await catalog.moveReveal(before.id, "active", { state: "ended", ended: now() });
      throw error;
    }
    return tell(viewer, after);
  }

  const reveals: Reveals = {
    async ask(viewer, { site, subject, classes, purpose, reason, minutes, reads }) {
      requirePerson(viewer);
      for (const right of ["ask-reveals", "read-journeys"] as const) requireRight(viewer, right);
      requireSite(viewer, site);
      requireRevealable(viewer, await policies.current(), site, classes);
      if (viewer.purposes !== "*" && !viewer.purposes.includes(purpose)) {
        throw new RevealError("not-yours", `${purpose} is not one of your purposes`);
      }
      const said = impersonal(reason);
      const bytes = Buffer.from(subject, "hex");
      const { mappings, keys, erased } = await catalog.subjectFacts(site, bytes);
      if (erased !== null || (mappings === 0 && keys === 0)) {
        throw new RevealError("unknown-subject", "There is no such journey");
      }
      const reveal: Reveal = {
        ...{ id: newId(), site, subject: bytes, classes: [...new Set(classes)], purpose, reason: said },
        ...{ asked: now(), askedBy: viewer.id, state: "asked", used: 0, level: null, decided: null, decidedBy: null },
        minutes: bounded("minutes", minutes),
        reads: bounded("reads", reads),
        ...{ note: null, expires: null, ended: null, endedBy: null },
      };
      await audit.record(entryOf(reveal, "reveal.ask", viewer.id));
      await catalog.addReveal(reveal);
      return tell(viewer, reveal);
    },

    async list(viewer, site) {
      requirePerson(viewer);
      requireSite(viewer, site);
      await reveals.sweep();
      const approves = viewer.rights.includes("approve-reveals");
      const found = await catalog.reveals([site], MOST);
      return told(viewer, approves ? found : found.filter(({ askedBy }) => askedBy === viewer.id));
    },

    async read(viewer, id) {
      await reveals.sweep();
      return tell(viewer, await find(viewer, id));
    },

    async approve(viewer, id, bounds) {
      requireRight(viewer, "approve-reveals");
      await reveals.sweep();
      const reveal = await find(viewer, id);
      if (reveal.askedBy === viewer.id) throw new RevealError("not-yours", "Nobody approves what they asked for");
      const level = requireApprovable(viewer, await policies.current(), reveal.site, reveal.classes);
      requireState(reveal, "asked");
      const minutes = Math.min(bounded("minutes", bounds.minutes ?? reveal.minutes), reveal.minutes);
      const reads = Math.min(bounded("reads", bounds.reads ?? reveal.reads), reveal.reads);
      const decided = now();
      const change = {
        ...{ minutes, reads, level, decided, decidedBy: viewer.id },
        state: "active",
        expires: decided + minutes * 60_000,
      } as const;
      return move(viewer, reveal, change, "reveal.approve");
    },

    async refuse(viewer, id, note) {
      requireRight(viewer, "approve-reveals");
      await reveals.sweep();
      const reveal = await find(viewer, id);
      if (reveal.askedBy === viewer.id) throw new RevealError("not-yours", "Nobody decides on what they asked for");
      requireState(reveal, "asked");
      const change = { state: "refused", decided: now(), decidedBy: viewer.id, note: impersonal(note) } as const;
      return move(viewer, reveal, change, "reveal.refuse");
    },

    async revoke(viewer, id) {
      await reveals.sweep();
      const reveal = await find(viewer, id);
      if (reveal.state !== "asked") requireState(reveal, "active");
      const change = { state: "revoked", ended: now(), endedBy: viewer.id } as const;
      return move(viewer, reveal, change, "reveal.revoke");
    },

    async use(viewer, id, { site, subject }) {
      requirePerson(viewer);
      const known = await catalog.reveal(id);
      const fits = known !== null && known.site === site && known.subject.toString("hex") === subject.toLowerCase();
      const taken = fits ? await catalog.useReveal(id, viewer.id, now()) : null;
      if (taken === null || taken.level === null || taken.expires === null) {
        await reveals.sweep();
        throw new RevealError("spent", "This reveal has ended: ask again if you must see more");
      }
      const { classes, level, expires, purpose } = taken;
      return { id, site, subject: subject.toLowerCase(), classes, level, expires, purpose };
    },

    async sweep() {
      const time = now();
      for (const reveal of await catalog.overdueReveals(time - LAPSES_MS, time)) {
        const state = reveal.state === "asked" ? "lapsed" : "ended";
        if (await catalog.moveReveal(reveal.id, reveal.state, { state, ended: time })) {
          await audit.record(entryOf({ ...reveal, state }, "reveal.end", null));
        }
      }
    },
  };
  return reveals;
}

function mayDo(viewer: Viewer, { state, askedBy, expires }: Reveal, now: number): RevealAnswer["may"] {
  const mine = askedBy === viewer.id;
  const approver = viewer.rights.includes("approve-reveals");
  const live = state === "active" && expires !== null && expires > now;
  return [
    ...(state === "asked" && approver && !mine ? (["approve", "refuse"] as const) : []),
    ...((state === "asked" && mine) || (live && (mine || approver)) ? (["revoke"] as const) : []),
    ...(live && mine ? (["use"] as const) : []),
  ];
}

/** A program has no eyes to look with, and nobody to answer for what it approves. */
function requirePerson({ kind }: Viewer): void {
  if (kind !== "person") throw new RevealError("not-yours", "A reveal takes two people: a token is neither");
}

function requireState(reveal: Reveal, state: RevealState): void {
  if (reveal.state !== state) throw new RevealError("state", `It is ${reveal.state}: that cannot be done now`);
}

function bounded(what: "minutes" | "reads", value: number = REVEAL_BOUNDS[what].usual): number {
  const { most } = REVEAL_BOUNDS[what];
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new RevealError("invalid", `${what} must be a whole number from 1 to ${most}`);
  }
  return value;
}

function missing(): RevealError {
  return new RevealError("missing", "There is no such reveal");
}
