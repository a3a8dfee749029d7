import { begin, compose, type } from "./hands.js";
import { hostile } from "./hostile-case.js";
import { CARD } from "./secrets.js";

/** All pages here allow every value: it is the class that keeps these in. */
const page = (body: string): string =>
  `<main data-wayseal="allow"><form id="f" onsubmit="event.preventDefault()">${body}<button>Go</button></form></main>`;
const DIGITS = CARD.replaceAll(" ", "");
/** Names that say nothing. */
const NAMES = "abcdefghijklmnop";
const boxes = (count: number, more: string): string =>
  [...NAMES.slice(0, count)].map((name) => `<input name="${name}" ${more}>`).join("");
const next = `oninput="if (this.value.length === this.maxLength) this.nextElementSibling.focus()"`;
const all = { "[...document.querySelectorAll('input')].map(({ value }) => value).join('')": DIGITS };
const card = (field: string) => ({ type: "field", field, class: "payment-card", filled: true });

hostile("a card number in a search box", {
  body: page(`<input type="search" name="q" aria-label="Search the shop">`),
  secret: CARD,
  act: (page) => type(page, "[name=q]", CARD),
  holds: { "f.q.value": CARD },
  told: [card("q")],
  carrier: "field",
});

hostile("a card number in a search box that searches at each key, in the address and the title", {
  body: page(
    `<input type="search" name="q" oninput="history.pushState(null, '', '/find/' + this.value); document.title = 'Results for ' + this.value">`,
  ),
  secret: CARD,
  act: (page) => type(page, "[name=q]", DIGITS),
  holds: { "f.q.value": DIGITS, "document.title": `Results for ${DIGITS}` },
  told: [{ type: "page_view", kind: "navigate" }],
  carrier: "page_view",
});

hostile("a card number in four boxes of four digits, each leading to the next", {
  body: page(boxes(4, `maxlength="4" ${next}`)),
  secret: CARD,
  act: (page) => type(page, "[name=a]", DIGITS),
  holds: all,
  told: [..."abcd"].map(card),
  carrier: "field",
});

hostile("a card number in four boxes that have no limit and no form", {
  body: `<main data-wayseal="allow">${[1, 2, 3, 4].map((n) => `<input name="part-${n}">`).join("")}</main>`,
  secret: CARD,
  async act(page) {
    for (const [at, part] of CARD.split(" ").entries()) await type(page, `[name=part-${at + 1}]`, part);
    // Somebody looks it over again once it is whole.
    for (const n of [1, 2, 3, 4]) await page.click(`[name=part-${n}]`);
  },
  holds: all,
  told: [card("part-4")],
  carrier: "field",
});

/** Types the parts of a number into a page's fields, one after the other. */
const typeParts = (...parts: readonly string[]) =>
  async function (page: Parameters<typeof begin>[0]): Promise<void> {
    await begin(page, "input >> nth=0");
    for (const [at, part] of parts.entries()) await type(page, `input >> nth=${at}`, part);
    await page.keyboard.press("Tab");
  };

for (const [name, boxes, first, last] of [
  ["that have no limit and names that are not alike", [..."abcd"].map((name) => `<input name="${name}">`), "a", "d"],
  ["that have neither limits nor names", Array<string>(4).fill("<input>"), "field-1", "field-4"],
  ["for telephone numbers", [..."abcd"].map((name) => `<input type="tel" name="${name}">`), "a", "d"],
  ["for numbers", [..."abcd"].map((name) => `<input type="number" name="${name}">`), "a", "d"],
  [
    "of which the first alone says what it is",
    [..."abcd"].map((id, at) => `${at ? "" : "<label for=a>Card number</label>"}<input id="${id}">`),
    "a",
    "d",
  ],
  ["that say which part they are", [1, 2, 3, 4].map((n) => `<input aria-label="Part ${n}">`), "field-1", "field-4"],
] as const) {
  hostile(`a card number in four boxes ${name}`, {
    body: page(boxes.join(" ")),
    secret: CARD,
    act: typeParts(...CARD.split(" ")),
    holds: all,
    told: [card(first), card(last)],
    carrier: "field",
  });
}

hostile("a card number in two boxes of eight digits", {
  body: page(`<input name="a"> <input name="b">`),
  secret: CARD,
  act: typeParts(DIGITS.slice(0, 8), DIGITS.slice(8)),
  holds: all,
  told: [card("a"), card("b")],
  carrier: "field",
});

