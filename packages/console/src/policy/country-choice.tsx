import type { PolicyAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { placeNames } from "./policy-words.js";

/** A place that no pack is for: any of them shows the same. */
const ANOTHER = "ZZ";

/** Where the visitor is whose values are meant. */
export function CountryChoice(props: {
  readonly value: string;
  readonly packs: PolicyAnswer["packs"];
  readonly onChange: (country: string) => void;
}): JSX.Element {
  const { value, packs, onChange } = props;
  const places = [...new Set(packs.flatMap(({ places }) => places))]
    .filter((place) => place !== "*")
    .map((place) => ({ place, name: placeNames([place]) }))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
  // Until the packs are there, what was chosen stays.
  const known = places.some(({ place }) => place === value) || value === "" || value === ANOTHER;
  return (
    <label class="inline-field">
      <span>Visitor in</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">a place that is not known</option>
        {known ? null : <option value={value}>{placeNames([value])}</option>}
        {places.map(({ place, name }) => (
          <option key={place} value={place}>
            {name}
          </option>
        ))}
        <option value={ANOTHER}>a country without a pack</option>
      </select>
    </label>
  );
}
