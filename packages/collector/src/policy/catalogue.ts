import { FIELD_CLASSES, type FieldClass, type Treatment } from "@wayseal/protocol";
import type { Handling } from "./handling.js";

/** The built-in classes by what they are about. A policy names such a group as `@health`. */
export const CLASS_GROUPS = {
  credentials: ["password", "one-time-code", "security-answer", "api-key", "username"],
  payment: [
    ...(["payment-card", "card-expiry", "card-security-code", "card-holder", "iban", "bank-account"] as const),
    ...(["crypto-wallet", "credit-score", "income", "transaction"] as const),
  ],
  government: [
    ...(["national-id", "tax-id", "passport", "driving-licence", "voter-id", "immigration-id"] as const),
    ...(["military-id", "certificate"] as const),
  ],
  health: ["health", "medical-record", "health-insurance", "medication", "disability", "genetic", "biometric"],
  beliefs: ["religion", "ethnicity", "sexuality", "politics", "trade-union", "criminal-record"],
  children: ["child", "child-name", "child-age", "guardian", "school"],
  identity: [
    ...(["name", "given-name", "family-name", "birthday", "gender", "nationality", "marital-status"] as const),
    ...(["signature", "image", "user-id", "employee-id", "education", "job-title", "organization"] as const),
  ],
  contact: ["email", "phone", "social-profile", "emergency-contact", "url", "correspondence"],
  address: ["address", "street", "city", "postal-code", "region", "country"],
  location: ["location"],
  device: ["ip-address", "device-id", "cookie-id", "mac-address", "user-agent", "vehicle-id", "language"],
  text: ["free-text", "search", "unknown"],
  facts: ["date", "quantity", "choice"],
} as const satisfies Readonly<Record<string, readonly FieldClass[]>>;

export type ClassGroup = keyof typeof CLASS_GROUPS;

/** @returns How the catalogue handles a treatment of its own. */
export function handlingOf(treatment: Treatment): Handling {
  return treatment === "never" ? { treatment: "never", level: "restricted" } : { treatment: "keep", level: treatment };
}

/** Every built-in class and how its values are handled where nothing else is said. */
export const CATALOGUE: ReadonlyMap<string, Handling> = new Map(
  Object.entries(FIELD_CLASSES).map(([name, treatment]) => [name, handlingOf(treatment)]),
);