hostile("a card number in boxes beside others that say what they hold, and tell it", {
  body: page(`<label>Quantity <input name="x"></label> <label>House number <input name="y"></label>
    <label>ZIP code <input name="z"></label> ${[..."abcd"].map((name) => `<input name="${name}">`).join(" ")}
    <input name="e">`),
  secret: CARD,
  act: typeParts("120", "2211", "10115", ...CARD.split(" "), "plain"),
  told: [
    { type: "field", field: "x", class: "quantity", value: "120" },
    { type: "field", field: "y", class: "street", value: "2211" },
    { type: "field", field: "z", class: "postal-code", value: "10115" },
    ...[..."abcd"].map(card),
    { type: "field", field: "e", class: "unknown", value: "plain" },
  ],
  carrier: "field",
});

hostile("a card number in sixteen boxes of one digit", {
  body: page(boxes(16, `maxlength="1" ${next}`)),
  secret: CARD,
  act: (page) => type(page, "[name=a]", DIGITS),
  holds: all,
  told: [{ type: "field", field: "p", filled: true }],
  carrier: "spread",
});

hostile("a card number in four boxes of a shadow tree", {
  body: page(`<x-card></x-card><script>
    const root = document.querySelector("x-card").attachShadow({ mode: "open" });
    root.innerHTML = '${[..."abcd"].map((name) => `<input id="${name}" maxlength="4">`).join("")}';</script>`),
  secret: CARD,
  async act(page) {
    for (const [at, part] of CARD.split(" ").entries()) await type(page, `#${"abcd"[at]}`, part);
  },
  holds: { "[...root.children].map(({ value }) => value).join('')": DIGITS },
  told: [{ type: "field", field: "d", filled: true }],
  carrier: "field",
});

hostile("a card number in a sentence of a note", {
  body: page(`<textarea name="note"></textarea>`),
  secret: CARD,
  act: (page) => type(page, "[name=note]", `take ${CARD}, please`),
  holds: { "f.note.value": `take ${CARD}, please` },
  told: [card("note")],
  carrier: "field",
});

hostile("a card number in a chat", {
  body: page(`<div contenteditable id="chat"></div>`),
  secret: CARD,
  act: (page) => type(page, "#chat", CARD),
  holds: { "document.querySelector('#chat').textContent": CARD },
  told: [card("chat")],
  carrier: "field",
});

hostile("a card number in wide digits, by an input method", {
  body: page(`<input name="x">`),
  secret: CARD,
  act: (page) => compose(page, "[name=x]", wide(DIGITS)),
  holds: { "f.x.value": wide(DIGITS) },
  told: [card("x")],
  carrier: "field",
});

hostile("a card number that the page puts spaces into, and then into a hidden twin", {
  body: page(`<input name="x" oninput="this.value = this.value.replace(/\\D/g, '').replace(/(.{4})(?=.)/g, '$1 ');
    f.y.value = this.value.replace(/ /g, '')"><input name="y" style="position: absolute; left: -999em">`),
  secret: CARD,
  async act(page) {
    await type(page, "[name=x]", DIGITS);
    // Tab leads into what nobody sees, too.
    for (let i = 0; i < 3; i++) await page.keyboard.press("Tab");
  },
  holds: { "f.x.value": CARD, "f.y.value": DIGITS },
  told: [card("x"), card("y")],
  carrier: "field",
});

hostile("a card number of which the page says the last four digits", {
  body: page(`<input name="number" aria-label="Card number" onchange="
    pay.textContent = 'Pay with •••• ' + this.value.slice(-4); document.title = 'Card ' + this.value.slice(-4);
    history.pushState(null, '', '/pay/' + this.value.slice(-4))"><button type="button" id="pay">Pay</button>`),
  secret: CARD,
  async act(page) {
    await type(page, "[name=number]", DIGITS);
    await page.keyboard.press("Tab");
    await page.click("#pay");
  },
  holds: { "pay.textContent": "Pay with •••• 5178" },
  told: [card("number"), { type: "click", role: "button" }, { type: "page_view", kind: "navigate" }],
  carrier: "click",
});

function wide(digits: string): string {
  return digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
}
