import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon.js";

/** Copies `text`, and says so. Where the clipboard is closed (plain http) it selects `fallback` for the person to copy. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  /** Id of the element that shows the text. */
  readonly fallback: string;
}): JSX.Element {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), 2_500);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setSaid("Copied");
    } catch {
      // No clipboard here: an insecure origin, or permission denied.
      const element = document.getElementById(props.fallback);
      if (element !== null) getSelection()?.selectAllChildren(element);
      setSaid("Selected: press Ctrl+C");
    }
  };
  return (
    <button type="button" class="button button-quiet" onClick={() => void copy()}>
      <Icon name="copy" />
      <span aria-live="polite">{said === "" ? props.label : said}</span>
    </button>
  );
}
