import { attempt } from "../guard.js";
import type { CaptureContext } from "./context.js";
import { switchListening } from "./switch-listening.js";

/** Without a sign of life for so long, a visitor is taken to be away. */
const IDLE = 30_000;
/** So often signs of life are looked for, milliseconds: a pointer moves hundreds of times a second. */
const OFTEN = 500;

export interface Engagement {
  /** @returns Milliseconds of use and the deepest scroll position in percent since the last call, and begins anew. */
  take(): { engaged: number; scroll: number };
}

/** Measures how long a page is visible and in use, and how far it is read. Works on signs of life; nothing polls. */
export function measureEngagement({ now, listen, onStop }: CaptureContext): Engagement {
  let engaged = 0;
  let deepest = 0;
  let last = now();
  let visible = document.visibilityState === "visible";

  const touch = (): void => {
    const time = now();
    if (visible) engaged += Math.min(time - last, IDLE);
    last = time;
  };
  const measureScroll = (): void => {
    const { scrollHeight } = document.documentElement;
    if (scrollHeight)
      deepest = Math.max(deepest, Math.min(100, ((window.scrollY + window.innerHeight) / scrollHeight) * 100));
  };
  let timer: ReturnType<typeof setTimeout>;
  const watch = switchListening((): void => {
    watch(false);
    timer = setTimeout(() => watch(true), OFTEN);
    touch();
    attempt(measureScroll);
  }, [document, ["pointerdown", "pointermove", "keydown", "scroll"]]);
  watch(true);
  onStop(() => {
    watch(false);
    clearTimeout(timer);
  });
  listen(document, "visibilitychange", () => {
    touch();
    visible = document.visibilityState === "visible";
  });

  return {
    take() {
      touch();
      measureScroll();
      const result = { engaged: Math.round(engaged), scroll: Math.round(deepest) };
      engaged = deepest = 0;
      return result;
    },
  };
}
