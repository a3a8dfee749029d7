import { drawField } from "../field.mjs";
import { ACCOUNT, ADDRESS, PAYMENT } from "../forms.mjs";
import { html } from "../html.mjs";
import { money } from "../money.mjs";
import { sumCart } from "../cart.mjs";
import { sums } from "./cart.mjs";

/** @typedef {Readonly<Record<string, string>>} Values */
/** @typedef {readonly import("../cart.mjs").Line[]} Cart */

const STEPS = ["Address", "Payment", "Confirmation"];

/**
 * @param {Cart} cart
 * @param {Values} values What was typed before; the password is never among it.
 * @param {Values} errors
 * @returns {import("../html.mjs").Html}
 */
export function addressPage(cart, values, errors) {
  return html`${steps(0)}
    <h1>Where should it go?</h1>
    ${alarm(errors)}
    <div class="columns">
      <form class="form" id="address" method="post" action="/checkout/address">
        <div class="fields">${ADDRESS.map((field) => drawField(field, values[field.name], errors[field.name]))}</div>
        <fieldset>
          <legend>Come back sooner</legend>
          <div class="fields">${ACCOUNT.map((field) => drawField(field, "", errors[field.name]))}</div>
        </fieldset>
        <div class="onward">
          <a href="/cart">Back to the cart</a>
          <button>Go to payment</button>
        </div>
      </form>
      <aside class="summary">${lines(cart)} ${sums(cart)}</aside>
    </div>`;
}

/**
 * @param {Cart} cart
 * @param {Values} values Only what may be shown again: the name on the card.
 * @param {Values} errors
 * @returns {import("../html.mjs").Html}
 */
export function paymentPage(cart, values, errors) {
  return html`${steps(1)}
    <h1>Payment</h1>
    <p class="notice">Demo shop: nothing is charged. What you type here is checked, then forgotten.</p>
    ${alarm(errors)}
    <div class="columns">
      <form class="form" id="payment" method="post" action="/checkout/payment">
        <div class="fields">${PAYMENT.map((field) => drawField(field, values[field.name], errors[field.name]))}</div>
        <div class="onward">
          <a href="/checkout/address">Back to the address</a>
          <button>Pay ${money(sumCart(cart).total)}</button>
        </div>
      </form>
      <aside class="summary">${lines(cart)} ${sums(cart)}</aside>
    </div>`;
}

/**
 * @param {string} number
 * @param {Cart} cart What was ordered.
 * @returns {import("../html.mjs").Html}
 */
export function confirmationPage(number, cart) {
  return html`${steps(2)}
    <section class="message">
      <h1>Thank you</h1>
      <p>Your order <strong>${number}</strong> is in the book. Put the water on in three to five days.</p>
    </section>
    <aside class="summary narrow">${lines(cart)} ${sums(cart)}</aside>
    <p class="message small"><a href="/">Back to the shelves</a></p>`;
}

/** @param {number} current */
function steps(current) {
  return html`<ol class="steps" aria-label="Checkout">
    ${STEPS.map((name, i) => html`<li ${i === current && html`aria-current="step"`}>${name}</li>`)}
  </ol>`;
}

/** @param {Values} errors */
function alarm(errors) {
  const names = Object.keys(errors);
  return (
    names.length > 0 &&
    html`<div class="alarm" role="alert">
      <p>Something needs another look:</p>
      <ul>
        ${names.map((name) => html`<li><a href="#${name}">${errors[name]}</a></li>`)}
      </ul>
    </div>`
  );
}

/** @param {Cart} cart */
function lines(cart) {
  return html`<ul class="brief">
    ${cart.map(
      ({ product, quantity }) =>
        html`<li><span>${quantity} × ${product.name}</span> <span>${money(product.price * quantity)}</span></li>`,
    )}
  </ul>`;
}
