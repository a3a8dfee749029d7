/** What sensitive values are looked at for: a closed list, so that the audit trail can be asked about it. */
export const PURPOSES = {
  analysis: "to understand and improve the site",
  support: "to help this customer",
  fraud: "to look into fraud",
  security: "to look into a fault or an attack",
  legal: "to meet a legal duty",
  "data-request": "to answer a person's request",
} as const;

export type Purpose = keyof typeof PURPOSES;
