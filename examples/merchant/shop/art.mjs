import { html } from "./html.mjs";

/**
 * @typedef {object} Art
 * @property {"tin" | "bag" | "kettle" | "gooseneck" | "pot"} shape
 * @property {string} body Main colour.
 * @property {string} band Second colour.
 * @property {"sun" | "leaf" | "wave" | "moon" | "dial"} mark
 */

const LEAF = "M0 22C-16 8-14-14 0-24 14-14 16 8 0 22Z";

/** Small signs for labels, drawn around 0,0. */
const MARKS = {
  sun: (/** @type {string} */ ink) =>
    html`<g fill="${ink}"
      ><circle r="10" />${[0, 45, 90, 135, 180, 225, 270, 315].map(
        (turn) => html`<rect x="-1.6" y="-22" width="3.2" height="8" rx="1.6" transform="rotate(${turn})" />`,
      )}</g
    >`,
  leaf: (/** @type {string} */ ink) =>
    html`<g fill="none" stroke="${ink}" stroke-width="2.6" stroke-linecap="round"
      ><path d="${LEAF}" /><path d="M0 30V-12M0 10l7-8M0 10l-7-8M0 0l6-7M0 0l-6-7"
    /></g>`,
  wave: (/** @type {string} */ ink) =>
    html`<g fill="none" stroke="${ink}" stroke-width="3" stroke-linecap="round"
      >${[-14, -2, 10, 22].map((y) => html`<path d="M-22 ${y}q5.500-7 11 0t11 0 11 0 11 0" />`)}</g
    >`,
  moon: (/** @type {string} */ ink) =>
    html`<path d="M8-20a20 20 0 1 0 10 32A17 17 0 0 1 8-20Z" fill="${ink}" /><circle
        cx="12"
        cy="-4"
        r="2"
        fill="${ink}"
      />`,
  dial: (/** @type {string} */ ink) =>
    html`<g fill="none" stroke="${ink}" stroke-width="3" stroke-linecap="round"
      ><circle r="16" /><path d="M0 0 8-7"
    /></g>`,
};

/** Each drawn on 240 by 200, standing on y = 172. */
const SHAPES = {
  /** @param {Art} art */
  tin: ({ body, band, mark }) =>
    html`<rect x="78" y="50" width="84" height="122" rx="9" fill="${body}" /><rect
        x="72"
        y="36"
        width="96"
        height="24"
        rx="7"
        fill="${body}"
      /><rect x="72" y="52" width="96" height="8" fill="#000" opacity=".18" /><rect
        x="78"
        y="80"
        width="84"
        height="68"
        fill="${band}"
      /><g transform="translate(120 114) scale(.95)">${MARKS[mark](body)}</g
      ><rect x="86" y="62" width="9" height="104" rx="4" fill="#fff" opacity=".22" />`,
  /** @param {Art} art */
  bag: ({ body, band, mark }) =>
    html`<path d="M76 58h88l8 108a6 6 0 0 1-6 6H74a6 6 0 0 1-6-6Z" fill="${body}" /><path
        d="M80 34h80l4 26H76Z"
        fill="${body}"
      /><path d="M80 34h80l1.800 12H78.200Z" fill="#000" opacity=".2" /><rect
        x="88"
        y="76"
        width="64"
        height="72"
        rx="32"
        fill="${band}"
      /><g transform="translate(118 112)">${MARKS[mark](body)}</g
      ><path d="M82 64l-6 98" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".2" />`,
  /** @param {Art} art */
  kettle: ({ body, band, mark }) =>
    html`<path d="M66 96c0-62 108-62 108 0" fill="none" stroke="${band}" stroke-width="9" stroke-linecap="round" /><path
        d="M168 118c16 0 20-20 34-30l8 9c-14 12-18 36-38 42Z"
        fill="${body}"
      /><path
        d="M120 82c40 0 62 30 62 62 0 18-10 28-26 28H84c-16 0-26-10-26-28 0-32 22-62 62-62Z"
        fill="${body}"
      /><path d="M92 88c8-6 18-9 28-9s20 3 28 9Z" fill="${band}" /><circle cx="120" cy="74" r="7" fill="${band}" /><g
        transform="translate(118 134) scale(.9)"
        opacity=".9"
        >${MARKS[mark]("#ffe9d2")}</g
      ><path
        d="M76 116c-6 10-8 22-6 34"
        stroke="#fff"
        stroke-width="6"
        stroke-linecap="round"
        fill="none"
        opacity=".28"
      />`,
  /** @param {Art} art */
  gooseneck: ({ body, band, mark }) =>
    html`<path
        d="M150 150c30 0 22-70 52-82"
        fill="none"
        stroke="${body}"
        stroke-width="9"
        stroke-linecap="round"
      /><path d="M84 92c-34-4-38 52-8 62" fill="none" stroke="${band}" stroke-width="11" stroke-linecap="round" /><path
        d="M86 82h64l14 82a7 7 0 0 1-7 8H79a7 7 0 0 1-7-8Z"
        fill="${body}"
      /><path d="M84 82c4-12 64-12 68 0Z" fill="${band}" /><rect
        x="114"
        y="58"
        width="8"
        height="16"
        rx="4"
        fill="${band}"
      /><circle cx="118" cy="128" r="23" fill="#f4efe6" /><g transform="translate(118 128)">${MARKS[mark]("#3c3a36")}</g
      ><path d="M94 92l-9 68" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".25" />`,
  /** @param {Art} art */
  pot: ({ body, band, mark }) =>
    html`<path d="M72 112c-36-8-38 44 2 42" fill="none" stroke="${body}" stroke-width="11" /><path
        d="M162 122c18-2 18-26 36-32l8 10c-12 6-16 44-42 46Z"
        fill="${body}"
      /><ellipse cx="120" cy="130" rx="56" ry="42" fill="${body}" /><path
        d="M66 118c4-20 26-32 54-32s50 12 54 32c-34 14-74 14-108 0Z"
        fill="${band}"
      /><path d="M92 88c6-10 50-10 56 0-16 6-40 6-56 0Z" fill="${body}" /><circle
        cx="120"
        cy="76"
        r="8"
        fill="${band}"
      /><g transform="translate(120 146) scale(.55)" opacity=".85">${MARKS[mark]("#eef3ea")}</g
      ><path
        d="M78 130c2 12 8 20 16 26"
        stroke="#fff"
        stroke-width="5"
        stroke-linecap="round"
        fill="none"
        opacity=".3"
      />`,
};

/**
 * Draws a product. Everything in it is ours: nothing is downloaded.
 *
 * @param {Art} art
 * @param {string} label What it shows, for those who cannot see it; empty where a heading beside it says so.
 * @returns {import("./html.mjs").Html}
 */
export function draw(art, label = "") {
  const access = label === "" ? html`aria-hidden="true"` : html`role="img" aria-label="${label}"`;
  return html`<svg class="art" viewBox="0 0 240 200" ${access}>
    <ellipse class="shade" cx="120" cy="173" rx="76" ry="9" />
    ${SHAPES[art.shape](art)}
  </svg>`;
}
