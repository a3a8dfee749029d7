import type { Snippet } from "./read-snippets.js";

/** Something that a visitor does, or that the page runs. */
export type Action =
  | { readonly kind: "press"; readonly selector: string }
  | { readonly kind: "fill"; readonly selector: string; readonly text: string }
  | { readonly kind: "run"; readonly script: string }
  | { readonly kind: "leave" }
  | { readonly kind: "until"; readonly type: string };

/** What must come of a snippet. */
export interface Plan {
  /** Path, query and fragment at which the page is opened. */
  readonly visit: string;
  /** What is added to the page, so that the snippet has something to work on. */
  readonly add: string;
  readonly actions: readonly Action[];
  /** What is pressed before the script has come: it comes no sooner. */
  readonly early: readonly string[];
  /** Events that must arrive, in any order. */
  readonly expect: readonly { readonly type: string; readonly fields: Readonly<Record<string, unknown>> }[];
  /** Types of which no event may be there when all that is expected has arrived. */
  readonly none: readonly string[];
  /** Texts that no event may hold. */
  readonly absent: readonly string[];
  /** JavaScript that must come out true in the page, in the end. */
  readonly holds: readonly string[];
  /** The test that checks a snippet which is not for a page: a path from the root. */
  readonly checkedBy: string | null;
}

/** @throws {Error} On a line that is not understood, and on a plan from which nothing follows. */
export function readPlan({ place, plan }: Snippet): Plan {
  let visit = "/";
  let add = "";
  let checkedBy: string | null = null;
  const actions: Action[] = [];
  const early: string[] = [];
  const expect: { type: string; fields: Record<string, unknown> }[] = [];
  const none: string[] = [];
  const absent: string[] = [];
  const holds: string[] = [];
  for (const line of plan) {
    const [word = ""] = line.split(" ", 1);
    const rest = line.slice(word.length + 1);
    if (word === "visit") visit = rest;
    else if (word === "add") add += `${rest}\n`;
    else if (word === "early") early.push(rest);
    else if (word === "press") actions.push({ kind: "press", selector: rest });
    else if (word === "fill") {
      const [selector = "", text = ""] = rest.split(" = ");
      actions.push({ kind: "fill", selector, text });
    } else if (word === "run") actions.push({ kind: "run", script: rest });
    else if (word === "leave") actions.push({ kind: "leave" });
    else if (word === "until") actions.push({ kind: "until", type: rest });
    else if (word === "expect") {
      const [type = ""] = rest.split(" ", 1);
      const fields = JSON.parse(rest.slice(type.length) || "{}") as Record<string, unknown>;
      expect.push({ type, fields });
    } else if (word === "none") none.push(rest);
    else if (word === "absent") absent.push(rest);
    else if (word === "holds") holds.push(rest);
    else if (word === "checked-by") checkedBy = rest;
    else throw new Error(`${place}: what is "${word}"?`);
  }
  if (checkedBy === null && expect.length + holds.length === 0) {
    throw new Error(`${place}: nothing is expected of this snippet: say what in a <!-- snippet … --> before it`);
  }
  return { visit, add, actions, early, expect, none, absent, holds, checkedBy };
}
