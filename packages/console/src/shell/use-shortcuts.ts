import { useEffect } from "preact/hooks";
import { remembered } from "../state/remembered.js";

/** How long the second key of a pair may take, milliseconds. */
const PAIR = 1_200;

/**
 * Listens for single keys and pairs such as `g o`, except where someone types or a dialog is open.
 *
 * @param actions By key or pair; held in a Map, since a key may be called anything.
 */
export function useShortcuts(actions: ReadonlyMap<string, () => void>): void {
  useEffect(() => {
    let before = "";
    let since = 0;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
      if (remembered.read("keys") === "off" || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const pair = event.timeStamp - since < PAIR ? `${before} ${event.key}` : "";
      before = event.key;
      since = event.timeStamp;
      const action = actions.get(pair) ?? actions.get(event.key);
      if (action === undefined) return;
      event.preventDefault();
      before = "";
      action();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [actions]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
}
