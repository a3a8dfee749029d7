import { watchPasswords } from "../capture/passwords.js";
import type { Options } from "../options.js";
import { learnWords } from "../redact/class-of-words.js";
import { cleanUrl } from "../redact/url.js";
import { WORDS } from "../redact/words.js";
import { askPolicy } from "./ask-policy.js";
import { drawOverlay } from "./draw-overlay.js";
import { findFields } from "./find-fields.js";
import { judgeField } from "./judge-field.js";
import { outcomeOf } from "./outcome-of.js";

/** Milliseconds from a change of the page to the next look at it, and between two looks at where fields are. */
const PAUSE = 250;
let shown = false;

/**
 * Draws over the page what would be captured of each field, what not, and why, for whoever the console has given a code. Without
 * one that is good it does nothing.
 *
 * @param signal Ends it.
 * @throws If the code is spent, or none.
 */
export async function showPreview(options: Options, signal: AbortSignal): Promise<void> {
  const { collector, allow = [], query = [] } = options;
  const code = new URL(location.href).searchParams.get("wayseal-preview");
  if (!code || shown) return;
  const end = new AbortController();
  const close = (): void => end.abort();
  signal.addEventListener("abort", close);
  const passwords = watchPasswords({ document, onStop: (run) => end.signal.addEventListener("abort", run) });
  const { origin, pathname } = new URL(collector, location.href);
  const send: typeof fetch = options.fetch ?? ((...asked) => fetch(...asked));
  const policy = await askPolicy(send, (origin + pathname).replace(/\/+$/, ""), code).catch((fault: unknown) => {
    close();
    throw fault;
  });
  if (signal.aborted || shown) return;
  shown = true;
  learnWords(WORDS);
  const overlay = drawOverlay(close);

  const watched = new WeakSet<Node>();
  const look = (): void => {
    // A page that draws itself anew throws out what it does not know.
    if (!overlay.host.isConnected) document.documentElement.append(overlay.host);
    const { fields, roots } = findFields(document, overlay.host);
    for (const root of roots) watch(root);
    const judged = fields.map((field) => judgeField(field, { allow, passwords, refused: policy.refused }));
    const rows = judged.map((each) => ({
      field: each.field,
      name: `${each.form} / ${each.name}`,
      ...outcomeOf(each, policy.of(each)),
    }));
    const about = `Of ${cleanUrl(location.href, query)}, by version ${policy.version} of the policy. Nothing of this visit is sent.`;
    overlay.show(rows, about);
    policy.learn(judged).then((more) => more && lookSoon(), close);
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const lookSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (!end.signal.aborted) look();
    }, PAUSE);
  };
  const mutations = new MutationObserver(lookSoon);
  const watch = (root: Node): void => {
    if (watched.has(root)) return;
    watched.add(root);
    mutations.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });
    for (const type of ["input", "change"]) listen(root, type, lookSoon);
    listen(root, "scroll", overlay.place);
  };
  const listen = (target: EventTarget, type: string, run: (event: Event) => void): void =>
    target.addEventListener(type, run, { capture: true, passive: true, signal: end.signal });
  listen(window, "resize", overlay.place);
  listen(window, "keydown", (event) => {
    if ((event as KeyboardEvent).key === "Escape") close();
  });
  // What moves by itself tells nobody.
  const places = setInterval(overlay.place, PAUSE);
  end.signal.addEventListener("abort", () => {
    clearInterval(places);
    clearTimeout(timer);
    mutations.disconnect();
    overlay.close();
  });
  look();
}
