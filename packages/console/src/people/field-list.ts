import type { PersonAnswer } from "@wayseal/collector/api";

type FieldList = PersonAnswer["deny"];

/** @returns A list as people type it: `email, order/note`. */
export function namesOf({ classes, fields }: FieldList): string {
  return [...classes, ...fields].join(", ");
}

/** What has a slash or a dot in it is a field; any other name is a class. */
export function listOf(text: string): { readonly classes: string[]; readonly fields: string[] } {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const isField = (name: string) => /[/.]/.test(name);
  return { classes: names.filter((name) => !isField(name)), fields: names.filter(isField) };
}
