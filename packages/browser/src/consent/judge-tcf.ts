import type { TcfRules } from "./tcf-rules.js";
import type { Verdict } from "./verdict.js";

type Flags = Readonly<Record<string, boolean | undefined>>;

/** What is read of a platform's TCData. Every part may be missing: it comes from code of others. */
export interface TcData {
  readonly cmpStatus?: string;
  readonly eventStatus?: string;
  readonly gdprApplies?: boolean;
  readonly isServiceSpecific?: boolean;
  readonly listenerId?: number;
  readonly purpose?: { readonly consents?: Flags };
  readonly vendor?: { readonly consents?: Flags };
  readonly specialFeatureOptins?: Flags;
  readonly publisher?: {
    readonly consents?: Flags;
    readonly restrictions?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

/** A publisher's restriction under which a vendor may use a purpose by consent. */
const REQUIRE_CONSENT = 1;

/**
 * Judges what a platform says to a listener.
 *
 * @see https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework CMP API v2, TCData and
 *   addEventListener: `tcloaded` and `useractioncomplete` bring a valid choice, `cmpuishown` brings none of the visitor's.
 * @param success The callback's second argument.
 */
export function judgeTcf(data: TcData | null | undefined, success: unknown, rules: TcfRules): Verdict {
  if (success !== true || !data || data.cmpStatus === "error") return "none";
  if (data.gdprApplies === false) return rules.elsewhere;
  // The listener is called at once, before the platform knows anything.
  if (data.gdprApplies !== true) return null;
  if (data.eventStatus === "cmpuishown") return "asking";
  if (data.eventStatus !== "tcloaded" && data.eventStatus !== "useractioncomplete") return null;
  // Since September 2021 a string of global scope is no valid one.
  if (data.isServiceSpecific === false) return "none";
  const purposes = (rules.publisher ? data.publisher : data.purpose)?.consents;
  const isRestricted = (purpose: number, vendor: number): boolean =>
    (data.publisher?.restrictions?.[purpose]?.[vendor] ?? REQUIRE_CONSENT) !== REQUIRE_CONSENT;
  return rules.purposes.every((purpose) => purposes?.[purpose] === true) &&
    rules.vendors.every(
      (vendor) =>
        data.vendor?.consents?.[vendor] === true && !rules.purposes.some((purpose) => isRestricted(purpose, vendor)),
    ) &&
    rules.specialFeatures.every((feature) => data.specialFeatureOptins?.[feature] === true)
    ? "granted"
    : "none";
}
