import type { CaptureContext } from "./context.js";
import { fieldsOf, formId } from "./fields.js";
import { markOf } from "./marks.js";
import { watchTree } from "./watch-tree.js";

/**
 * Reports each form when it first comes into view, later ones too.
 *
 * @returns Reports a form at once, if it has not been: a touched form has been seen, whatever observers say.
 */
export function watchForms(context: CaptureContext): (form: HTMLFormElement | null) => void {
  const { document, emit, onStop } = context;
  const reported = new WeakSet<HTMLFormElement>();

  const seen = (form: HTMLFormElement | null): void => {
    if (!form || reported.has(form)) return;
    reported.add(form);
    const fields = fieldsOf(form, document).length;
    if (fields && markOf(form) !== "deny") emit({ type: "form_view", form: formId(form), fields });
  };
  const intersections = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) seen(target as HTMLFormElement);
  });
  /** Looks only at the browser's own list of forms; one that is observed already is not observed twice. */
  const find = (): void => {
    for (const form of document.forms) intersections.observe(form);
  };

  find();
  watchTree(context, find);
  onStop(() => intersections.disconnect());
  return seen;
}
