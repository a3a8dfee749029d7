import type { JourneyEvent } from "@wayseal/collector/api";

/** An event's public column by name, if it has it as this kind. Own properties only: names come from outside. */
export const column = {
  text(event: JourneyEvent, name: string): string {
    const value = own(event, name);
    return typeof value === "string" ? value : "";
  },
  number(event: JourneyEvent, name: string): number | undefined {
    const value = own(event, name);
    return typeof value === "number" ? value : undefined;
  },
  flag(event: JourneyEvent, name: string): boolean {
    const value = own(event, name);
    return value === true || value === 1;
  },
};

function own(event: JourneyEvent, name: string): unknown {
  return Object.hasOwn(event.columns, name) ? event.columns[name] : undefined;
}
