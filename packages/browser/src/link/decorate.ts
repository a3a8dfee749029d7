import { nearest } from "../capture/nearest.js";
import { type Departure, lead } from "./lead.js";

/**
 * Lets a link that is being pressed, or a form that is being sent, say who follows it. It is as it was as soon as the browser
 * has followed it: nobody copies what it said.
 */
export function decorate(event: Event, departure: Departure): void {
  const found = event.type === "submit" ? formOf(event as SubmitEvent) : linkOf(event as MouseEvent);
  if (!found) return;
  const [element, attribute] = found;
  const before = element.getAttribute(attribute) ?? "";
  // What is denied stays apart, and without a referrer it would not be believed.
  const silent = nearest(element, "[data-wayseal=deny]") !== null || refersNot(element);
  const after = lead(before, { ...departure, silent });
  if (after === before) return;
  element.setAttribute(attribute, after);
  setTimeout(() => {
    // Unless the page has changed it meanwhile.
    if (element.getAttribute(attribute) === after) element.setAttribute(attribute, before);
  });
}

type Found = readonly [element: Element, attribute: string] | undefined;

function linkOf(event: MouseEvent): Found {
  // The right button opens a menu, from which what the link says could be copied. The middle one says `auxclick`.
  if (event.button > 1) return undefined;
  // Out of open shadow trees, too.
  const link = event
    .composedPath()
    .find((part): part is Element => part instanceof Element && part.matches("a[href],area[href]"));
  return link && !link.hasAttribute("download") ? [link, "href"] : undefined;
}

function formOf({ target, submitter }: SubmitEvent): Found {
  if (submitter?.hasAttribute("formaction")) return [submitter, "formaction"];
  return target instanceof Element && target.hasAttribute("action") ? [target, "action"] : undefined;
}

function refersNot(element: Element): boolean {
  return element.matches("[rel~=noreferrer i],[referrerpolicy=no-referrer i]");
}
