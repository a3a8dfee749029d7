import { setQuantity, writeCart } from "./cart.mjs";
import { checkForm, isCardNumber } from "./check-form.mjs";
import { ACCOUNT, ADDRESS, PAYMENT } from "./forms.mjs";
import { drafts, keep, orders, token } from "./orders.mjs";
import { addressPage, paymentPage } from "./pages/checkout.mjs";
import { messagePage } from "./pages/message.mjs";

/**
 * @param {import("./answer.mjs").Visit} visit
 * @param {Readonly<Record<string, string>>} form
 * @returns {import("./answer.mjs").Page | import("./answer.mjs").Redirect}
 */
export function postForm({ url: { pathname }, cart, cookies }, form) {
  // A path of this shop only: `//elsewhere` and `/\elsewhere` lead off it.
  const back = /^\/(?![/\\])[a-z0-9/-]*$/.test(form.back ?? "") ? (form.back ?? "/") : "/";
  if (pathname === "/consent") {
    const choice = form.answer === "yes" ? "yes" : "no";
    return { to: back, cookies: [`consent=${choice}; Path=/; Max-Age=31536000; SameSite=Lax`] };
  }
  if (pathname === "/newsletter") return { to: `${back}?subscribed=1#newsletter` };
  if (pathname === "/cart") {
    const had = cart.find(({ product }) => product.slug === form.product)?.quantity ?? 0;
    return toCart(setQuantity(cart, form.product ?? "", had + Number(form.quantity ?? 1)));
  }
  if (pathname === "/cart/update") {
    if (form.remove !== undefined) return toCart(setQuantity(cart, form.remove, 0));
    return toCart(
      cart.reduce(
        (lines, { product: { slug }, quantity }) => setQuantity(lines, slug, Number(form[slug] ?? quantity)),
        cart,
      ),
    );
  }
  if (cart.length === 0) return { to: "/cart" };
  if (pathname === "/checkout/address") {
    const errors = checkForm([...ADDRESS, ...ACCOUNT], form);
    if (Object.keys(errors).length > 0) {
      return { status: 422, title: "Address", content: addressPage(cart, form, errors) };
    }
    // The password stays out: a real shop would hash it and open the account here.
    const draft = Object.fromEntries(ADDRESS.map(({ name }) => [name, form[name] ?? ""]));
    const id = cookies.draft !== undefined && drafts.has(cookies.draft) ? cookies.draft : token();
    keep(drafts, id, draft);
    return { to: "/checkout/payment", cookies: [`draft=${id}; Path=/; HttpOnly; SameSite=Lax`] };
  }
  if (pathname === "/checkout/payment") {
    const errors = checkForm(PAYMENT, form);
    if (!("card-number" in errors) && !isCardNumber(form["card-number"] ?? "")) {
      errors["card-number"] = "This card number has a typing error.";
    }
    if (Object.keys(errors).length > 0) {
      const kept = { "card-holder": form["card-holder"] ?? "" };
      return { status: 422, title: "Payment", content: paymentPage(cart, kept, errors) };
    }
    const number = `FW-${token().slice(0, 6).toUpperCase()}`;
    keep(orders, number, cart);
    drafts.delete(cookies.draft ?? "");
    const gone = "Path=/; Max-Age=0; SameSite=Lax";
    return { to: `/checkout/confirmation/${number}`, cookies: [`cart=; ${gone}`, `draft=; ${gone}`] };
  }
  return { status: 404, title: "Not found", content: messagePage("Nothing here", "Not even a tea leaf.") };
}

/**
 * @param {readonly import("./cart.mjs").Line[]} cart
 * @returns {import("./answer.mjs").Redirect}
 */
function toCart(cart) {
  return { to: "/cart", cookies: [`cart=${writeCart(cart)}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`] };
}
