import { draw } from "../art.mjs";
import { html } from "../html.mjs";
import { money } from "../money.mjs";
import { PRODUCTS } from "../products.mjs";

const SHELVES = {
  all: { title: "Good leaves, good water, a good kettle", line: "Small-batch tea and the few tools it needs." },
  tea: { title: "Tea", line: "Five teas that we drink ourselves, packed the week they are ordered." },
  ware: { title: "Kettles & pots", line: "Three things that do one thing well." },
};

/**
 * @param {"all" | "tea" | "ware"} shelf
 * @returns {import("../html.mjs").Html}
 */
export function catalogue(shelf) {
  const { title, line } = SHELVES[shelf];
  return html`<section class="hero ${shelf}">
      <h1>${title}</h1>
      <p>${line}</p>
    </section>
    <ul class="shelf">
      ${PRODUCTS.filter(({ kind }) => shelf === "all" || kind === shelf).map(
        ({ slug, name, art, line, price, unit, kind }) =>
          html`<li class="card">
            <a href="/products/${slug}">
              <span class="frame ${kind}">${draw(art)}</span>
              <span class="name">${name}</span>
            </a>
            <p>${line}</p>
            <p class="price">${money(price)} <span>${unit}</span></p>
          </li>`,
      )}
    </ul>`;
}
