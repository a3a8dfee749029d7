"use client";

import { useConsent } from "@wayseal/browser/next";
import { useState } from "react";

/** Until the visitor agrees, nothing is kept on their device. */
export function ConsentBanner() {
  const [choice, choose] = useState<"granted" | "none" | null>(null);
  useConsent(choice);
  if (choice) return null;
  return (
    <aside aria-label="Consent">
      <p>May this shop keep a number on your device, so that it knows you when you come back?</p>
      <button onClick={() => choose("granted")}>Yes</button>
      <button onClick={() => choose("none")}>No</button>
    </aside>
  );
}
