import { formatRoute } from "./format-route.js";
import type { Route } from "./route.js";

/** Goes to a route. `replace` leaves no entry in the history: for choices on a page, such as its time range. */
export function navigate(route: Route, { replace = false }: { replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (!replace) {
    location.hash = hash;
    return;
  }
  history.replaceState(null, "", hash);
  // replaceState fires nothing by itself.
  dispatchEvent(new HashChangeEvent("hashchange"));
}
