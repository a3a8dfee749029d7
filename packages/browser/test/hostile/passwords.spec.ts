import { expect } from "@playwright/test";
import { paste, put, type } from "./hands.js";
import { hostile } from "./hostile-case.js";
import { CODE, PASSWORD } from "./secrets.js";

/** All pages here allow every value: it is the class that keeps these in. */
const page = (
  body: string,
): string => `<main data-wayseal="allow"><form id="f" onsubmit="event.preventDefault()">${body}
  <input name="city"><button>Go</button></form></main>`;
/** A field whose name and label say nothing. */
const field = (more = `type="password"`): string => `<label>Word <input name="w" ${more}></label>`;
const told = [{ type: "field", form: "f", field: "w", filled: true }];
const held = (selector = "[name=w]") => ({ [`document.querySelector("${selector}").value`]: PASSWORD });
const half = PASSWORD.length / 2;

hostile("a password shown by a button half way through", {
  body: page(
    `${field()}<button type="button" id="eye" onclick="f.w.type = f.w.type === 'text' ? 'password' : 'text'">Show</button>`,
  ),
  secret: PASSWORD,
  async act(page) {
    await type(page, "[name=w]", PASSWORD.slice(0, half));
    await page.click("#eye");
    await page.click("[name=w]");
    await page.keyboard.press("End");
    await page.keyboard.type(PASSWORD.slice(half));
    await page.click("[name=city]");
  },
  holds: { ...held(), "f.w.type": "text" },
  told,
  carrier: "field",
});

hostile("a password shown at each key and hidden again", {
  body: page(
    `${field(`type="password" oninput="this.setAttribute('type', this.value.length % 2 ? 'text' : 'password')"`)}`,
  ),
  secret: PASSWORD,
  act: (page) => type(page, "[name=w]", `${PASSWORD}`),
  holds: held(),
  told,
  carrier: "field",
});

hostile("a password shown before anybody touched it", {
  body: page(`${field()}<script>f.w.type = "text"</script>`),
  secret: PASSWORD,
  act: (page) => type(page, "[name=w]", PASSWORD),
  holds: held(),
  told,
  carrier: "field",
});

hostile("a password shown in a field that takes the place of another", {
  body: page(`${field()}<button type="button" id="eye" onclick="
    const twin = Object.assign(document.createElement('input'), { name: 'shown', value: f.w.value }); f.w.after(twin); f.w.remove()">Show</button>`),
  secret: PASSWORD,
  async act(page) {
    await type(page, "[name=w]", PASSWORD.slice(0, half));
    await page.click("#eye");
    await page.click("[name=shown]");
    await page.keyboard.press("End");
    await page.keyboard.type(PASSWORD.slice(half));
  },
  holds: held("[name=shown]"),
  told: [{ type: "field", form: "f", field: "shown", filled: true }],
  carrier: "field",
});

hostile("a password in a shadow tree, shown half way through", {
  body: page(`<x-word></x-word><script>
    const root = document.querySelector("x-word").attachShadow({ mode: "open" });
    root.innerHTML = '<input id="w" type="password"><button type="button" id="eye">Show</button>';
    root.lastChild.onclick = () => (root.firstChild.type = "text");</script>`),
  secret: PASSWORD,
  async act(page) {
    await type(page, "#w", PASSWORD.slice(0, half));
    await page.click("#eye");
    await page.click("#w");
    await page.keyboard.press("End");
    await page.keyboard.type(PASSWORD.slice(half));
  },
  holds: { "root.firstChild.value": PASSWORD, "root.firstChild.type": "text" },
  told,
  carrier: "field",
});

hostile("a password whose dots are a style", {
  body: page(field(`type="text" style="-webkit-text-security: disc"`)),
  secret: PASSWORD,
  act: (page) => type(page, "[name=w]", PASSWORD),
  holds: held(),
  told,
  carrier: "field",
});

