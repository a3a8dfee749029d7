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
  "voter-id": "restricted",
  "immigration-id": "restricted",
  "military-id": "restricted",
  /** Numbers of certificates and professional licences. */
  certificate: "restricted",
  iban: "restricted",
  "bank-account": "restricted",
  "crypto-wallet": "restricted",
  "credit-score": "restricted",
  // Special categories.
  health: "restricted",
  "medical-record": "restricted",
  "health-insurance": "restricted",
  medication: "restricted",
  disability: "restricted",
  genetic: "restricted",
  religion: "restricted",
  ethnicity: "restricted",
  sexuality: "restricted",
  politics: "restricted",
  "trade-union": "restricted",
  biometric: "restricted",
  "criminal-record": "restricted",
  location: "restricted",
  /** What people write to each other. */
  correspondence: "restricted",
  signature: "restricted",
  // About a child, or given by one.
  child: "restricted",
  "child-name": "restricted",
  "child-age": "restricted",
  guardian: "confidential",
  school: "confidential",
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
  nationality: "confidential",
  "marital-status": "confidential",
  education: "confidential",
  "employee-id": "confidential",
  "social-profile": "confidential",
  "emergency-contact": "confidential",
  address: "confidential",
  street: "confidential",
  city: "confidential",
  "postal-code": "confidential",
  "card-holder": "confidential",
  income: "confidential",
  transaction: "confidential",
  "ip-address": "confidential",
  "device-id": "confidential",
  "cookie-id": "confidential",
  "mac-address": "confidential",
  "user-agent": "internal",
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
  /** Nobody could say: treated as the strictest that may be stored. */
  unknown: "restricted",
} as const satisfies Readonly<Record<string, Treatment>>;

export type FieldClass = keyof typeof FIELD_CLASSES;

/** @returns Whether `name` is a class that this version knows. */
export function isFieldClass(name: string): name is FieldClass {
  return Object.hasOwn(FIELD_CLASSES, name);
}
