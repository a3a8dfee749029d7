/** @returns The element's parent, out of a shadow tree and a frame too. */
export function parentOf(element: Element): Element | null {
  const root = element.getRootNode() as Partial<Pick<ShadowRoot, "host"> & Pick<Document, "defaultView">>;
  return element.parentElement ?? root.host ?? root.defaultView?.frameElement ?? null;
}

/** @returns The nearest of an element and its ancestors that matches, out of shadow trees too. */
export function nearest(element: Element, selector: string): Element | null {
  let node: Element | null = element;
  while (node && !node.matches(selector)) node = parentOf(node);
  return node;
}
