import { nearest } from "./nearest.js";

/** An element that a visitor can fill. */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLElement;

export const FIELDS =
  "input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image]),select,textarea,[contenteditable]:not([contenteditable=false])";

/** @returns Whether an element is a field of a form by a component's own word (`ElementInternals`). */
export function isComponent(element: Partial<Element>): boolean {
  return (element.constructor as { formAssociated?: boolean }).formAssociated === true;
}

/** @returns The field that an element is or, within rich text, lies in; null if none. */
export function fieldOf(target: EventTarget | null | undefined): Field | null {
  const element = target as Partial<HTMLElement> | null | undefined;
  if (!element?.matches) return null;
  // Into a component that is open, its events' own paths lead.
  if (element.matches(FIELDS) || (isComponent(element) && !element.shadowRoot)) return element as Field;
  return element.isContentEditable ? (element as HTMLElement).closest<HTMLElement>(FIELDS) : null;
}

/** @returns The form that a field belongs to, around a component too; null for fields outside of forms. */
export function formOf(field: Field): HTMLFormElement | null {
  const form = (field as HTMLInputElement).form ?? nearest(field, "form,iframe");
  return form?.localName === "form" ? (form as HTMLFormElement) : null;
}

/** @returns The fields of a form in its order, or all of a page's, or of a shadow tree's, where there is no form. */
export function fieldsOf(form: HTMLFormElement | null | undefined, root: Node): Field[] {
  return form
    ? [...form.elements].filter((element): element is Field => element.matches(FIELDS) || isComponent(element))
    : [...(root as Document).querySelectorAll<Field>(FIELDS)];
}

/** @returns The fields that a field stands among. */
export function fieldsAround(field: Field): Field[] {
  return fieldsOf((field as HTMLInputElement).form, field.getRootNode());
}

/** The form's id, name or position. `form-0` stands for the fields outside of forms. Never anything typed. */
export function formId(form: HTMLFormElement | null): string {
  if (!form) return "form-0";
  const all = [...(form.getRootNode() as Document).querySelectorAll("form")];
  return form.getAttribute("id") || form.getAttribute("name") || `form-${1 + all.indexOf(form)}`;
}

/** @returns The name of a field, or of the component that it is all of. */
export function nameOfField(field: Field): string {
  const { host } = field.getRootNode() as Partial<ShadowRoot>;
  return host?.getAttribute("name") || field.getAttribute("name") || "";
}

/** The field's name, id or position in its form. Never anything typed. */
export function fieldId(field: Field): string {
  return nameOfField(field) || field.getAttribute("id") || `field-${1 + fieldsAround(field).indexOf(field)}`;
}

/** @returns Whether a field holds anything. */
export function isFilled(field: Field): boolean {
  return valueOf(field) !== "";
}

/** @returns What a field holds, as text; "" for an unchecked box. A file's content and name are never read. */
export function valueOf(field: Field): string {
  const { type, checked, value, files } = field as HTMLInputElement;
  const { selectedOptions } = field as HTMLSelectElement;
  if (type === "checkbox" || type === "radio") return checked ? value : "";
  if (type === "file") return files?.length ? "file" : "";
  if (selectedOptions) return Array.from(selectedOptions, (option) => option.value).join();
  return String(value ?? (isComponent(field) ? "" : field.textContent) ?? "");
}
