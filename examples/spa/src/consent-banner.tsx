import type { Consent } from "@wayseal/browser";
import { useState } from "react";

export interface ConsentBannerProps {
  readonly site: string;
  readonly choice: Consent | null;
  readonly onChoice: (choice: Consent) => void;
}

/**
 * Asks until there is an answer. Someone who agreed on an earlier visit has the SDK's own entry on their device, and is not
 * asked again. A No holds for as long as the page, and is asked for again at the next load: to remember it takes an entry on the
 * device of somebody who wants none there.
 */
export function ConsentBanner({ site, choice, onChoice }: ConsentBannerProps) {
  const [agreed] = useState(() => hasAgreed(site));
  if (choice !== null || agreed) return null;
  return (
    <section className="banner" aria-label="Consent">
      <p>May we remember this visit on your device? What you type is sealed in your browser either way.</p>
      <p className="row">
        <button type="button" className="quiet" onClick={() => onChoice("none")}>
          No, thanks
        </button>
        <button type="button" onClick={() => onChoice("granted")}>
          Yes, that’s fine
        </button>
      </p>
    </section>
  );
}

function hasAgreed(site: string): boolean {
  try {
    return localStorage.getItem(`wayseal:${site}`) !== null;
  } catch {
    // Storage is blocked: then nothing was kept, and nothing will be.
    return false;
  }
}
