import { html } from "./html.mjs";

/**
 * @typedef {object} Context What every page knows.
 * @property {import("./cart.mjs").Line[]} cart
 * @property {boolean} asked Whether the visitor has answered the question about cookies.
 * @property {string} path Path of the page, to come back to.
 * @property {string} script Address of the collector's script; empty where there is no collector.
 * @property {boolean} subscribed Whether the newsletter was just ordered.
 */

const LOGO = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <path d="M16 29C16 18 16 11 27 4 28 16 25 22 16 24" fill="currentColor" opacity=".55" />
  <path d="M16 29C16 20 15 14 6 9 4 19 8 24 16 25" fill="currentColor" />
</svg>`;

/**
 * Draws a whole page around its content.
 *
 * @param {Context} context
 * @param {string} title
 * @param {import("./html.mjs").Html} content
 * @returns {string} HTML.
 */
export function layout({ cart, asked, path, script, subscribed }, title, content) {
  const count = cart.reduce((sum, { quantity }) => sum + quantity, 0);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Fernwood Tea &amp; Kettle</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
        <script src="/shop.js" defer></script>
        ${script !== "" && html`<script async src="${script}"></script>`}
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <a class="brand" href="/"
            >${LOGO}<span>Fernwood <em>Tea &amp; Kettle</em></span></a
          >
          <nav aria-label="Shop">
            <a href="/tea">Tea</a>
            <a href="/ware">Kettles &amp; pots</a>
            <a class="basket" href="/cart">Cart <span class="count">${count}</span></a>
          </nav>
        </header>
        <main id="content">${content}</main>
        <footer>
          <form class="newsletter" id="newsletter" method="post" action="/newsletter">
            <label for="newsletter-email">A letter when new tea arrives</label>
            <div class="joined">
              <input
                id="newsletter-email"
                name="newsletter-email"
                type="email"
                autocomplete="email"
                required
                maxlength="254"
                placeholder="you@example.com"
              />
              <input type="hidden" name="back" value="${path}" />
              <button>Subscribe</button>
            </div>
            ${subscribed && html`<p class="done" role="status">Thank you. Look for our letter in spring.</p>`}
          </form>
          <p class="small">Fernwood is a demo shop: nothing is charged, nothing is sent, and no tea exists.</p>
        </footer>
        ${!asked && banner(path)}
      </body>
    </html>`.text.trimStart();
}

/** @param {string} path */
function banner(path) {
  return html`<form class="consent" id="consent" method="post" action="/consent" aria-labelledby="consent-title">
    <div>
      <h2 id="consent-title">May we remember this visit?</h2>
      <p>
        We would like to learn how the shop is used. What you type is sealed in your browser, and no trace of the visit
        stays on this device unless you agree.
      </p>
    </div>
    <input type="hidden" name="back" value="${path}" />
    <div class="choices">
      <button name="answer" value="no" class="quiet">No, thanks</button>
      <button name="answer" value="yes">Yes, that's fine</button>
    </div>
  </form>`;
}
