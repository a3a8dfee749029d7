import type { RequestAction, RequestChange, RequestState, SubjectRequest } from "../ports/requests.js";
import { dayOf } from "./due-day.js";
import { RequestFault } from "./request-fault.js";

/** What whoever handles a request can do about it. */
export type RequestMove =
  | { readonly move: "confirm" | "check-identity" | "start" | "note" | "finish"; readonly note?: string }
  | { readonly move: "assign"; readonly to: string; readonly note?: string }
  | { readonly move: "link"; readonly subject: string; readonly note?: string }
  | { readonly move: "extend" | "refuse"; readonly note: string }
  /** An export or erasure came of it. */
  | { readonly move: "exported" | "erased"; readonly ref: string };

/** From which states a move may be made. Nothing may be done to a request that is closed, but to note something. */
const FROM: Readonly<Record<RequestMove["move"], readonly RequestState[]>> = {
  confirm: ["received", "identity-checked", "in-work"],
  "check-identity": ["received"],
  start: ["identity-checked"],
  note: ["received", "identity-checked", "in-work", "done", "refused"],
  finish: ["in-work"],
  assign: ["received", "identity-checked", "in-work"],
  link: ["received", "identity-checked", "in-work"],
  extend: ["received", "identity-checked", "in-work"],
  refuse: ["received", "identity-checked", "in-work"],
  // Nobody's data leaves, or is destroyed, before it is known that it is theirs.
  exported: ["in-work"],
  erased: ["in-work"],
};

const TOLD: Readonly<Record<RequestState, string>> = {
  received: "it has only been received",
  "identity-checked": "work on it has not begun",
  "in-work": "it is in work",
  done: "it is done",
  refused: "it was refused",
};

export interface MoveFacts {
  readonly note: string | null;
  readonly now: number;
  readonly linked: Buffer | null;
  /** The last day of an extension; null: there can be none. */
  readonly extension: string | null;
}

/** @throws {RequestFault} If the request's state does not allow the move. */
export function requireMove({ state }: Pick<SubjectRequest, "state">, move: RequestMove["move"]): void {
  if (!FROM[move].includes(state)) throw new RequestFault("state", `That cannot be done now: ${TOLD[state]}`);
}

/** @returns What a move changes and how the history tells it. @throws {RequestFault} */
export function changeOf(
  request: SubjectRequest,
  move: RequestMove,
  { note, now, linked, extension }: MoveFacts,
): { readonly change: RequestChange; readonly action: RequestAction; readonly ref: string | null } {
  requireMove(request, move.move);
  const plain = (action: RequestAction, change: RequestChange = {}, ref: string | null = null) => ({
    action,
    change,
    ref,
  });
  switch (move.move) {
    case "confirm":
      if (request.confirmed !== null) throw new RequestFault("state", "Receipt was confirmed already");
      return plain("confirmed", { confirmed: now });
    case "check-identity":
      return plain("identity-checked", { state: "identity-checked" });
    case "start":
      return plain("started", { state: "in-work" });
    case "note":
      if (note === null) throw new RequestFault("invalid", "The note is empty");
      return plain("noted");
    case "assign":
      return plain("assigned", { handler: move.to }, move.to);
    case "link":
      return plain("linked", { subject: linked });
    case "extend":
      if (note === null) throw new RequestFault("invalid", "An extension needs a reason");
      if (extension === null) throw new RequestFault("state", "It cannot be extended, or was already");
      if (dayOf(now) > request.due)
        throw new RequestFault("state", "It is overdue: an extension had to be told before");
      return plain("extended", { extended: now, due: extension });
    case "refuse":
      if (note === null) throw new RequestFault("invalid", "A refusal needs a reason");
      return plain("refused", { state: "refused", closed: now, contact: null });
    case "finish":
      return plain("done", { state: "done", closed: now, contact: null });
    case "exported":
    case "erased":
      return plain(move.move, {}, move.ref);
  }
}
