import { html } from "./html.mjs";

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [type] Of the input; `textarea` and `select` too.
 * @property {string} autocomplete Token of the HTML standard, or `off`.
 * @property {boolean} [required]
 * @property {string} [pattern]
 * @property {string} [hint] How to fill it.
 * @property {"numeric" | "tel" | "email"} [inputmode]
 * @property {number} [minlength]
 * @property {number} [maxlength]
 * @property {readonly (readonly [string, string])[]} [options] Of a select: value and text.
 * @property {boolean} [allow] Whether its value may be captured (`data-wayseal="allow"`).
 * @property {"half" | "third"} [width]
 */

/**
 * Draws one labelled field, with its hint and its error tied to it for screen readers.
 *
 * @param {Field} field
 * @param {string} [value] What was typed before.
 * @param {string} [error]
 * @returns {import("./html.mjs").Html}
 */
export function drawField(field, value = "", error = "") {
  const { name, label, type = "text", hint, required = false, width } = field;
  const described = [hint !== undefined && `${name}-hint`, error !== "" && `${name}-error`].filter(Boolean).join(" ");
  const shared = html`id="${name}" name="${name}" autocomplete="${field.autocomplete}" ${required && html`required`}
  ${field.allow && html`data-wayseal="allow"`} ${field.minlength !== undefined && html`minlength="${field.minlength}"`}
  ${field.maxlength !== undefined && html`maxlength="${field.maxlength}"`}
  ${described !== "" && html`aria-describedby="${described}"`} ${error !== "" && html`aria-invalid="true"`}`;
  return html`<div class="field ${width ?? "whole"}">
    <label for="${name}">${label}${!required && html` <span class="optional">optional</span>`}</label>
    ${control(type, shared, field, value)} ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${error !== "" && html`<p class="error" id="${name}-error">${error}</p>`}
  </div>`;
}

/**
 * @param {string} type
 * @param {import("./html.mjs").Html} shared Attributes that every control has.
 * @param {Field} field
 * @param {string} value
 */
function control(type, shared, field, value) {
  if (type === "textarea") return html`<textarea ${shared} rows="3">${value}</textarea>`;
  if (type === "select") {
    return html`<select ${shared}>
      ${(field.options ?? []).map(
        ([option, text]) => html`<option value="${option}" ${option === value && html`selected`}>${text}</option>`,
      )}
    </select>`;
  }
  return html`<input
    ${shared}
    type="${type}"
    value="${value}"
    ${field.pattern !== undefined && html`pattern="${field.pattern}"`}
    ${field.inputmode !== undefined && html`inputmode="${field.inputmode}"`}
  />`;
}
