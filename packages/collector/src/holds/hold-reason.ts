import { z } from "zod";
import { findSensitive } from "../policy/find-sensitive.js";

/**
 * Why somebody is held. It stays on record beside the subject's id, after an erasure too, so no value of the person may stand
 * in it. A court's file number may be as long as a telephone number: digits alone are not refused.
 */
export const holdReason = z
  .string()
  .trim()
  .min(1, "A hold needs a reason")
  .max(500, "The reason is too long")
  .refine(
    (text) => findSensitive(text).findings.length === 0,
    "The reason stays on record, after an erasure too: it must hold no personal value, such as an e-mail address",
  );
