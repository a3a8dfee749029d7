const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup that needs no escaping any more. Only `markup` makes it. */
export class Markup {
  constructor(readonly text: string) {}
}

/**
 * A template whose values are escaped, whatever they are: what was captured is text of anybody's choice. Markup that was
 * made by `markup` stays, and lists of it are joined.
 */
export function markup(
  parts: TemplateStringsArray,
  ...values: readonly (Markup | readonly Markup[] | string | number)[]
): Markup {
  let text = parts[0] ?? "";
  values.forEach((value, index) => {
    text += put(value) + (parts[index + 1] ?? "");
  });
  return new Markup(text);
}

function put(value: Markup | readonly Markup[] | string | number): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(put).join("");
  return escape(String(value));
}

/** Controls that cannot stand in a page, or that turn its text about, are shown as what they are: not there. */
function escape(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")
    .replace(/(?![\t\n\r])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}