hostile("a password typed once more in plain", {
  body: page(`${field()}<label>Again <input name="again"></label>`),
  secret: PASSWORD,
  async act(page) {
    await type(page, "[name=w]", PASSWORD);
    await type(page, "[name=again]", PASSWORD);
  },
  holds: { ...held(), ...held("[name=again]") },
  told: [...told, { type: "field", form: "f", field: "again", filled: true }],
  carrier: "field",
});

hostile("a password whose field is renamed while it is typed", {
  body: page(`<input name="user_password" id="user_password" autocomplete="current-password" aria-label="Password" oninput="
    this.name = this.id = 'town'; this.autocomplete = 'address-level2'; this.setAttribute('aria-label', 'City')">`),
  tag: `data-allow="city,town"`,
  secret: PASSWORD,
  act: (page) => type(page, "form input", PASSWORD),
  holds: held("#town"),
  told: [{ type: "field", form: "f", field: "town", filled: true }],
  carrier: "field",
});

hostile("a password whose field only becomes one while it is typed", {
  body: page(`${field(`type="text" oninput="if (this.value.length === 3) this.type = 'password'"`)}`),
  secret: PASSWORD,
  act: (page) => type(page, "[name=w]", PASSWORD),
  holds: { ...held(), "f.w.type": "password" },
  told,
  carrier: "field",
});

hostile("a password that a manager fills, with events and no hand on the field", {
  body: page(`<input name="user">${field()}`),
  secret: PASSWORD,
  async act(page) {
    await put(page, "[name=user]", "quiet");
    await put(page, "[name=w]", PASSWORD);
    await page.click("[name=city]");
  },
  holds: held(),
  told,
  carrier: "field",
});

hostile("a password that a manager fills without a word, shown and then sent", {
  body: page(field()),
  secret: PASSWORD,
  async act(page) {
    await page.evaluate((text) => {
      const field = document.querySelector<HTMLInputElement>("[name=w]");
      if (field) Object.assign(field, { value: text, type: "text" });
    }, PASSWORD);
    await page.click("[name=w]");
    await page.click("text=Go");
  },
  holds: held(),
  told: [...told, { type: "form_submit", form: "f", filled: 1 }],
  carrier: "field",
});

hostile("a password that is pasted", {
  body: page(field(`type="text" aria-label="Passwort"`)),
  secret: PASSWORD,
  act: (page) => paste(page, "[name=w]", PASSWORD),
  holds: held(),
  told: [{ type: "field", field: "w", class: "password", pasted: true }],
  carrier: "field",
});

hostile("a one-time code in boxes of one digit each", {
  body: page(
    [...CODE]
      .map((_, at) => `<input name="${"nzkqtu"[at]}" maxlength="1" oninput="this.nextElementSibling.focus()">`)
      .join(""),
  ),
  secret: CODE,
  act: (page) => type(page, "[name=n]", CODE),
  holds: { "[...f.elements].map(({ value }) => value).join('')": CODE },
  told: [{ type: "field", field: "n", class: "one-time-code" }],
  carrier: "spread",
});

hostile("a password that the page says again: in its complaint, its title, its address and a button", {
  body: page(`${field()}<p id="no" role="alert"></p><button type="button" id="try">Try</button><script>
    f.w.addEventListener("change", () => {
      const { value } = f.w;
      no.textContent = document.title = value + " is too weak";
      document.querySelector("#try").setAttribute("aria-label", "Use " + value + " all the same");
      history.pushState(null, "", "/w/" + encodeURIComponent(value) + "#/" + value);
    })</script>`),
  secret: PASSWORD,
  async act(page) {
    await type(page, "[name=w]", PASSWORD);
    await page.press("[name=w]", "Tab");
    await page.click("#no");
    await page.click("#try");
    await page.waitForURL("**/w/**");
    await expect(page).toHaveTitle(/weak/);
  },
  holds: { "no.textContent": `${PASSWORD} is too weak` },
  told: [...told, { type: "page_view", kind: "navigate" }, { type: "click", role: "button" }],
  carrier: "click",
});
