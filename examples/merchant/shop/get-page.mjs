import { drafts, orders } from "./orders.mjs";
import { cartPage } from "./pages/cart.mjs";
import { catalogue } from "./pages/catalogue.mjs";
import { addressPage, confirmationPage, paymentPage } from "./pages/checkout.mjs";
import { messagePage } from "./pages/message.mjs";
import { productPage } from "./pages/product.mjs";
import { findProduct } from "./products.mjs";

/**
 * @param {import("./answer.mjs").Visit} visit
 * @returns {import("./answer.mjs").Page | import("./answer.mjs").Redirect}
 */
export function getPage({ url: { pathname }, cart, cookies }) {
  const draft = drafts.get(cookies.draft ?? "") ?? {};
  if (pathname === "/") return { title: "Good leaves", content: catalogue("all") };
  if (pathname === "/tea") return { title: "Tea", content: catalogue("tea") };
  if (pathname === "/ware") return { title: "Kettles & pots", content: catalogue("ware") };
  if (pathname === "/cart") return { title: "Cart", content: cartPage(cart) };
  const product = /^\/products\/([a-z0-9-]+)$/.exec(pathname)?.[1];
  const found = product === undefined ? undefined : findProduct(product);
  if (found !== undefined) return { title: found.name, content: productPage(found) };
  const number = /^\/checkout\/confirmation\/([A-Z0-9-]+)$/.exec(pathname)?.[1] ?? "";
  const ordered = orders.get(number);
  if (ordered !== undefined) return { title: "Thank you", content: confirmationPage(number, ordered) };
  if (pathname.startsWith("/checkout/") && cart.length === 0) return { to: "/cart" };
  if (pathname === "/checkout/address") return { title: "Address", content: addressPage(cart, draft, {}) };
  if (pathname === "/checkout/payment") {
    if (draft.name === undefined) return { to: "/checkout/address" };
    return { title: "Payment", content: paymentPage(cart, { "card-holder": draft.name }, {}) };
  }
  return { status: 404, title: "Not found", content: messagePage("Nothing here", "Not even a tea leaf.") };
}
