import { type } from "./hands.js";
import { hostile } from "./hostile-case.js";
import { EMAIL, MESSAGE, NAME, STREET } from "./secrets.js";

/** What each page here does with what was typed, `value`, once its field is left. No value is allowed. */
const page = (field: string, run: string, more = ""): string => `<form id="f" onsubmit="event.preventDefault()">
  ${field}<button type="button" id="next">Next</button><p id="note">Note</p>${more}</form>
  <script>const next = document.querySelector("#next"), note = document.querySelector("#note");
  f.elements[0].addEventListener("change", ({ target }) => { const { value } = target; ${run} })</script>`;
const who = `<label>Who <input name="who"></label>`;
const mail = `<label>E-mail <input name="mail" type="email"></label>`;
const told = [
  { type: "field", form: "f", field: "who", filled: true },
  { type: "click", role: "button" },
];
const held = { "f.elements[0].value": NAME };

/** Types, leaves the field, and presses what the page has made of it. */
const say = (text: string, press = "#next", field = "form input") =>
  async function (page: Parameters<typeof type>[0]): Promise<void> {
    await type(page, field, text);
    await page.keyboard.press("Tab");
    await page.click(press);
  };

for (const [where, run] of Object.entries({
  "a button's caption": `next.textContent = "Go on as " + value`,
  "an aria-label": `next.setAttribute("aria-label", "Remove " + value)`,
  "a tooltip": `next.textContent = ""; next.title = "Remove " + value`,
  "the text that aria-labelledby names": `note.textContent = value; next.setAttribute("aria-labelledby", "note next")`,
  "the field that aria-labelledby names": `note.contentEditable = true; note.textContent = value; next.setAttribute("aria-labelledby", "note next")`,
  "a picture's alt text": `next.replaceChildren(Object.assign(new Image(), { alt: value, width: 20, height: 20 }))`,
  "a caption, letter by letter": `next.replaceChildren(...[...value].map((letter) =>
    Object.assign(document.createElement("span"), { textContent: letter })))`,
  "a caption, with signs that nobody sees": `next.textContent = [...value].join("\\u200b")`,
  "a caption, the first name only": `next.textContent = "Hello " + value.split(" ")[0]`,
  "a caption, the surname first": `next.textContent = value.split(" ").reverse().join(", ")`,
  "a caption, in capitals": `next.textContent = value.toUpperCase()`,
  "a caption in another field's words": `f.who.setAttribute("aria-label", value); next.textContent = "Change " + value`,
})) {
  hostile(`a name in ${where}`, {
    body: page(who, run),
    secret: NAME,
    act: say(NAME),
    told,
    // A field that lends its words is no part of a name in the first place.
    carrier: where.startsWith("the field") ? "field" : "click",
  });
}

for (const [where, run, seen] of [
  ["the title", `document.title = "Hello " + value; history.pushState(null, "", "/done")`, { url: expectUrl("/done") }],
  [
    "the title, the first name only",
    `document.title = "Hello " + value.split(" ")[0]; history.pushState(null, "", "/done")`,
    {},
  ],
  ["the path", `history.pushState(null, "", "/u/" + value + "/edit")`, {}],
  ["the path, as a slug", `history.pushState(null, "", "/u/" + value.toLowerCase().replace(" ", "-"))`, {}],
  ["the path, twice encoded", `history.pushState(null, "", "/u/" + encodeURIComponent(encodeURIComponent(value)))`, {}],
  ["the query and a fragment", `history.pushState(null, "", "/done?who=" + value + "#" + value)`, {}],
  ["a route in the fragment", `history.pushState(null, "", "#/u/" + value)`, {}],
] as const) {
  hostile(`a name in ${where}`, {
    body: page(who, run),
    secret: NAME,
    act: say(NAME),
    holds: held,
    told: [...told, { type: "page_view", kind: "navigate", ...seen }],
    carrier: "page_view",
  });
}

hostile("a name with accents in a path without them", {
  body: page(
    who,
    `history.pushState(null, "", "/u/" + value.normalize("NFD").replace(/[^a-z ]/gi, "").replace(" ", "-"))`,
  ),
  secret: "Vrënzi Quärbjöw",
  act: say("Vrënzi Quärbjöw"),
  told,
  carrier: "page_view",
});

hostile("an e-mail address whose first part the page greets", {
  body: page(
    mail,
    `next.textContent = "Hello " + value.split("@")[0]; document.title = value.split("@")[0];
    history.pushState(null, "", "/u/" + value.split("@")[0])`,
  ),
  secret: EMAIL,
  act: say(EMAIL),
  holds: { "f.elements[0].value": EMAIL },
  told: [
    { type: "field", field: "mail", class: "email" },
    { type: "page_view", kind: "navigate" },
  ],
  carrier: "click",
});

hostile("an e-mail address in mailto: links and their text", {
  body: page(
    mail,
    `note.innerHTML = ""; note.append(Object.assign(document.createElement("a"),
    { href: "mailto:" + value + "?subject=" + value, textContent: value, onclick: (event) => event.preventDefault() }))`,
  ),
  secret: EMAIL,
  act: say(EMAIL, "#note a"),
  told: [{ type: "click", role: "link", target: "mailto:" }],
  carrier: "click",
});

