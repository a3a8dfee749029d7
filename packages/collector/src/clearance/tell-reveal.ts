import type { RevealAnswer } from "../api.js";
import type { Person } from "../ports/people.js";
import type { Reveal } from "../ports/reveals.js";

/** @returns What tells of a reveal, with the names of the people in it. */
export function tellReveal(
  people: readonly Pick<Person, "id" | "name">[],
): (reveal: Reveal) => Omit<RevealAnswer, "may"> {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const person = (id: string) => ({ id, name: names.get(id) ?? null });
  return ({ askedBy, decidedBy, subject, level: _, endedBy: __, ...rest }) => ({
    ...rest,
    subject: subject.toString("hex"),
    by: person(askedBy),
    decidedBy: decidedBy === null ? null : person(decidedBy),
  });
}
