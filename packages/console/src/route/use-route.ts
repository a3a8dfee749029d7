import { useEffect, useState } from "preact/hooks";
import { parseRoute } from "./parse-route.js";
import type { Route } from "./route.js";

/** @returns The route of the address, kept up to date. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const read = () => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return route;
}
