/** @typedef {import("./field.mjs").Field} Field */

/** Countries that the shop sends to: ISO 3166-1 code and name. */
export const COUNTRIES = /** @type {const} */ ([
  ["", "Choose a country"],
  ["AT", "Austria"],
  ["BE", "Belgium"],
  ["CH", "Switzerland"],
  ["DE", "Germany"],
  ["DK", "Denmark"],
  ["ES", "Spain"],
  ["FI", "Finland"],
  ["FR", "France"],
  ["GB", "United Kingdom"],
  ["IE", "Ireland"],
  ["IT", "Italy"],
  ["NL", "Netherlands"],
  ["NO", "Norway"],
  ["PL", "Poland"],
  ["PT", "Portugal"],
  ["SE", "Sweden"],
  ["US", "United States"],
]);

/** Where, and to whom. E-mail, country and note may be captured; who may read them is the collector's to say. */
export const ADDRESS = /** @satisfies {readonly Field[]} */ ([
  { name: "email", label: "E-mail", type: "email", autocomplete: "email", required: true, allow: true, maxlength: 254 },
  { name: "name", label: "Full name", autocomplete: "name", required: true, width: "half", maxlength: 100 },
  {
    name: "phone",
    label: "Phone",
    type: "tel",
    autocomplete: "tel",
    inputmode: "tel",
    width: "half",
    hint: "Only for the courier.",
    maxlength: 30,
  },
  { name: "street", label: "Street and number", autocomplete: "street-address", required: true, maxlength: 120 },
  {
    name: "postal",
    label: "Postal code",
    autocomplete: "postal-code",
    required: true,
    width: "third",
    maxlength: 12,
    pattern: "[A-Za-z0-9][A-Za-z0-9 \\-]{2,10}",
  },
  { name: "city", label: "City", autocomplete: "address-level2", required: true, width: "third", maxlength: 80 },
  {
    name: "country",
    label: "Country",
    type: "select",
    autocomplete: "country",
    required: true,
    allow: true,
    width: "third",
    options: COUNTRIES,
  },
  {
    name: "national-id",
    label: "National ID or tax number for customs",
    autocomplete: "off",
    hint: "Only for parcels that leave the European Union.",
    maxlength: 30,
  },
  {
    name: "note",
    label: "Note for the courier",
    type: "textarea",
    autocomplete: "off",
    allow: true,
    maxlength: 300,
  },
]);

/** Opens an account along with the order, where a password is chosen. */
export const ACCOUNT = /** @satisfies {readonly Field[]} */ ([
  {
    name: "new-password",
    label: "Password for a new account",
    type: "password",
    autocomplete: "new-password",
    minlength: 10,
    maxlength: 100,
    hint: "Leave it empty to order as a guest. At least 10 characters.",
  },
]);

/** None of it is ever marked `allow`; and if it were, card number, expiry and security code would be refused. */
export const PAYMENT = /** @satisfies {readonly Field[]} */ ([
  { name: "card-holder", label: "Name on the card", autocomplete: "cc-name", required: true, maxlength: 100 },
  {
    name: "card-number",
    label: "Card number",
    autocomplete: "cc-number",
    inputmode: "numeric",
    required: true,
    pattern: "[0-9][0-9 ]{11,22}",
    maxlength: 23,
    hint: "Try 4242 4242 4242 4242.",
  },
  {
    name: "card-expiry",
    label: "Expiry",
    autocomplete: "cc-exp",
    inputmode: "numeric",
    required: true,
    pattern: "(0[1-9]|1[0-2]) ?/ ?[0-9]{2}",
    maxlength: 7,
    width: "half",
    hint: "MM/YY",
  },
  {
    name: "card-code",
    label: "Security code",
    autocomplete: "cc-csc",
    inputmode: "numeric",
    required: true,
    pattern: "[0-9]{3,4}",
    maxlength: 4,
    width: "half",
    hint: "Three or four digits on the back.",
  },
]);
