/** @typedef {Readonly<Record<string, string>>} Values */

/**
 * Checks what was sent against the fields, as the browser has done before where it could. Messages never repeat a value.
 *
 * @param {readonly import("./field.mjs").Field[]} fields
 * @param {Values} values
 * @returns {Record<string, string>} Errors by field; empty where all is well.
 */
export function checkForm(fields, values) {
  /** @type {Record<string, string>} */
  const errors = {};
  for (const { name, label, required = false, pattern, minlength = 0, maxlength, type, options } of fields) {
    const value = (values[name] ?? "").trim();
    if (value === "") {
      if (required) errors[name] = `${label} is missing.`;
    } else if (
      (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, "v").test(value)) ||
      (type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) ||
      (options !== undefined && !options.some(([option]) => option === value))
    ) {
      errors[name] = `Please check: ${label.toLowerCase()}.`;
    } else if (value.length < minlength || value.length > (maxlength ?? Infinity)) {
      errors[name] = `${label} is too ${value.length < minlength ? "short" : "long"}.`;
    }
  }
  return errors;
}

/**
 * @param {string} number Digits and spaces.
 * @returns {boolean} Whether its check digit is right (ISO/IEC 7812-1, Luhn).
 */
export function isCardNumber(number) {
  const digits = number.replace(/\D/g, "");
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length >= 12 && sum % 10 === 0;
}
