import { autofill, compose, drop, paste, put, type } from "./hands.js";
import { hostile } from "./hostile-case.js";
import { CARD, EMAIL, MESSAGE, NAME, PHONE, STREET } from "./secrets.js";

/** No value is allowed here but what a page says. The page repeats in its title what came in. */
const page = (
  fields: string,
): string => `<form id="f" onsubmit="event.preventDefault()">${fields}<button>Go</button></form>
  <p id="from">${NAME}</p><div id="line"></div><script>
  f.addEventListener("change", ({ target }) => { line.textContent = target.value });
  f.addEventListener("submit", () => { document.title = "For " + line.textContent; history.pushState(null, "", "/sent") })</script>`;
const send = (page: Parameters<typeof type>[0]) => page.click("text=Go");
const field = (more: object) => [
  { type: "field", form: "f", filled: true, ...more },
  { type: "page_view", kind: "navigate" },
];

for (const kind of [`<input name="x">`, `<textarea name="x"></textarea>`] as const) {
  const name = kind.slice(1, kind.indexOf(" "));
  hostile(`text pasted into a ${name}`, {
    body: page(kind),
    secret: NAME,
    act: (page) => paste(page, "[name=x]", NAME).then(() => send(page)),
    holds: { "f.x.value": NAME },
    told: field({ pasted: true }),
    carrier: "page_view",
  });
  hostile(`text dragged into a ${name}`, {
    body: page(kind),
    secret: NAME,
    act: (page) => drop(page, "#from", "[name=x]").then(() => send(page)),
    holds: { "f.x.value.trim()": NAME },
    told: field({ pasted: true }),
    carrier: "page_view",
  });
  hostile(`text of an input method in a ${name}`, {
    body: page(kind),
    secret: "ヴレンジ夸日",
    act: (page) => compose(page, "[name=x]", "ヴレンジ夸日").then(() => send(page)),
    holds: { "f.x.value": "ヴレンジ夸日" },
    told: field({ pasted: false }),
    carrier: "page_view",
  });
  hostile(`speech put into a ${name}`, {
    body: page(kind),
    secret: MESSAGE,
    act: (page) => put(page, "[name=x]", MESSAGE, "insertDictationResult").then(() => send(page)),
    holds: { "f.x.value": MESSAGE },
    told: field({}),
    carrier: "page_view",
  });
}

for (const [way, run] of Object.entries<(page: Parameters<typeof type>[0]) => Promise<void>>({
  typed: (page) => type(page, "#chat", NAME),
  pasted: (page) => paste(page, "#chat", NAME),
  dragged: (page) => drop(page, "#from", "#chat"),
  composed: (page) => compose(page, "#chat", NAME),
  dictated: (page) => put(page, "#chat", NAME, "insertDictationResult"),
})) {
  hostile(`rich text, ${way}, that a button repeats`, {
    body: `<div contenteditable id="chat"><p><br></p></div><button id="go">Go</button><p id="from">${NAME}</p><script>
      chat.addEventListener("input", () => { go.textContent = "Say " + chat.textContent.trim() })</script>`,
    secret: NAME,
    act: (page) => run(page).then(() => page.click("#go")),
    holds: { "go.textContent": `Say ${NAME}` },
    told: [
      { type: "field", field: "chat", filled: true },
      { type: "click", role: "button" },
    ],
    carrier: "click",
  });
}

hostile("what a manager fills into fields that nobody sees", {
  body: page(`<input name="mail" autocomplete="email" data-wayseal="allow">
    ${Object.entries({
      off: "position: absolute; left: -9999px",
      up: "position: absolute; top: -900px",
      small: "width: 0; height: 0; padding: 0; border: 0",
      clear: "opacity: 0",
      gone: "visibility: hidden",
      none: "display: none",
    })
      .map(
        ([name, style]) => `<input name="${name}" autocomplete="street-address" style="${style}" data-wayseal="allow">`,
      )
      .join("")}
    <div style="opacity: 0; height: 0; overflow: hidden"><input name="inside" data-wayseal="allow"></div>`),
  secret: STREET,
  async act(page) {
    for (const name of ["off", "up", "small", "clear", "gone", "none", "inside"])
      await put(page, `[name=${name}]`, STREET);
    await put(page, "[name=mail]", "seen");
    await send(page);
  },
  holds: { "f.off.value": STREET, "f.none.value": STREET },
  told: [
    { type: "field", field: "mail", value: "seen" },
    ...["off", "none"].map((name) => ({ type: "field", field: name })),
  ],
  carrier: "field",
});

hostile("what hidden inputs hold and are given", {
  body: `<main data-wayseal="allow">${page(`<input name="x"><input type="hidden" name="h" value="${STREET}">`)}</main>`,
  secret: [STREET, PHONE],
  async act(page) {
    await type(page, "[name=x]", "seen");
    await put(page, "[name=h]", PHONE);
    await send(page);
  },
  holds: { "f.h.value": PHONE },
  told: [{ type: "field", field: "x", value: "seen" }],
  carrier: null,
});

hostile("a diary whose field is renamed, retyped and allowed while somebody writes", {
  body: page(`<input name="diary" id="diary" oninput="
    this.name = this.id = 'town'; this.type = 'search'; this.dataset.wayseal = 'allow'">`),
  tag: `data-allow="town,city"`,
  secret: MESSAGE,
  act: (page) => type(page, "form input", MESSAGE),
  holds: { "f.town.value": MESSAGE },
  told: [{ type: "field", field: "town", filled: true }],
  carrier: "field",
});

hostile("what is typed, undone and cut out again", {
  body: page(`<input name="x" oninput="if (this.value) document.title = 'For ' + this.value">`),
  secret: EMAIL,
  async act(page) {
    await type(page, "[name=x]", EMAIL);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.press("ControlOrMeta+X");
    await page.keyboard.type("else");
    await page.evaluate((title) => (document.title = title), `For ${EMAIL}`);
    await send(page);
    await page.evaluate((text) => Object.assign(document, { title: text }), `For ${EMAIL.split("@")[0]}`);
    await page.evaluate(() => history.pushState(null, "", "/more"));
  },
  holds: { "f.x.value": "else" },
  told: field({ field: "x" }),
  carrier: "page_view",
});

hostile("what the browser itself fills, also where nobody sees it", {
  body: `<main data-wayseal="allow"><form id="f" onsubmit="event.preventDefault()"><input name="n" autocomplete="cc-number">
    <input name="who" autocomplete="cc-name" style="position: absolute; left: -9999px"><input name="e" autocomplete="cc-exp">
    <input name="v" autocomplete="cc-csc"><button>Go</button></form></main>`,
  secret: [CARD, NAME],
  act: (page) => autofill(page, "[name=n]", { number: CARD.replaceAll(" ", ""), name: NAME }).then(() => send(page)),
  holds: { "f.n.value": CARD.replaceAll(" ", ""), "f.who.value": NAME, "String(f.who.matches(':autofill'))": "true" },
  told: [
    { type: "field", field: "n", class: "payment-card", autofilled: true, filled: true },
    { type: "field", field: "who", class: "card-holder", autofilled: true, filled: true },
    { type: "field", field: "v", class: "card-security-code", autofilled: true, filled: true },
  ],
  carrier: "field",
});
