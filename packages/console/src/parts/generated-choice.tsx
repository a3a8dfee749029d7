import type { JSX } from "preact";

/** Whether journeys that were generated for demonstration count. */
export function GeneratedChoice(props: {
  readonly value: "with" | "without";
  readonly onChange: (value: "with" | "without") => void;
}): JSX.Element {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={props.value === "with"}
        onChange={(event) => props.onChange(event.currentTarget.checked ? "with" : "without")}
      />
      <span>Include generated journeys</span>
    </label>
  );
}
