import type { Treatment } from "./levels.js";

/** What a field holds, and how its value is treated where nothing stricter is said. */
export const FIELD_CLASSES = {
  // Credentials and payment secrets: refused in the browser, and again in the collector.
  password: "never",
  "one-time-code": "never",
  "security-answer": "never",
  "api-key": "never",
  "payment-card": "never",
  "card-expiry": "never",
  "card-security-code": "never",
  // Government and bank identifiers.
  "national-id": "restricted",
  "tax-id": "restricted",
  passport: "restricted",
  "driving-licence": "restricted",
  iban: "restricted",
  "bank-account": "restricted",
  // Special categories.
  health: "restricted",
  religion: "restricted",
  ethnicity: "restricted",
  sexuality: "restricted",
  politics: "restricted",
  biometric: "restricted",
  "criminal-record": "restricted",
  location: "restricted",
  // Identity and contact.
  email: "confidential",
  phone: "confidential",
  name: "confidential",
  "given-name": "confidential",
  "family-name": "confidential",
  username: "confidential",
  "user-id": "confidential",
  birthday: "confidential",
  gender: "confidential",
  address: "confidential",
  street: "confidential",
  city: "confidential",
  "postal-code": "confidential",
  "card-holder": "confidential",
  income: "confidential",
  "ip-address": "confidential",
  "device-id": "confidential",
  "vehicle-id": "confidential",
  url: "confidential",
  image: "confidential",
  // Coarser facts.
  region: "internal",
  country: "internal",
  organization: "internal",
  "job-title": "internal",
  language: "internal",
  date: "confidential",
  quantity: "internal",
  choice: "internal",
  search: "confidential",
  "free-text": "confidential",
  unknown: "confidential",
} as const satisfies Readonly<Record<string, Treatment>>;

export type FieldClass = keyof typeof FIELD_CLASSES;

/** @returns Whether `name` is a class that this version knows. */
export function isFieldClass(name: string): name is FieldClass {
  return Object.hasOwn(FIELD_CLASSES, name);
}
