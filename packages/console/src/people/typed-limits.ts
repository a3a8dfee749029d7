import type { PersonAnswer } from "@wayseal/collector/api";
import { PURPOSES } from "../reveals/reveal-words.js";
import { listOf, namesOf } from "./field-list.js";

type Purpose = keyof typeof PURPOSES;
type Limits = Pick<PersonAnswer, "purposes" | "jurisdictions" | "allow" | "deny">;

/** Limits as they stand in a form: what for, where, and both lists as people type them. */
export interface LimitsTyped {
  readonly purposes: readonly string[];
  readonly where: string;
  readonly allow: string;
  readonly deny: string;
}

const ALL = Object.keys(PURPOSES) as Purpose[];

/** @returns Limits to begin with: nobody's, or those that somebody has. */
export function typedLimits(limits?: Limits): LimitsTyped {
  if (limits === undefined) return { purposes: [], where: "", allow: "", deny: "" };
  const { purposes, jurisdictions, allow, deny } = limits;
  return {
    purposes: purposes === "*" ? ALL : purposes,
    where: jurisdictions === "*" ? "" : jurisdictions.join(", "),
    allow: allow === null ? "" : namesOf(allow),
    deny: namesOf(deny),
  };
}

/** @returns What was said; what was left empty is absent. */
export function saidLimits({ purposes, where, allow, deny }: LimitsTyped): Partial<Limits> {
  const places = where
    .split(",")
    .map((code) => code.trim().toUpperCase())
    .filter(Boolean);
  return {
    ...(purposes.length === 0
      ? {}
      : { purposes: ALL.every((one) => purposes.includes(one)) ? "*" : (purposes as Purpose[]) }),
    ...(places.length === 0 ? {} : { jurisdictions: places }),
    ...(allow.trim() === "" ? {} : { allow: listOf(allow) }),
    ...(deny.trim() === "" ? {} : { deny: listOf(deny) }),
  };
}
