const PLACEHOLDERS = [
  /^(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this)?|fill[-_ ]?me|todo|tbd|fixme|none|null|undefined)/i,
  /^(secret|password|passwd|pass|token|key|admin|root|default|example|sample|placeholder|dummy|test|demo)[-_ ]?\d*$/i,
  /^(your|my|some|the|a)[-_ ].*(secret|password|token|key)/i,
  /(change[-_ ]?me|placeholder|replace[-_ ]?me)/i,
  /^<.*>$/,
  /^\$\{?.*\}?$/,
  /^(.)\1*$/,
  /^(123456|abcdef|qwerty)/i,
];

/** @returns Whether `secret` is what people leave standing in an example, and so known to everyone. */
export function isPlaceholder(secret: string): boolean {
  const trimmed = secret.trim();
  return trimmed === "" || PLACEHOLDERS.some((pattern) => pattern.test(trimmed));
}
