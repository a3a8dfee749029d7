import { BadQuestion } from "./bad-question.js";

/** @throws {BadQuestion} `limit` */
export function checkLimit(limit: number, most: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw new BadQuestion("limit", `limit must be a whole number from 1 to ${most}`);
  }
}
