import { findProduct } from "./products.mjs";
import { shipping } from "./money.mjs";

const MOST = 12;

/** @typedef {{ product: import("./products.mjs").Product, quantity: number }} Line */

/**
 * Reads the cart from its cookie: the shop keeps no carts, so nothing is lost when it starts again.
 *
 * @param {string | undefined} cookie Such as `apricot-hour.2~gooseneck-no-3.1`. Whatever is not a product is left out.
 * @returns {Line[]}
 */
export function readCart(cookie = "") {
  return cookie.split("~").flatMap((entry) => {
    const [slug = "", count] = entry.split(".");
    const product = findProduct(slug);
    const quantity = clamp(Number(count));
    return product !== undefined && quantity > 0 ? [{ product, quantity }] : [];
  });
}

/**
 * @param {readonly Line[]} lines
 * @returns {string} What `readCart` reads.
 */
export function writeCart(lines) {
  return lines.map(({ product, quantity }) => `${product.slug}.${quantity}`).join("~");
}

/**
 * @param {readonly Line[]} lines
 * @param {string} slug
 * @param {number} quantity The new quantity, from the old one. 0 takes the line out; no more than 12 are kept.
 * @returns {Line[]} A new cart; the same one where there is no such product.
 */
export function setQuantity(lines, slug, quantity) {
  const product = findProduct(slug);
  if (product === undefined) return [...lines];
  const known = lines.some((line) => line.product === product);
  const next = known
    ? lines.map((line) => (line.product === product ? { product, quantity: clamp(quantity) } : line))
    : [...lines, { product, quantity: clamp(quantity) }];
  return next.filter((line) => line.quantity > 0);
}

/**
 * @param {readonly Line[]} lines
 * @returns {{ count: number, goods: number, shipping: number, total: number }} Pieces, and euro cents.
 */
export function sumCart(lines) {
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const goods = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
  return { count, goods, shipping: shipping(goods), total: goods + shipping(goods) };
}

/** @param {number} quantity */
function clamp(quantity) {
  return Number.isFinite(quantity) ? Math.min(MOST, Math.max(0, Math.floor(quantity))) : 0;
}