hostile("a street in texts that say what is wrong with it", {
  body: page(
    `<label>Street <input name="street" aria-describedby="note"></label>`,
    `target.setCustomValidity("“" + value + "” is not known"); f.reportValidity();
     note.setAttribute("role", "alert"); note.innerHTML = "<a href='#street'></a>";
     note.firstChild.textContent = "“" + value + "” is not known to us";
     document.title = "Error: " + value; history.pushState(null, "", "/address")`,
  ),
  secret: STREET,
  act: say(STREET, "#note a"),
  holds: { "note.textContent": `“${STREET}” is not known to us` },
  told: [
    { type: "form_error", form: "f", field: "street", kind: "customError" },
    { type: "click", role: "link" },
    { type: "page_view", kind: "navigate" },
  ],
  carrier: "click",
});

hostile("a street in a text that is pressed in rage", {
  body: page(`<label>Street <input name="street"></label>`, `next.textContent = value + "?"`),
  secret: STREET,
  async act(page) {
    await type(page, "[name=street]", STREET);
    await page.keyboard.press("Tab");
    await page.locator("#next").click({ clickCount: 4, delay: 10 });
  },
  told: [{ type: "frustration", kind: "rage", role: "button" }],
  carrier: "frustration",
});

hostile("a name that the page takes into names, ids and classes of its own", {
  body: page(who, `f.who.setAttribute("data-wayseal-class", value); f.who.name = "of-" + value; f.id = "f-" + value`),
  secret: NAME,
  act: say(NAME),
  told: [
    { type: "field", filled: true },
    { type: "click", role: "button" },
  ],
  carrier: "field",
});

hostile("a name in a declared event", {
  body: page(who, `next.setAttribute("data-wayseal-event", "Chose " + value)`),
  secret: NAME,
  act: say(NAME),
  told: [...told, { type: "track" }],
  carrier: "track",
});

hostile("a search at each key: in title, path and suggestions", {
  body: `<input type="search" id="q"><div id="list" role="listbox"></div><script>
    q.addEventListener("input", () => {
      document.title = q.value + " – Search";
      list.innerHTML = "<div role=option>" + q.value + " in Books</div><button>All of " + q.value + "</button>";
      setTimeout((text) => history.pushState(null, "", "/find/" + text), 40, q.value);
    })</script>`,
  secret: MESSAGE,
  async act(page) {
    await type(page, "#q", MESSAGE);
    await page.click("[role=option]");
    await page.click("button");
  },
  holds: { "q.value": MESSAGE },
  told: [
    { type: "click", role: "option" },
    { type: "click", role: "button" },
    { type: "page_view", kind: "navigate" },
  ],
  carrier: "page_view",
});

hostile("a chat that empties its box and repeats what was sent", {
  body: `<div id="log" role="log"></div><div contenteditable id="box" aria-label="Message"></div>
    <button id="send" onmousedown="event.preventDefault()">Send</button><script>
    const say = () => {
      const text = box.textContent;
      box.textContent = "";
      log.innerHTML = "";
      log.append(Object.assign(document.createElement("button"), { textContent: "Reply to " + text, id: "reply" }));
      document.title = "You: " + text;
      history.pushState(null, "", "/chat/" + encodeURIComponent(text));
    };
    box.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), say()));
    send.addEventListener("click", say);</script>`,
  secret: MESSAGE,
  async act(page) {
    await type(page, "#box", "first words");
    await page.click("#send");
    await type(page, "#box", MESSAGE);
    await page.keyboard.press("Enter");
    await page.click("#reply");
  },
  holds: { "document.title": `You: ${MESSAGE}`, "box.textContent": "" },
  told: [
    { type: "field", field: "box" },
    { type: "click", role: "button" },
    { type: "page_view", kind: "navigate" },
  ],
  carrier: "page_view",
});

hostile("a page that reports a view while somebody types", {
  body: page(
    who,
    ``,
    `<script>f.who.addEventListener("input", () => {
    document.title = "Draft of " + f.who.value; wayseal.page(); unredactedClient.page(); })</script>`,
  ),
  secret: NAME,
  act: say(NAME),
  holds: held,
  told: [...told, { type: "page_view", title: "Draft of [typed]" }],
  carrier: "page_view",
});

for (const [typed, part, secret] of [
  ["Qua Xylbert", "Qua", "Qua"],
  ["王伟", "王伟", "王伟"],
  ["knar zol has had a zwuftetitis for two years", "zwuftetitis", "zwuftetitis"],
] as const) {
  hostile(`a short name, or a rare word: ${part} of ${typed}`, {
    body: page(
      who,
      `next.textContent = "${part}様".replace(/^(?=[a-z])(.*)様/i, "About $1"); document.title = "Hello ${part}";
      history.pushState(null, "", "/u/${part}")`,
    ),
    secret,
    act: say(typed),
    holds: { "document.title": `Hello ${part}` },
    told: [...told, { type: "page_view", kind: "navigate", title: "Hello [typed]" }],
    carrier: "page_view",
  });
}

function expectUrl(path: string): unknown {
  return { asymmetricMatch: (url: unknown) => String(url).endsWith(path) };
}
