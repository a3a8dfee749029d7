import { hostile } from "./hostile-case.js";
import { CARD, EMAIL, PHONE, TOKEN } from "./secrets.js";

/** Nobody types anything here: the addresses themselves tell. */
const path = (way: string): string => `history.pushState(null, "", ${JSON.stringify(way)})`;
const digits = CARD.replaceAll(" ", "");
const jwt = `${btoa('{"alg":"HS256"}')}.${btoa(`{"mail":"${EMAIL}"}`)}.x`.replaceAll("=", "");

for (const [name, secret, address] of [
  ["an e-mail address in the path", EMAIL, `/u/${EMAIL}/edit`],
  ["an encoded e-mail address in the path", EMAIL, `/u/${encodeURIComponent(EMAIL)}`],
  ["a twice encoded e-mail address in the path", EMAIL, `/u/${encodeURIComponent(encodeURIComponent(EMAIL))}`],
  ["an e-mail address in base64 in the path", EMAIL, `/u/${btoa(EMAIL).replaceAll("=", "")}`],
  ["an e-mail address in the query", EMAIL, `/u?mail=${EMAIL}&u=${btoa(EMAIL)}`],
  ["an e-mail address in the fragment", EMAIL, `/u#${EMAIL}`],
  ["an e-mail address in a route of the fragment", EMAIL, `/u#/${EMAIL}/edit?mail=${EMAIL}`],
  ["an e-mail address in a matrix parameter", EMAIL, `/u;mail=${EMAIL}/edit`],
  ["a token in the query", TOKEN, `/reset?token=${TOKEN}`],
  ["a token in the path", TOKEN, `/reset/${TOKEN}`],
  ["a token in the fragment", TOKEN, `/back#access_token=${TOKEN}&state=1`],
  ["a token in a route of the fragment", TOKEN, `/back#!/reset/${TOKEN}`],
  ["a session id in the path", TOKEN, `/u;jsessionid=${TOKEN}`],
  ["a web token in the path, with an e-mail address within", EMAIL, `/in/${jwt}`],
  ["a card number in the path", CARD, `/pay/${digits}`],
  ["a card number in the path, with hyphens", CARD, `/pay/${CARD.replaceAll(" ", "-")}/now`],
  ["a card number over several places of the path", CARD, `/pay/${CARD.replaceAll(" ", "/")}`],
  ["a phone number in the path", PHONE, `/call/${encodeURIComponent(PHONE)}`],
] as const) {
  hostile(name, {
    body: `<a href="${address}" id="go" onclick="event.preventDefault(); ${path(address).replaceAll('"', "&quot;")}">Go</a>`,
    secret,
    act: (page) => page.click("#go").then(() => page.waitForURL((url) => !url.pathname.startsWith("/hostile"))),
    told: [
      { type: "click", role: "link", name: "Go" },
      { type: "page_view", kind: "navigate" },
    ],
    carrier: "page_view",
  });
}

hostile("secrets in the first address, its campaign and what leads on", {
  body: `<a href="mailto:${EMAIL}" onclick="event.preventDefault()">${EMAIL}</a>
    <a href="tel:${PHONE}" onclick="event.preventDefault()">${PHONE}</a>
    <a href="https://u:${TOKEN}@other.example/${EMAIL}?t=${TOKEN}#${TOKEN}" onclick="event.preventDefault()">${TOKEN}</a>
    <a href="javascript:void '${EMAIL}'">Run</a><a href="data:text/plain,${TOKEN}" onclick="event.preventDefault()">Data</a>`,
  tag: `data-query="sort,mail,t"`,
  address: `?utm_source=${EMAIL}&utm_term=${TOKEN}&utm_campaign=spring&sort=up&mail=${EMAIL}&t=${TOKEN}&gclid=${TOKEN}#${EMAIL}`,
  secret: [EMAIL, TOKEN],
  async act(page) {
    for (const at of [0, 1, 2, 3, 4]) await page.locator("a").nth(at).click();
  },
  told: [
    { type: "hello", campaign: { source: "[email]", term: "[token]", name: "spring" } },
    { type: "click", role: "link", target: "mailto:" },
    { type: "click", role: "link", target: "tel:" },
  ],
  carrier: "hello",
});

hostile("a form that sends what was typed in the next page's address", {
  body: `<form action="/next"><input name="mail"><input name="t" value="${TOKEN}"><button>Go</button></form>`,
  others: { "/next": `<h1>Next</h1>` },
  secret: [EMAIL, TOKEN],
  async act(page) {
    await page.click("[name=mail]");
    await page.keyboard.type(EMAIL);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/next?**");
  },
  holds: { "new URLSearchParams(location.search).get('mail')": EMAIL },
  told: [
    { type: "form_submit", form: "form-1", filled: 2 },
    { type: "field", field: "mail", class: "email" },
  ],
  carrier: "hello",
});
