import { add, address, card, checkOut, home, look, order, shelf } from "./steps.mjs";

/** @typedef {import("../sender/visitor.mjs").Visitor} Visitor */
/** @typedef {{ hours: number, person: import("../sender/visitor.mjs").Person, tell: (visitor: Visitor) => unknown }} Journey */

const LAPTOP = /** @type {const} */ ([1440, 900]);
const PHONE = /** @type {const} */ ([390, 844]);
const TABLET = /** @type {const} */ ([820, 1180]);

/**
 * @param {string} country
 * @param {string} language
 * @param {string} zone
 * @param {readonly [number, number]} viewport
 * @param {Pick<import("../sender/visitor.mjs").Person, "referrer" | "campaign">} [from]
 * @returns {import("../sender/visitor.mjs").Person}
 */
const person = (country, language, zone, viewport, from = {}) => ({ country, language, zone, viewport, ...from });

const NEWS = { source: "newsletter", name: "autumn" };
const SEARCH = { referrer: "www.search.example" };

/**
 * Sixteen people who never were. `hours` is how long ago each began.
 *
 * @type {readonly Journey[]}
 */
export const JOURNEYS = [
  {
    hours: 23.4,
    person: person("DE", "de-DE", "Europe/Berlin", LAPTOP, SEARCH),
    tell: (v) => {
      look(shelf(home(v).agree("/"), "tea"), "moss-garden-sencha");
      order(
        card(address(checkOut(add(v, "moss-garden-sencha", 2)), { email: "m.winter@example.com", country: "DE" })),
        37.7,
      );
    },
  },
  {
    hours: 22.1,
    person: person("FR", "fr-FR", "Europe/Paris", PHONE, { campaign: NEWS }),
    tell: (v) => {
      look(home(v, 8).agree("/"), "apricot-hour", 41);
      address(checkOut(add(v, "apricot-hour")), { email: "c.renard@example.org", country: "FR", slow: true });
      v.fill("payment", "card-number", { class: "payment-card", seconds: 34, changes: 4, refills: 2, valid: false })
        .error("payment", "card-number", "patternMismatch")
        .wait(20)
        .abandon()
        .leave(60, 0.5);
    },
  },
  {
    hours: 20.8,
    person: person("GB", "en-GB", "Europe/London", PHONE, SEARCH),
    tell: (v) => home(v, 6).leave(20),
  },
  {
    hours: 19.5,
    person: person("CH", "de-CH", "Europe/Zurich", LAPTOP),
    tell: (v) => {
      look(shelf(home(v).agree("/"), "ware"), "gooseneck-no-3", 66);
      checkOut(add(v, "gooseneck-no-3"));
      address(v, {
        email: "u.keller@example.net",
        country: "CH",
        note: "Please leave it with the bakery.",
        slow: true,
      });
      order(card(v, { typo: true, slow: true }), 84.5);
    },
  },
  {
    hours: 18.2,
    person: person("ES", "es-ES", "Europe/Madrid", PHONE, { campaign: NEWS }),
    tell: (v) => {
      look(home(v).agree("/"), "nightjar-rooibos", 18);
      add(v, "nightjar-rooibos").leave(70);
    },
  },
  {
    hours: 16.9,
    person: person("NL", "nl-NL", "Europe/Amsterdam", LAPTOP, SEARCH),
    tell: (v) => {
      look(home(v, 10).agree("/"), "two-cup-stoneware-pot", 52).leave(90);
      // Comes back after supper and buys.
      look(home(v.later(6), 5), "two-cup-stoneware-pot", 12);
      checkOut(add(v, "two-cup-stoneware-pot"));
      order(card(address(v, { email: "j.vandijk@example.com", country: "NL", note: "Ring twice." })), 52.9);
    },
  },
  {
    hours: 15.3,
    person: person("SE", "sv-SE", "Europe/Stockholm", TABLET),
    tell: (v) => {
      look(shelf(home(v).agree("/"), "tea"), "smoke-on-the-lake", 33);
      checkOut(add(v, "smoke-on-the-lake"));
      v.fill("address", "email", { class: "email", seconds: 12, changes: 2, value: "a.lindqvist@example.com" })
        .fill("address", "phone", { class: "phone", seconds: 9, filled: false, changes: 2, refills: 1 })
        .wait(6)
        .abandon()
        .leave(35, 0.7);
    },
  },
  {
    hours: 13.7,
    person: person("IT", "it-IT", "Europe/Rome", LAPTOP, SEARCH),
    tell: (v) => {
      look(shelf(home(v).agree("/"), "ware"), "ember-stovetop-kettle", 48);
      order(
        card(address(checkOut(add(v, "ember-stovetop-kettle")), { email: "g.fabbri@example.org", country: "IT" })),
        69,
      );
    },
  },
  {
    hours: 12.2,
    person: person("US", "en-US", "America/New_York", LAPTOP, { referrer: "forum.example" }),
    tell: (v) => {
      look(home(v).agree("/"), "gooseneck-no-3", 37);
      address(checkOut(add(v, "gooseneck-no-3")), { email: "t.brooks@example.com", country: "US" });
      v.fill("payment", "card-holder", { class: "card-holder", seconds: 2, changes: 0 })
        .wait(31)
        .abandon()
        .leave(40, 0.3);
    },
  },
  {
    hours: 10.6,
    person: person("AT", "de-AT", "Europe/Vienna", PHONE, { campaign: NEWS }),
    tell: (v) => {
      home(v, 12).agree("/");
      v.fill("newsletter", "newsletter-email", { class: "email", seconds: 8, pasted: true });
      v.click("button", "Subscribe").submit().leave(100);
    },
  },
  {
    hours: 9.1,
    person: person("PL", "pl-PL", "Europe/Warsaw", PHONE, SEARCH),
    tell: (v) => {
      // A train goes into a tunnel: the last that was told of this page never arrives.
      look(home(v, 20).agree("/"), "highland-breakfast", 26).wait(2).leave(55).lose();
      look(v.wait(240).page("/tea", "Tea", { newsletter: 1 }).wait(7), "highland-breakfast", 9);
      order(
        card(address(checkOut(add(v, "highland-breakfast", 3)), { email: "k.nowak@example.net", country: "PL" })),
        40.6,
      );
    },
  },
  {
    hours: 7.4,
    person: person("DK", "da-DK", "Europe/Copenhagen", LAPTOP),
    tell: (v) => shelf(home(v, 9), "ware").leave(100),
  },
  {
    hours: 5.8,
    person: person("IE", "en-IE", "Europe/Dublin", TABLET, { campaign: NEWS }),
    tell: (v) => {
      look(home(v).agree("/"), "highland-breakfast", 15);
      look(add(v, "highland-breakfast", 2), "nightjar-rooibos", 12);
      checkOut(add(v, "nightjar-rooibos"));
      address(v, { email: "s.byrne@example.com", country: "IE", note: "Gate code is on the blue post." });
      order(card(v, { slow: true }), 38.6);
    },
  },
  {
    hours: 4.1,
    person: person("FI", "fi-FI", "Europe/Helsinki", PHONE, SEARCH),
    tell: (v) => {
      look(home(v, 7).agree("/"), "moss-garden-sencha", 29);
      address(checkOut(add(v, "moss-garden-sencha")), { email: "o.virtanen@example.org", country: "FI" });
      card(v, { typo: true }).wait(14).abandon().leave(90, 0.6);
    },
  },
  {
    hours: 2.3,
    person: person("BE", "nl-BE", "Europe/Brussels", LAPTOP, { referrer: "magazine.example" }),
    tell: (v) => {
      look(shelf(home(v).agree("/"), "ware"), "ember-stovetop-kettle", 31);
      look(add(v, "ember-stovetop-kettle"), "apricot-hour", 22);
      order(card(address(checkOut(add(v, "apricot-hour")), { email: "l.peeters@example.com", country: "BE" })), 87.9);
    },
  },
  {
    hours: 0.8,
    person: person("DE", "en-GB", "Europe/Berlin", PHONE),
    tell: (v) => {
      look(shelf(home(v).agree("/"), "tea"), "apricot-hour", 44);
      look(v, "smoke-on-the-lake", 19);
      add(v, "smoke-on-the-lake", 2).leave(60);
    },
  },
];
