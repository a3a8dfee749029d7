import type { CaptureContext } from "./context.js";
import { fieldsOf, formId } from "./fields.js";
import { markOf } from "./marks.js";

/**
 * Reports each form when it first comes into view, later ones too.
 *
 * @returns Reports a form at once, if it has not been: a touched form has been seen, whatever observers say.
 */
export function watchForms({ document, emit, onStop }: CaptureContext): (form: HTMLFormElement | null) => void {
  const reported = new WeakSet<HTMLFormElement>();
  const watched = new WeakSet<HTMLFormElement>();

  const seen = (form: HTMLFormElement | null): void => {
    if (!form || reported.has(form)) return;
    reported.add(form);
    intersections.unobserve(form);
    const fields = fieldsOf(form, document).length;
    if (fields && markOf(form) !== "deny") emit({ type: "form_view", form: formId(form), fields });
  };
  const intersections = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) seen(target as HTMLFormElement);
  });
  const find = (): void => {
    for (const form of document.forms) {
      if (watched.has(form)) continue;
      watched.add(form);
      intersections.observe(form);
    }
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  // Looks at most twice a second, and only at the browser's own list of forms, however busy the page is.
  const mutations = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      find();
    }, 500);
  });
  mutations.observe(document, { childList: true, subtree: true });
  find();
  onStop(() => {
    mutations.disconnect();
    intersections.disconnect();
    clearTimeout(timer);
  });
  return seen;
}
