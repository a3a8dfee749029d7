import type { FieldNote, PublicColumns, StreamContext } from "../pipeline/states.js";
import { cleanText } from "./clean-text.js";
import { cleanUrl } from "./clean-url.js";

/** Public columns that every event of a stream takes from its hello, and what was cut out of them. */
export interface StreamColumns {
  readonly columns: PublicColumns;
  readonly notes: readonly FieldNote[];
}

const made = new WeakMap<StreamContext, StreamColumns & { readonly of: string }>();

/**
 * @param countries Whose numbers are cut out: those whose law holds, which another policy may change.
 * @returns The same columns for the same context and countries: a stream's records share them.
 */
export function streamColumns(context: StreamContext, countries: readonly string[]): StreamColumns {
  const of = countries.join();
  const before = made.get(context);
  if (before !== undefined && before.of === of) return before;
  const columns = { ...make(context, countries), of };
  made.set(context, columns);
  return columns;
}

function make({ hello }: StreamContext, countries: readonly string[]): StreamColumns {
  const about = { countries };
  const notes: FieldNote[] = [];
  const noted = (path: string, { text, cut }: { readonly text: string; readonly cut: string | null }): string => {
    if (cut !== null) notes.push({ path, class: cut, level: "never", rule: `content ${cut}` });
    return text;
  };
  const columns: { -readonly [Name in keyof PublicColumns]: PublicColumns[Name] } = {
    page: noted("url", cleanUrl(hello.url, 1024, about)),
    consent: hello.consent,
    generated: hello.generated === true,
  };
  // A host and nothing else: a path or a query is not what this field is for.
  if (hello.referrer !== undefined && /^[\p{L}\p{N}.:[\]-]{1,253}$/u.test(hello.referrer)) {
    columns.referrer = noted("referrer", cleanText(hello.referrer.toLowerCase(), 253, about));
  }
  if (hello.language !== undefined && /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,6}$/.test(hello.language)) {
    columns.language = hello.language;
  }
  if (hello.country !== undefined) columns.country = hello.country;
  const { source, medium, name } = hello.campaign ?? {};
  if (source !== undefined) columns.source = noted("campaign.source", cleanText(source, 128, about));
  if (medium !== undefined) columns.medium = noted("campaign.medium", cleanText(medium, 128, about));
  if (name !== undefined) columns.campaign = noted("campaign.name", cleanText(name, 128, about));
  return { columns, notes };
}
