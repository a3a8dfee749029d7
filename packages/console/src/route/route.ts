/** Time ranges that pages offer. */
export const RANGES = ["1h", "24h", "7d", "30d"] as const;
export type Range = (typeof RANGES)[number];

/** What the address asks for. The part after `#` holds all of it, so that any mount path works without rewrites. */
export type Route =
  | { readonly page: "overview" | "journeys" | "loss"; readonly site?: string; readonly range?: Range }
  | {
      readonly page: "requests" | "keys" | "reveals" | "people" | "policy" | "audit" | "quarantine";
      readonly site?: string;
    }
  | { readonly page: "request"; readonly site: string; readonly id: string }
  | { readonly page: "journey"; readonly site: string; readonly subject: string }
  | { readonly page: "sign-in" }
  | { readonly page: "welcome"; readonly secret: string | null }
  | { readonly page: "unknown" };

export type PageName = Route["page"];
