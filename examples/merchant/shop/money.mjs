const EUROS = new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR" });

/** Shipping in euro cents, and the value of goods from which it is free. */
const SHIPPING = { price: 490, freeFrom: 6000 };

/**
 * @param {number} cents
 * @returns {string} Such as `€11.90`.
 */
export function money(cents) {
  return EUROS.format(cents / 100);
}

/**
 * @param {number} goods Value of goods, euro cents.
 * @returns {number} Euro cents.
 */
export function shipping(goods) {
  return goods === 0 || goods >= SHIPPING.freeFrom ? 0 : SHIPPING.price;
}
