import type { Control } from "../states.js";
import type { CaptureContext } from "./context.js";
import { controlOf } from "./control.js";
import { type Field, fieldId, fieldOf, fieldsOf, formId, formOf, isFilled } from "./fields.js";
import { markOf } from "./marks.js";
import { watchPasswords } from "./passwords.js";
import { isSecret } from "./secrets.js";
import { watchForms } from "./watch-forms.js";
import { beginVisit, type FieldMemory, type Visit } from "./visit.js";

export interface FormCapture {
  /** Ends the field that is being filled and reports forms that were begun and not sent. */
  leave(): void;
  /** The field that is being filled. */
  typing(): Control | undefined;
  /** Reports that a form was sent; with `unlessKnown`, only one that was begun and whose sending has not been reported. */
  sent(form: HTMLFormElement, unlessKnown?: boolean): void;
}

/** One form's life so far. */
interface Life {
  readonly form: string;
  readonly began: number;
  /** The last field that was touched. */
  readonly field: string;
}

/** Reports a form's whole life: seen, begun, each stay in a field, errors, and sent or abandoned. */
export function captureForms(context: CaptureContext): FormCapture {
  const { document, emit, listen, now, allow } = context;
  const passwords = watchPasswords(context);
  const seen = watchForms(context);
  const memories = new WeakMap<Field, FieldMemory>();
  /** Forms that were begun and neither sent nor abandoned. Null stands for the fields outside of forms. */
  const begun = new Map<HTMLFormElement | null, Life>();
  let visit: Visit | null = null;

  const idsOf = (field: Field) => ({ form: formId(formOf(field)), field: fieldId(field) });
  const filledIn = (form: HTMLFormElement | null): number => fieldsOf(form, document).filter(isFilled).length;

  const typing = (unfinished = false): Control | undefined => {
    if (!visit) return undefined;
    const { field, was, typed, settled } = visit;
    const control = controlOf(field, markOf(field), isSecret(field, passwords), allow);
    return { ...control, was, typed: typed.concat(control.typed), unfinished: unfinished && !settled };
  };

  const endVisit = (unfinished?: boolean): void => {
    if (!visit) return;
    const { field } = visit;
    const control = typing(unfinished) as Control;
    const result = visit.end();
    visit = null;
    if (markOf(field) !== "deny") emit({ type: "field", ...idsOf(field), control, ...result });
  };

  const memoryOf = (field: Field): FieldMemory => {
    const memory = memories.get(field) ?? {};
    memories.set(field, memory);
    return memory;
  };

  /** Makes a field the one that is being filled. */
  const visitField = (field: Field): Visit | null => {
    if (visit?.field === field) return visit;
    endVisit();
    const mark = markOf(field);
    if (mark === "deny") return null;
    hear(field.getRootNode());
    const form = formOf(field);
    seen(form);
    const ids = idsOf(field);
    if (!begun.has(form)) emit({ type: "form_start", ...ids });
    // The form keeps the id under which it began.
    begun.set(form, { began: now(), ...ids, ...begun.get(form), field: ids.field });
    const memory = memoryOf(field);
    // A "show password" button finds it known.
    return (visit = beginVisit(field, controlOf(field, mark, isSecret(field, passwords), allow), memory, now));
  };

  const sent = (form: HTMLFormElement, unlessKnown?: boolean): void => {
    const life = begun.get(form);
    if (unlessKnown && !life) return;
    endVisit();
    if (markOf(form) === "deny") return;
    begun.delete(form);
    const duration = life ? Math.round(now() - life.began) : 0;
    emit({ type: "form_submit", form: formId(form), duration, filled: filledIn(form) });
  };

  const heard = new WeakSet<Node | Event>();
  /**
   * Listens in a document, or in a shadow tree, which some events do not leave, and others if they lead out of it. Fields
   * are looked up by the event's path, which leads into open shadow trees.
   */
  const hear = (root: Node): void => {
    if (heard.has(root)) return;
    heard.add(root);
    const onField = <T extends Event>(type: string, run: (field: Field, event: T) => void): void =>
      listen<T>(root, type, (event) => {
        const field = fieldOf(event.composedPath()[0]);
        if (!field || heard.has(event)) return;
        heard.add(event);
        run(field, event);
      });

    onField("focusin", (field) => {
      // A page that focuses a field by itself has not been touched yet; typing will tell.
      if (document.defaultView?.navigator.userActivation?.hasBeenActive !== false) visitField(field);
    });
    onField<InputEvent>("input", (field, event) => visitField(field)?.input(event));
    onField("paste", (field) => visitField(field)?.paste());
    onField("focusout", (field) => {
      if (visit?.field === field) endVisit();
    });
    onField("change", (field) => {
      const here = visit?.field === field;
      visitField(field)?.change();
      // Browsers fill whole forms at once, fields that nobody focused included.
      if (!here && !field.matches(":focus")) endVisit();
    });
    onField("invalid", (field) => {
      const { validity } = field as HTMLInputElement;
      if (!validity || markOf(field) === "deny") return;
      memoryOf(field).wrong = true;
      let kind: string | undefined;
      for (const name in validity) if (validity[name as keyof ValidityState]) kind ??= name;
      emit({ type: "form_error", ...idsOf(field), kind: kind ?? "customError" });
    });
    listen(root, "submit", ({ target }) => sent(target as HTMLFormElement));
  };
  hear(document);

  return {
    typing,
    sent,
    leave() {
      endVisit(true);
      for (const [form, { form: id, began, field }] of begun) {
        // Fields outside of forms have no sending that could be seen, so nothing tells whether they were abandoned.
        if (!form) continue;
        emit({ type: "form_abandon", form: id, duration: Math.round(now() - began), filled: filledIn(form), field });
      }
      begun.clear();
    },
  };
}
