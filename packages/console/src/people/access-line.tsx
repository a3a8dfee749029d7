import type { PersonAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { LevelMark } from "../journey/field-chip.js";
import { Captured } from "../text/captured.js";
import { namesOf } from "./field-list.js";

/** How far a person or a token sees, and what for, in one line. */
export function AccessLine(props: {
  readonly access: Pick<PersonAnswer, "clearance" | "sites" | "jurisdictions" | "purposes" | "allow" | "deny">;
}): JSX.Element {
  const { clearance, sites, jurisdictions, purposes, allow, deny } = props.access;
  const never = namesOf(deny);
  return (
    <span class="quiet">
      cleared to <LevelMark level={clearance} /> · sites {sites === "*" ? "all" : sites.join(", ")}
      {jurisdictions === "*" ? null : <> · only visitors in {jurisdictions.join(", ")}</>}
      {purposes === "*" || purposes.length === 0 ? null : <> · for {purposes.join(", ")}</>}
      {allow === null ? null : (
        <>
          {" "}
          · shows only <Captured value={namesOf(allow)} limit={120} />
        </>
      )}
      {never === "" ? null : (
        <>
          {" "}
          · never <Captured value={never} limit={120} />
        </>
      )}
    </span>
  );
}
