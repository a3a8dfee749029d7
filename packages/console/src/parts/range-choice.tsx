import type { JSX } from "preact";
import { navigate } from "../route/navigate.js";
import { RANGES } from "../route/route.js";
import { useConsole } from "../state/console-context.js";
import { rangeWords } from "../state/span-of.js";
import { Choice } from "./choice.js";

const LABELS = { "1h": "1 hour", "24h": "24 h", "7d": "7 days", "30d": "30 days" } as const;

/** The time that a page speaks of, kept in its address. */
export function RangeChoice({ page }: { readonly page: "overview" | "journeys" | "loss" }): JSX.Element {
  const { site, range } = useConsole();
  return (
    <Choice
      label="Time"
      value={range}
      options={RANGES.map((value) => ({ value, label: LABELS[value], long: rangeWords(value) }))}
      onChange={(range) => navigate({ page, site: site.id, range }, { replace: true })}
    />
  );
}
