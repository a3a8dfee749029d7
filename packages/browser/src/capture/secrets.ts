import { type Field, fieldsAround, valueOf } from "./fields.js";

/**
 * Tells whether a field's content is a password: once a password, always a password, and some pages swap in a second field.
 *
 * @param passwords The fields that are known to have held one (`watchPasswords`).
 */
export function isSecret(field: Field, passwords: WeakSet<Element>): boolean {
  const isPassword = (field: Field): boolean => {
    // Some pages make the dots by a style.
    const { webkitTextSecurity: dots = "" } = getComputedStyle(field) as { webkitTextSecurity?: string };
    if ((field as HTMLInputElement).type === "password" || /^[^n]/.test(dots)) passwords.add(field);
    return passwords.has(field);
  };
  if (isPassword(field)) return true;
  const value = valueOf(field);
  return value.length > 3 && fieldsAround(field).some((other) => valueOf(other) === value && isPassword(other));
}
