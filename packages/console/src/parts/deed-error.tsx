import type { JSX } from "preact";
import type { RequestError } from "../api/request.js";
import { Icon } from "./icon.js";

/** Why what somebody wanted to do was not done. */
export function DeedError({ error }: { readonly error: RequestError | undefined }): JSX.Element | null {
  if (error === undefined) return null;
  return (
    <p class="gate-error" role="alert">
      <Icon name="warn" /> {error.message}
    </p>
  );
}
