import type { PolicyAnswer, PolicyVersions } from "@wayseal/collector/api";
import { HOSTILE } from "./hostile.js";

const version = (text: string, at: number) => ({
  ...{ version: HOSTILE.length - at, applied: at, by: "person", name: text, digest: text },
});

/** Classes, rules, names and grounds that are markup and worse. */
export function hostilePolicy(): PolicyAnswer {
  const [first = ""] = HOSTILE;
  const lists = {
    allow: HOSTILE.map((text) => ({
      ...{ name: text, names: { site: [text], form: [text], class: [text] }, clearance: null },
    })),
    deny: [],
  };
  return {
    ...{
      ...version(first, 0),
      source: first,
      site: "shop",
      places: HOSTILE.slice(0, 2),
      declared: true,
      picked: false,
      union: first,
    },
    classes: HOSTILE.map((text) => ({
      ...{ class: text, group: null, about: text, capture: { verdict: "refused", rule: text }, treatment: "keep" },
      ...{ level: "restricted", rule: text, viewing: { verdict: "allow", clearance: "public", rule: text } },
      packs: [{ id: first, treatment: "keep", level: "restricted", article: text, because: text }],
    })),
    packs: HOSTILE.map((text) => ({
      ...{ id: text, name: text, source: text, version: text, date: text, notice: text, places: [text], holds: true },
    })),
    lists: { capture: lists, storage: lists, viewing: lists },
    public: HOSTILE.map((text) => ({ site: text, event: text, property: text })),
    retention: { public: null, internal: 1, confidential: 2, restricted: 3 },
    ...{ retained: [], appliable: true },
    refuse: [{ name: "storage.refuse.0", names: { event: ["HOSTILE"] } }],
  };
}

export const hostileVersions = (): PolicyVersions => ({ versions: HOSTILE.map(version) });
