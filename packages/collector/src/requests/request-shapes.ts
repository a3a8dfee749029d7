import { z } from "zod";
import { REQUEST_KINDS } from "../ports/requests.js";

const note = z.string().max(500, "A note has at most 500 characters");
const subject = z.string().regex(/^[0-9a-f]{32}$/i, "A subject is 32 hex digits");

/** What a new request says, besides its site. */
export const REQUEST_FIELDS = {
  kind: z.enum(REQUEST_KINDS, { error: `A kind is one of ${REQUEST_KINDS.join(", ")}` }),
  jurisdiction: z.string().min(1).max(32),
  received: z.int().min(0).optional(),
  subject: subject.optional(),
  contact: z.string().trim().min(1).max(500, "A contact has at most 500 characters").optional(),
  note: note.optional(),
};

/** What people can do about a request; exports and erasures note themselves. */
export const MOVE = z.discriminatedUnion("move", [
  z.strictObject({
    move: z.enum(["confirm", "check-identity", "start", "note", "finish"]),
    note: note.optional(),
  }),
  z.strictObject({ move: z.literal("assign"), to: z.string().min(1).max(64), note: note.optional() }),
  z.strictObject({ move: z.literal("link"), subject, note: note.optional() }),
  z.strictObject({ move: z.enum(["extend", "refuse"]), note }),
]);
