import { html } from "../html.mjs";

/**
 * @param {string} title
 * @param {string} text
 * @returns {import("../html.mjs").Html}
 */
export function messagePage(title, text) {
  return html`<section class="message">
    <h1>${title}</h1>
    <p>${text}</p>
    <a class="button" href="/">Look at the shelves</a>
  </section>`;
}
