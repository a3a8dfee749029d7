import { type Field, FIELDS, isComponent } from "../capture/fields.js";

/** @returns A page's fields, and the trees that they are in: those of open components and of frames of this origin, too. */
export function findFields(
  root: Document | ShadowRoot,
  own: Element,
): { readonly fields: Field[]; readonly roots: Node[] } {
  const fields: Field[] = [];
  const roots: Node[] = [root];
  const enter = (inner: Document | ShadowRoot): void => {
    const found = findFields(inner, own);
    fields.push(...found.fields);
    roots.push(...found.roots);
  };
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (element === own) continue;
    if (element.matches(FIELDS) || (isComponent(element) && !element.shadowRoot)) fields.push(element);
    if (element.shadowRoot) enter(element.shadowRoot);
    const { contentDocument } = element as HTMLIFrameElement;
    if (element.localName === "iframe" && contentDocument) enter(contentDocument);
  }
  return { fields, roots };
}
