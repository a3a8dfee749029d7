import { Wayseal } from "@wayseal/browser/next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { ConsentBanner } from "./consent-banner";
import { readOptions } from "./read-options";

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // The options are read when a page is asked for, and not when the app is built.
  await connection();
  return (
    <html lang="en">
      <body>
        <Wayseal options={readOptions(process.env)}>
          {children}
          <ConsentBanner />
        </Wayseal>
      </body>
    </html>
  );
}
