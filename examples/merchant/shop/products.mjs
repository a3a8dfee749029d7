/**
 * @typedef {object} Product
 * @property {string} slug Last part of its URL.
 * @property {string} name
 * @property {"tea" | "ware"} kind
 * @property {number} price Euro cents.
 * @property {string} unit
 * @property {string} line One sentence for the catalogue.
 * @property {string} story One paragraph for its own page.
 * @property {readonly (readonly [string, string])[]} facts
 * @property {import("./art.mjs").Art} art
 */

/** @type {readonly Product[]} */
export const PRODUCTS = [
  {
    slug: "highland-breakfast",
    name: "Highland Breakfast",
    kind: "tea",
    price: 1190,
    unit: "125 g tin",
    line: "A malty black blend that stands up to milk and to Mondays.",
    story:
      "Second-flush Assam for body, a little high-grown Ceylon for brightness. We blend it on Thursdays, in small drums, and stop when it smells of toast.",
    facts: [
      ["Leaf", "Whole leaf, black"],
      ["Water", "98 °C, four minutes"],
      ["Cups", "About 50 a tin"],
    ],
    art: { shape: "tin", body: "#7a2e22", band: "#f0c27b", mark: "sun" },
  },
  {
    slug: "moss-garden-sencha",
    name: "Moss Garden Sencha",
    kind: "tea",
    price: 1640,
    unit: "100 g tin",
    line: "Steamed green leaves, sweet as cut grass after rain.",
    story:
      "A first-harvest sencha, steamed a little longer than usual so that the cup turns cloudy and soft. It forgives a kettle that is a few degrees too hot.",
    facts: [
      ["Leaf", "Needle, green"],
      ["Water", "70 °C, ninety seconds"],
      ["Cups", "About 40 a tin"],
    ],
    art: { shape: "tin", body: "#3f6b4a", band: "#dfe8c8", mark: "leaf" },
  },
  {
    slug: "smoke-on-the-lake",
    name: "Smoke on the Lake",
    kind: "tea",
    price: 1420,
    unit: "100 g tin",
    line: "Pine-smoked black tea for people who miss the campfire.",
    story:
      "Withered over pine embers for a night. Strong on the nose, gentle in the cup, and very good with hard cheese.",
    facts: [
      ["Leaf", "Large leaf, smoked"],
      ["Water", "95 °C, three minutes"],
      ["Cups", "About 40 a tin"],
    ],
    art: { shape: "tin", body: "#2f3b45", band: "#c9b8a3", mark: "wave" },
  },
  {
    slug: "apricot-hour",
    name: "Apricot Hour",
    kind: "tea",
    price: 1890,
    unit: "80 g tin",
    line: "A golden oolong with stone fruit and no added flavour.",
    story:
      "Rolled by hand and roasted twice. The apricot is the leaf's own: it comes out in the second infusion, so keep the pot warm.",
    facts: [
      ["Leaf", "Rolled, oolong"],
      ["Water", "90 °C, two minutes, three times"],
      ["Cups", "About 60 a tin"],
    ],
    art: { shape: "tin", body: "#c9712f", band: "#fbe3c0", mark: "moon" },
  },
  {
    slug: "nightjar-rooibos",
    name: "Nightjar Rooibos",
    kind: "tea",
    price: 990,
    unit: "150 g bag",
    line: "Red bush, orange peel and vanilla: an evening without caffeine.",
    story:
      "For after supper and for children who want tea too. Long-cut rooibos, peel that we dry ourselves, and one vanilla pod a kilo.",
    facts: [
      ["Leaf", "Herbal, no caffeine"],
      ["Water", "100 °C, seven minutes"],
      ["Cups", "About 70 a bag"],
    ],
    art: { shape: "bag", body: "#7d3b4f", band: "#f3d5c6", mark: "moon" },
  },
  {
    slug: "ember-stovetop-kettle",
    name: "Ember Stovetop Kettle",
    kind: "ware",
    price: 6900,
    unit: "1.6 litres",
    line: "Enamelled steel, a whistle in tune, and a handle that stays cool.",
    story:
      "Made for gas, electric and induction. The whistle is two reeds a third apart, which is a kinder way to be called to the kitchen.",
    facts: [
      ["Holds", "1.6 litres"],
      ["Works on", "Every hob, induction too"],
      ["Made of", "Enamelled steel, beech"],
    ],
    art: { shape: "kettle", body: "#b8452d", band: "#3a2a22", mark: "sun" },
  },
  {
    slug: "gooseneck-no-3",
    name: "Gooseneck No. 3",
    kind: "ware",
    price: 8450,
    unit: "0.9 litres",
    line: "A slow, steady pour, and a thermometer in the lid.",
    story:
      "The third try at a spout that does not drip. Brushed steel that shows its years, a dial you can read across the room.",
    facts: [
      ["Holds", "0.9 litres"],
      ["Works on", "Gas and electric"],
      ["Made of", "Brushed steel, walnut"],
    ],
    art: { shape: "gooseneck", body: "#5b6b70", band: "#4a3426", mark: "dial" },
  },
  {
    slug: "two-cup-stoneware-pot",
    name: "Two-Cup Stoneware Pot",
    kind: "ware",
    price: 4800,
    unit: "0.5 litres",
    line: "Thrown by hand, glazed in fern ash, made for sharing.",
    story:
      "No two glazes are the same. The strainer is part of the pot, so there is nothing to lose behind the draining board.",
    facts: [
      ["Holds", "0.5 litres, two cups"],
      ["Care", "By hand, without soap"],
      ["Made of", "Stoneware, ash glaze"],
    ],
    art: { shape: "pot", body: "#6f8f86", band: "#33524a", mark: "leaf" },
  },
];

/**
 * @param {string} slug
 * @returns {Product | undefined}
 */
export function findProduct(slug) {
  return PRODUCTS.find((product) => product.slug === slug);
}
