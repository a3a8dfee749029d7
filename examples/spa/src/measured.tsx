import type { Consent, Options } from "@wayseal/browser";
import { WaysealProvider } from "@wayseal/browser/react";
import { type ReactNode, useState } from "react";
import { ConsentBanner } from "./consent-banner.jsx";

export interface MeasuredProps {
  /** Null: nothing is measured, so nothing is asked either. */
  readonly options: Options | null;
  readonly children: ReactNode;
}

/** Measures what is in it. Until the visitor agrees, nothing is kept on their device. */
export function Measured({ options, children }: MeasuredProps) {
  const [choice, choose] = useState<Consent | null>(null);
  if (options === null) {
    return (
      <>
        <p className="notice" role="status">
          Not measured: copy <code>.env.example</code> to <code>.env.local</code> and fill it in.
        </p>
        {children}
      </>
    );
  }
  return (
    <WaysealProvider options={options} consent={choice}>
      {children}
      <ConsentBanner site={options.site} choice={choice} onChoice={choose} />
    </WaysealProvider>
  );
}
