import { findProduct } from "../shop/products.mjs";

/** @typedef {import("../sender/visitor.mjs").Visitor} Visitor */
/** @typedef {{ email: string, country: string, note?: string, slow?: boolean }} Buyer */

const FOOTER = { newsletter: 1 };

/** @param {string} slug */
function nameOf(slug) {
  return findProduct(slug)?.name ?? slug;
}

/** @param {Visitor} visitor @param {number} [seconds] */
export function home(visitor, seconds = 14) {
  return visitor.page("/", "Good leaves", FOOTER).wait(seconds);
}

/** @param {Visitor} visitor @param {"tea" | "ware"} kind */
export function shelf(visitor, kind) {
  const title = kind === "tea" ? "Tea" : "Kettles & pots";
  visitor.click("link", title, `/${kind}`).leave(40);
  return visitor.wait(0.4).page(`/${kind}`, title, FOOTER).wait(11);
}

/** @param {Visitor} visitor @param {string} slug @param {number} [seconds] */
export function look(visitor, slug, seconds = 24) {
  visitor.click("link", nameOf(slug), `/products/${slug}`).leave(65);
  return visitor
    .wait(0.5)
    .page(`/products/${slug}`, nameOf(slug), { "add-to-cart": 1, ...FOOTER })
    .wait(seconds);
}

/** @param {Visitor} visitor @param {string} slug @param {number} [quantity] */
export function add(visitor, slug, quantity = 1) {
  if (quantity > 1) visitor.fill("add-to-cart", "quantity", { class: "quantity", seconds: 2.2, changes: quantity - 1 });
  visitor.click("button", "Add to cart");
  if (quantity > 1) visitor.submit();
  const price = findProduct(slug)?.price ?? 0;
  visitor.track("add_to_cart", { product: slug, quantity, value: (price * quantity) / 100 }).leave(45);
  return visitor
    .wait(0.6)
    .page("/cart", "Cart", { cart: 1, ...FOOTER })
    .wait(9);
}

/** @param {Visitor} visitor */
export function checkOut(visitor) {
  visitor.click("link", "Check out", "/checkout/address").leave(100);
  return visitor
    .wait(0.5)
    .page("/checkout/address", "Address", { address: 10, ...FOOTER })
    .wait(3);
}

/** Fills the address and goes on to payment. @param {Visitor} visitor @param {Buyer} buyer */
export function address(visitor, { email, country, note, slow = false }) {
  const pace = slow ? 2.1 : 1;
  visitor
    .fill("address", "email", { class: "email", seconds: 7 * pace, changes: slow ? 3 : 1, value: email })
    .fill("address", "name", { class: "name", seconds: 4.5 * pace, autofilled: !slow })
    .fill("address", "phone", { class: "phone", seconds: 5 * pace, filled: !slow, refills: slow ? 1 : 0 })
    .fill("address", "street", { class: "street", seconds: 8.5 * pace, autofilled: !slow, changes: slow ? 2 : 1 })
    .fill("address", "postal", { class: "postal-code", seconds: 3.2 * pace, autofilled: !slow })
    .fill("address", "city", { class: "city", seconds: 3 * pace, autofilled: !slow })
    .fill("address", "country", { class: "country", seconds: 2.6 * pace, value: country });
  if (country === "CH" || country === "GB" || country === "NO" || country === "US") {
    visitor.fill("address", "national-id", { class: "national-id", seconds: 16 * pace, changes: 2, refills: 1 });
  }
  if (note !== undefined) visitor.fill("address", "note", { class: "free-text", seconds: 11, changes: 1, value: note });
  visitor.fill("address", "new-password", { class: "password", seconds: 2, filled: false, changes: 0 });
  return pay(visitor.click("button", "Go to payment").submit().leave(100));
}

/** @param {Visitor} visitor */
function pay(visitor) {
  return visitor
    .wait(0.6)
    .page("/checkout/payment", "Payment", { payment: 4, ...FOOTER })
    .wait(4);
}

/** @param {Visitor} visitor @param {{ typo?: boolean, slow?: boolean }} [how] `typo`: the first card number is wrong. */
export function card(visitor, { typo = false, slow = false } = {}) {
  const pace = slow ? 1.8 : 1;
  visitor
    .fill("payment", "card-holder", { class: "card-holder", seconds: 2.4 * pace, changes: 0 })
    .fill("payment", "card-number", { class: "payment-card", seconds: 15 * pace, valid: !typo });
  if (typo) {
    visitor
      .click("button", "Pay")
      .error("payment", "card-number", "patternMismatch")
      .wait(3)
      .fill("payment", "card-number", { class: "payment-card", seconds: 21, changes: 3, refills: 1 });
  }
  return visitor
    .fill("payment", "card-expiry", { class: "card-expiry", seconds: 4.4 * pace })
    .fill("payment", "card-code", { class: "card-security-code", seconds: 5.2 * pace, changes: slow ? 2 : 1 });
}

/** @param {Visitor} visitor @param {number} value Euro. */
export function order(visitor, value) {
  visitor.click("button", "Pay").submit().leave(100);
  return visitor
    .wait(0.8)
    .page("/checkout/confirmation/:order", "Thank you", FOOTER)
    .track("order_completed", { value, currency: "EUR" })
    .wait(9)
    .leave(80);
}
