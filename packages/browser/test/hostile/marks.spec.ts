import { type } from "./hands.js";
import { hostile } from "./hostile-case.js";
import { MESSAGE, NAME } from "./secrets.js";

/** By tool, as its documentation writes them, on an element. */
const HIDING = [
  `class="ph-no-capture"`,
  `class="ph-mask"`,
  `class="rr-mask"`,
  `class="rr-block"`,
  `class="rr-ignore"`,
  `class="fs-mask"`,
  `class="fs-exclude"`,
  `class="fs-block"`,
  `class="sentry-mask"`,
  `class="sentry-block"`,
  `class="sentry-ignore"`,
  `class="highlight-mask"`,
  `class="highlight-block"`,
  `class="data-hj-suppress"`,
  `class="amp-mask"`,
  `class="amp-block"`,
  `class="mouseflow-mask"`,
  `class="clarity-mask"`,
  `class="matomo-mask"`,
  "data-sentry-mask",
  "data-sentry-block",
  "data-ph-no-capture",
  "data-recording-disable",
  "data-private",
  `data-private="redact"`,
  "data-hj-suppress",
  "data-matomo-mask",
  "data-piwik-mask",
  "data-clarity-mask",
  `data-clarity-mask="true"`,
  `data-dd-privacy="mask"`,
  `data-dd-privacy="hidden"`,
  "data-openreplay-obscured",
  "data-openreplay-masked",
  "data-openreplay-hidden",
  "data-cs-mask",
  "data-heap-redact-text",
  `data-sl="exclude"`,
  `data-sl="mask"`,
];
/** Ours, and ours misspelt. A nearer one of ours beats them. */
const OURS = [`data-wayseal="redact"`, `data-wayseal="alow"`];
/** By which people show what these tools would hide. */
const SHOWING = [
  `class="ph-capture"`,
  `class="fs-unmask"`,
  `class="sentry-unmask"`,
  "data-sentry-unmask",
  "data-matomo-unmask",
  "data-clarity-unmask",
  `data-clarity-unmask="true"`,
  `data-dd-privacy="allow"`,
  "data-hj-allow",
  "data-cs-capture",
  `class="amp-unmask"`,
  "data-heap-capture",
  `data-private="false"`,
];
const inputs = (list: readonly string[], more = ""): string =>
  list.map((mark, at) => `<div ${mark}><label>City <input name="city${at}" ${more}></label></div>`).join("");
const fillAll = (list: readonly string[]) => async (page: Parameters<typeof type>[0]) => {
  for (const at of list.keys()) await type(page, `[name=city${at}]`, MESSAGE);
};
const toldOf = (list: readonly string[]) => list.map((_, at) => ({ type: "field", field: `city${at}`, filled: true }));
const heldBy = (list: readonly string[]) =>
  Object.fromEntries(list.map((_, at) => [`document.querySelector("[name=city${at}]").value`, MESSAGE]));

hostile("other tools' marks hide fields that are allowed", {
  body: `<form data-wayseal="allow">${inputs(HIDING, `data-wayseal="allow"`)}</form>`,
  tag: `data-allow="city"`,
  secret: MESSAGE,
  act: fillAll(HIDING),
  holds: heldBy(HIDING),
  told: toldOf(HIDING),
  carrier: "field",
});

hostile("other tools' marks show nothing that is not allowed", {
  body: `<form>${inputs(SHOWING)}</form>`,
  secret: MESSAGE,
  act: fillAll(SHOWING),
  holds: heldBy(SHOWING),
  told: toldOf(SHOWING),
  carrier: "field",
});

hostile("other tools' marks hide what a button says", {
  body: [...HIDING, ...OURS]
    .map(
      (mark, at) => `<button id="a${at}">Buy <b ${mark}>${NAME}<img alt="${NAME}" width="1" height="1"></b></button>
    <button id="b${at}" ${mark}>${NAME}</button><b ${mark} id="n${at}">${NAME}</b><button id="c${at}" aria-labelledby="n${at}">Go</button>`,
    )
    .join(""),
  secret: NAME,
  async act(page) {
    for (const at of [...HIDING, ...OURS].keys()) for (const kind of "abc") await page.click(`#${kind}${at}`);
  },
  told: [{ type: "click", role: "button", name: "Buy" }],
  carrier: "click",
});

hostile("nothing at all is told of what is denied", {
  body: `<div data-wayseal="deny"><form id="${NAME}"><input name="${NAME}" data-wayseal="allow" required><button>${NAME}</button></form>
    <button data-wayseal-event="${NAME}" id="in">${NAME}</button></div>
    <x-in data-wayseal="deny"></x-in><button id="out">Out</button><script>
    const root = document.querySelector("x-in").attachShadow({ mode: "open" });
    root.innerHTML = '<input id="deep" data-wayseal="allow">';</script>`,
  secret: [NAME, MESSAGE],
  async act(page) {
    await page.click("form button");
    await type(page, "form input", MESSAGE);
    await type(page, "#deep", MESSAGE);
    await page.click("#in");
    await page.click("#out");
  },
  holds: { "root.firstChild.value": MESSAGE },
  told: [{ type: "click", role: "button", name: "Out" }],
  carrier: "field",
});
