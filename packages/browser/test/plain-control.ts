import type { Control } from "../src/states.js";

/** @returns What a page says of a text field of which it says nothing but what is given. */
export const plainControl = (parts: Partial<Control> = {}): Control => ({
  autocomplete: "",
  type: "text",
  name: "",
  id: "",
  label: "",
  group: "",
  declared: "",
  secret: false,
  mark: null,
  listed: false,
  unseen: false,
  unfinished: false,
  value: "",
  typed: [parts.value ?? ""],
  row: [],
  after: "",
  offered: "",
  ...parts,
});
