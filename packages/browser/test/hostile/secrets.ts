/** What visitors type. No four letters or digits of them in a row are in any page of the tests but by them. */
export const CARD = "4929 7183 0462 5178";
export const PASSWORD = "Zx7qVow!kw93";
export const CODE = "830462";
export const NAME = "Vrenzi Quarbjow";
export const EMAIL = "vrenzi.quarbjow@kettlvox.example";
export const STREET = "Quarbjowweg 4711b";
export const PHONE = "+49 1514 9273 618";
export const MESSAGE = "knarzol zwuftet jebb";
export const TOKEN = "q8Zk2VwbXkLm71HqTdYp";
