import { draw } from "../art.mjs";
import { html } from "../html.mjs";
import { money } from "../money.mjs";
import { PRODUCTS } from "../products.mjs";

/**
 * @param {import("../products.mjs").Product} product
 * @returns {import("../html.mjs").Html}
 */
export function productPage(product) {
  const { slug, name, line, story, facts, price, unit, kind, art } = product;
  const others = PRODUCTS.filter((other) => other.kind === kind && other !== product).slice(0, 3);
  return html`<nav class="crumbs" aria-label="Breadcrumb">
      <a href="/${kind}">${kind === "tea" ? "Tea" : "Kettles & pots"}</a> <span aria-hidden="true">›</span>
      <span aria-current="page">${name}</span>
    </nav>
    <article class="product">
      <div class="frame big ${kind}">${draw(art, name)}</div>
      <div>
        <h1>${name}</h1>
        <p class="lead">${line}</p>
        <p class="price">${money(price)} <span>${unit}</span></p>
        <form class="buy" id="add-to-cart" method="post" action="/cart">
          <input type="hidden" name="product" value="${slug}" />
          <label for="quantity">Quantity</label>
          <input id="quantity" name="quantity" type="number" min="1" max="12" value="1" inputmode="numeric" />
          <button data-wayseal-event="add_to_cart">Add to cart</button>
        </form>
        <p>${story}</p>
        <dl class="facts">
          ${facts.map(
            ([term, fact]) =>
              html`<div>
                <dt>${term}</dt>
                <dd>${fact}</dd>
              </div>`,
          )}
        </dl>
      </div>
    </article>
    <section aria-labelledby="others">
      <h2 id="others">From the same shelf</h2>
      <ul class="shelf few">
        ${others.map(
          (other) =>
            html`<li class="card">
              <a href="/products/${other.slug}">
                <span class="frame ${other.kind}">${draw(other.art)}</span>
                <span class="name">${other.name}</span>
              </a>
              <p class="price">${money(other.price)}</p>
            </li>`,
        )}
      </ul>
    </section>`;
}
