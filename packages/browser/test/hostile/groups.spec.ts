import { begin, type } from "./hands.js";
import { hostile } from "./hostile-case.js";

/** All pages here allow every value, and no field's own words tell what it holds. */
const page = (body: string): string =>
  `<main data-wayseal="allow"><form id="f" onsubmit="event.preventDefault()">${body}<button>Go</button></form></main>`;
const plain = `<label>Colour <input name="colour"></label>`;
const toldAnyway = { type: "field", field: "colour", class: "unknown", value: "plain" };
const choose = (name: string, from: number, to: number): string =>
  `<select name="${name.toLowerCase()}" aria-label="${name}"><option></option>${Array.from(
    { length: to - from + 1 },
    (_, at) => `<option>${String(from + at).padStart(2, "0")}</option>`,
  ).join("")}</select>`;

hostile("an expiry that is chosen under a legend", {
  body: page(`${plain}<fieldset><legend>Expiry date</legend>
    ${choose("Month", 1, 12)} ${choose("Year", 2026, 2034)}</fieldset>`),
  secret: "2031",
  async act(page) {
    await begin(page, "[name=colour]");
    await type(page, "[name=colour]", "plain");
    await page.selectOption("[name=month]", "02");
    await page.selectOption("[name=year]", "2031");
    await page.keyboard.press("Tab");
  },
  holds: { "f.year.value": "2031" },
  told: [
    toldAnyway,
    { type: "field", field: "month", class: "card-expiry" },
    { type: "field", field: "year", class: "card-expiry" },
  ],
  carrier: "field",
});

for (const [where, open, close] of [
  ["by aria-label", `<div role="group" aria-label="Expiry date">`, "</div>"],
  ["by aria-labelledby", `<p id="say">Valid thru</p><div role="group" aria-labelledby="say">`, "</div>"],
  [
    "around another group",
    `<fieldset><legend>Expiry date</legend><div role="group" aria-label="Two">`,
    "</div></fieldset>",
  ],
  ["around a component", `<fieldset><legend>Expiry date</legend><x-two></x-two>`, "</fieldset>"],
] as const) {
  const inputs = `<input id="m" aria-label="First"> <input id="y" aria-label="Second">`;
  const inside = close.startsWith("</fieldset")
    ? `<script>document.querySelector("x-two").attachShadow({ mode: "open" }).innerHTML = '${inputs}'</script>`
    : inputs;
  hostile(`an expiry that is typed in a group that is named ${where}`, {
    body: page(plain + open + inside + close),
    secret: "2031",
    async act(page) {
      await begin(page, "[name=colour]");
      await type(page, "[name=colour]", "plain");
      await type(page, "#m", "02");
      await type(page, "#y", "2031");
      await page.click("[name=colour]");
    },
    told: [
      toldAnyway,
      { type: "field", field: "m", class: "card-expiry" },
      { type: "field", field: "y", class: "card-expiry" },
    ],
    carrier: "field",
  });
}

for (const [label, name, secret] of [
  ["The three or four digits on the back", "card-security-code", "8396"],
  ["Back of card", "card-security-code", "8396"],
  ["Your first pet's name", "security-answer", "Knarzolwuff"],
  ["PUK", "password", "83964471"],
] as const) {
  hostile(`what is asked for as “${label}”`, {
    body: page(`${plain}<label>${label} <input name="x"></label>`),
    secret,
    async act(page) {
      await begin(page, "[name=colour]");
      await type(page, "[name=colour]", "plain");
      await type(page, "[name=x]", secret);
      await page.keyboard.press("Tab");
    },
    holds: { "f.x.value": secret },
    told: [toldAnyway, { type: "field", field: "x", class: name }],
    carrier: "field",
  });
}
