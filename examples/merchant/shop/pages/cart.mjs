import { draw } from "../art.mjs";
import { sumCart } from "../cart.mjs";
import { html } from "../html.mjs";
import { money } from "../money.mjs";

/**
 * @param {readonly import("../cart.mjs").Line[]} cart
 * @returns {import("../html.mjs").Html}
 */
export function cartPage(cart) {
  if (cart.length === 0) {
    return html`<section class="message">
      <h1>Your cart is empty</h1>
      <p>The kettle is patient.</p>
      <a class="button" href="/">Look at the shelves</a>
    </section>`;
  }
  const { total } = sumCart(cart);
  return html`<h1>Your cart</h1>
    <div class="columns">
      <form id="cart" method="post" action="/cart/update">
        <ul class="lines">
          ${cart.map(
            ({ product: { slug, name, art, unit, price, kind }, quantity }) =>
              html`<li>
                <span class="frame tiny ${kind}">${draw(art)}</span>
                <div class="what"><a href="/products/${slug}">${name}</a><span>${unit}, ${money(price)}</span></div>
                <label class="hidden" for="quantity-${slug}">Quantity of ${name}</label>
                <input
                  id="quantity-${slug}"
                  name="${slug}"
                  type="number"
                  min="0"
                  max="12"
                  value="${quantity}"
                  inputmode="numeric"
                />
                <strong>${money(price * quantity)}</strong>
                <button class="quiet" name="remove" value="${slug}" aria-label="Remove ${name}">Remove</button>
              </li>`,
          )}
        </ul>
        <button class="quiet" name="update" value="all">Update quantities</button>
      </form>
      <aside class="summary">
        ${sums(cart)}
        <a class="button" href="/checkout/address">Check out, ${money(total)}</a>
        <p class="small">Demo shop: nothing is charged.</p>
      </aside>
    </div>`;
}

/**
 * @param {readonly import("../cart.mjs").Line[]} cart
 * @returns {import("../html.mjs").Html} The sums at the end of a cart.
 */
export function sums(cart) {
  const { goods, shipping, total } = sumCart(cart);
  return html`<dl class="sums">
    <div>
      <dt>Goods</dt>
      <dd>${money(goods)}</dd>
    </div>
    <div>
      <dt>Shipping</dt>
      <dd>${shipping === 0 ? "free" : money(shipping)}</dd>
    </div>
    <div class="total">
      <dt>Total</dt>
      <dd>${money(total)}</dd>
    </div>
  </dl>`;
}
