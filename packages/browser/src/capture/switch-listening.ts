/**
 * Listens for what comes in bursts, such as keys and moves of a pointer, only while it matters: a listener costs the page
 * each time, whatever little it does.
 *
 * @param handler It must not throw.
 * @param places What is listened to, and which types of events there.
 * @returns Begins, or ends it.
 */
export function switchListening(
  handler: () => void,
  ...places: readonly (readonly [target: EventTarget, types: readonly string[]])[]
): (on: boolean) => void {
  return (on) => {
    for (const [target, types] of places)
      for (const type of types) target[on ? "addEventListener" : "removeEventListener"](type, handler, true);
  };
}
