import type { Field } from "../capture/fields.js";
import type { State } from "./judge-field.js";
import { type Outcome, SHAPES } from "./outcome-of.js";
import { OVERLAY_STYLE } from "./overlay-style.js";

export interface Row extends Outcome {
  readonly field: Field;
  /** Form and field, as events name them. */
  readonly name: string;
}

export interface Overlay {
  readonly host: HTMLElement;
  show(rows: readonly Row[], about: string): void;
  /** Puts the outlines where the fields are now. */
  place(): void;
  close(): void;
}

/** Below so many pixels from the top there is room for a badge above a field. */
const ROOM = 18;

/** Draws over the page and touches nothing of it, but for an element of its own at the document's end. */
export function drawOverlay(close: () => void): Overlay {
  const host = document.createElement("wayseal-preview");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(OVERLAY_STYLE);
  root.adoptedStyleSheets = [sheet];

  const boxes = make("div", "overlay");
  // The list says all of it.
  boxes.setAttribute("aria-hidden", "true");
  const panel = make("section", "panel");
  panel.tabIndex = -1;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "What Wayseal would capture");
  const about = make("p");
  const legend = make("ul", "legend");
  // A list that is a status is no list any more.
  const counts = make("div");
  counts.setAttribute("role", "status");
  counts.append(legend);
  const list = make("ol", "list");
  const buttons = make("div", "buttons");
  buttons.append(
    button("Other side", () => panel.classList.toggle("left")),
    button("Close (Escape)", close),
  );
  panel.append(make("h2", "", "What Wayseal would capture"), about, counts, list, buttons);
  root.append(boxes, panel);
  document.documentElement.append(host);
  panel.focus({ preventScroll: true });

  /** The field that the list was asked for. */
  let sought: Field | undefined;
  let drawn: { readonly field: Field; readonly box: HTMLElement }[] = [];
  const place = (): void => {
    for (const { field, box } of drawn) {
      const { left, top, width, height } = rectOf(field);
      const { style } = box;
      style.display = width * height > 1 ? "" : "none";
      box.classList.toggle("low", top < ROOM);
      box.classList.toggle("found", field === sought);
      Object.assign(style, {
        left: `${left - 4}px`,
        top: `${top - 4}px`,
        width: `${width + 8}px`,
        height: `${height + 8}px`,
      });
    }
  };

  return {
    host,
    place,
    show(rows, text) {
      // Whoever is in the list stays where they are.
      const at = [...list.children].findIndex((item) => item.contains(root.activeElement));
      const { scrollTop } = list;
      about.textContent = text;
      legend.replaceChildren(
        ...(Object.keys(SHAPES) as State[]).map((state) => {
          const count = rows.filter((row) => row.state === state).length;
          return shaped("li", state, `${count} ${state}`);
        }),
      );
      drawn = rows.map(({ field, state, badge }) => {
        const box = make("div", "box");
        box.dataset["state"] = state;
        box.append(make("span", "", `${SHAPES[state]} ${badge}`));
        return { field, box };
      });
      boxes.replaceChildren(...drawn.map(({ box }) => box));
      list.replaceChildren(
        ...rows.map(({ field, name, state, badge, detail }) => {
          const item = make("li");
          const press = button("", () => {
            field.scrollIntoView({ block: "center" });
            sought = field;
            place();
          });
          press.append(shaped("span", state, `${name}: ${badge}`), make("small", "", detail));
          item.append(press);
          return item;
        }),
      );
      list.scrollTop = scrollTop;
      list.children[at]?.querySelector("button")?.focus({ preventScroll: true });
      place();
    },
    close: () => host.remove(),
  };
}

function make(name: string, className = "", text = ""): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(text: string, press: () => void): HTMLElement {
  const element = make("button", "", text) as HTMLButtonElement;
  element.type = "button";
  element.addEventListener("click", press);
  return element;
}

/** Words behind their state's shape. */
function shaped(name: string, state: State, text: string): HTMLElement {
  const element = make(name);
  element.dataset["state"] = state;
  const shape = make("span", "shape", SHAPES[state]);
  shape.setAttribute("aria-hidden", "true");
  element.append(shape, text);
  return element;
}

/** Where an element is on the screen, out of frames too. */
function rectOf(element: Element): { left: number; top: number; width: number; height: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  const frame = element.ownerDocument.defaultView?.frameElement;
  if (!frame) return { left, top, width, height };
  const around = rectOf(frame);
  return { left: left + around.left + frame.clientLeft, top: top + around.top + frame.clientTop, width, height };
}
