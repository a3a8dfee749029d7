import type { AskReveal, RevealAnswer } from "../api.js";
import { newId } from "../people/secrets.js";
import type { AuditTrail } from "../ports/audit.js";
import type { Catalog } from "../ports/catalog.js";
import type { Reveal, RevealChange, RevealState, RevealStep } from "../ports/reveals.js";
import type { Policies } from "../policy/index.js";
import { type Grant, requireRight, requireSite, type Viewer } from "../viewer.js";
import { impersonal } from "./impersonal.js";
import { isApprovable, requireApprovable, requireRevealable } from "./require-revealable.js";
import { revealEntry } from "./reveal-entry.js";
import { RevealError } from "./reveal-error.js";
import { sweepReveals } from "./sweep-reveals.js";
import { tellReveal } from "./tell-reveal.js";

/** Bounds of a grant: minutes that it lasts, and reads that it is good for. */
export const REVEAL_BOUNDS = {
  minutes: { most: 480, usual: 15 },
  reads: { most: 200, usual: 20 },
  classes: 20,
} as const;
const MOST = 200;

export interface RevealsOptions {
  readonly catalog: Pick<
    Catalog,
    | "addReveal"
    | "reveal"
    | "reveals"
    | "moveReveal"
    | "useReveal"
    | "overdueReveals"
    | "dueSteps"
    | "people"
    | "subjectFacts"
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
   * @throws {NotCleared} Without the right to ask.
   * @throws {RevealError} `spent` if there is none to take: not theirs, not this journey's, over, used up, or revoked.
   */
  use(viewer: Viewer, id: string, of: { readonly site: string; readonly subject: string }): Promise<Grant>;
  /** Ends what is over by itself, and writes down what was not yet. */
  sweep(): Promise<void>;
}

export function createReveals({ catalog, policies, audit, now }: RevealsOptions): Reveals {
  async function told(viewer: Viewer, reveals: readonly Reveal[]): Promise<RevealAnswer[]> {
    const tell = tellReveal(await catalog.people());
    const policy = await policies.current();
    return reveals.map((reveal) => {
      const able = isApprovable(viewer, policy, reveal.site, reveal.classes);
      return { ...tell(reveal), may: mayDo(viewer, reveal, now(), able) };
    });
  }
  const tell = async (viewer: Viewer, reveal: Reveal) => (await told(viewer, [reveal]))[0] as RevealAnswer;

  /** @throws {RevealError} `missing`: also for whom it is no business of. */
  async function find(viewer: Viewer, id: string): Promise<Reveal> {
    requirePerson(viewer);
    const reveal = await catalog.reveal(id);
    if (reveal === null) throw missing();
    requireSite(viewer, reveal.site);
    if (reveal.askedBy !== viewer.id && !viewer.rights.includes("approve-reveals")) throw missing();
    return reveal;
  }

  /**
   * The state first, with a note of the step, so that of two at once one fails; then its entry, which takes the note with
   * it. What cannot be written down is taken back where it would show something; the next sweep writes down the rest.
   */
  async function move(viewer: Viewer, before: Reveal, change: RevealChange, step: RevealStep): Promise<RevealAnswer> {
    const due = { step, at: now(), by: viewer.id };
    if (!(await catalog.moveReveal(before.id, before.state, change, due))) {
      throw new RevealError("state", "Somebody else was quicker: look again");
    }
    const after: Reveal = { ...before, ...change };
    try {
      await audit.record(revealEntry(after, step, due.at, viewer.id), { reveal: after.id, step });
    } catch (error) {
      if (change.state === "active") {
        const ended = { step: "reveal.end", at: now(), by: null } as const;
        await catalog.moveReveal(before.id, "active", { state: "ended", ended: ended.at }, ended);
      }
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
      await audit.record(revealEntry(reveal, "reveal.ask", reveal.asked, viewer.id));
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
      // A grant does not outlive the right to ask for it.
      requireRight(viewer, "ask-reveals");
      const known = await catalog.reveal(id);
      const fits = known !== null && known.site === site && known.subject.toString("hex") === subject.toLowerCase();
      const take = async () => (fits ? catalog.useReveal(id, viewer.id, now()) : null);
      let taken = await take();
      if (taken === null) {
        // What is over ends here; and an approval that was not written down yet is, and holds from then on.
        await reveals.sweep();
        taken = await take();
      }
      if (taken === null || taken.level === null || taken.expires === null) {
        throw new RevealError("spent", "This reveal has ended: ask again if you must see more");
      }
      const { classes, level, expires, purpose } = taken;
      return { id, site, subject: subject.toLowerCase(), classes, level, expires, purpose };
    },

    sweep: () => sweepReveals({ catalog, audit, now }),
  };
  return reveals;
}

/** @param able Whether the viewer could see all of it themselves: nobody else approves, and anybody with the right refuses. */
function mayDo(viewer: Viewer, { state, askedBy, expires }: Reveal, now: number, able: boolean): RevealAnswer["may"] {
  const mine = askedBy === viewer.id;
  const approver = viewer.rights.includes("approve-reveals");
  const live = state === "active" && expires !== null && expires > now;
  return [
    ...(state === "asked" && approver && !mine && able ? (["approve"] as const) : []),
    ...(state === "asked" && approver && !mine ? (["refuse"] as const) : []),
    ...((state === "asked" && mine) || (live && (mine || approver)) ? (["revoke"] as const) : []),
    ...(live && mine && viewer.rights.includes("ask-reveals") ? (["use"] as const) : []),
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
