/** One thing that was looked at. */
export interface Check {
  readonly state: "ok" | "warn" | "fail";
  readonly what: string;
  /** What to do. */
  readonly hint?: string;
}

export const ok = (what: string): Check => ({ state: "ok", what });
export const warn = (what: string, hint: string): Check => ({ state: "warn", what, hint });
export const fail = (what: string, hint: string): Check => ({ state: "fail", what, hint });
