import type { Sighting } from "../states.js";
import type { CaptureContext } from "./context.js";
import { switchListening } from "./switch-listening.js";

/** What was pressed, as a click says it. */
export type Pressed = Pick<Extract<Sighting, { type: "click" }>, "role" | "name" | "target">;

/** Presses belong together that are so close in time, milliseconds, and in place, CSS pixels. */
const SOON = 1000;
const NEAR = 30;
const RAGE = 3;
/** What a page, or the browser, does when something was pressed; changes of the page itself apart. */
const ANSWERS = ["submit", "invalid", "scroll", "focusin", "input"];

/**
 * Reports what was pressed again and again, and what was pressed with no effect.
 *
 * @returns Takes each press. `answers`: the page should do something now; a link to elsewhere only takes its time.
 */
export function watchFrustration({ document, now, emit, onStop }: CaptureContext) {
  let [time, x, y, times] = [-SOON, 0, 0, 0];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answered = (): void => {
    clearTimeout(timer);
    changes.disconnect();
    expect(false);
  };
  const changes = new MutationObserver(answered);
  const expect = switchListening(answered, [document, ANSWERS], [window, ["blur", "pagehide", "popstate"]]);
  onStop(answered);

  return (event: MouseEvent, pressed: Pressed, answers: boolean): void => {
    const near = Math.hypot(event.clientX - x, event.clientY - y) < NEAR;
    times = near && now() - time < SOON ? times + 1 : 1;
    [time, x, y] = [now(), event.clientX, event.clientY];
    // A key that is held down, or pressed often, is no rage.
    if (times === RAGE && event.detail) emit({ type: "frustration", kind: "rage", ...pressed });
    answered();
    if (!answers) return;
    expect(true);
    // What is pressed in a frame may change the page around it.
    for (const place of [document, window.document])
      changes.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });
    timer = setTimeout(() => {
      answered();
      emit({ type: "frustration", kind: "dead", ...pressed });
    }, SOON);
  };
}
