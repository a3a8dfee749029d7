import type { Route } from "./route.js";

/** @returns The hash that `parseRoute` reads back as `route`, for links. A welcome's secret is never written. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case "journey":
      return `#/journeys/${route.site}/${route.subject}`;
    case "request":
      return `#/requests/${route.site}/${route.id}`;
    case "requests":
    case "keys":
    case "reveals":
    case "people":
    case "policy":
    case "audit":
    case "quarantine":
      return `#/${route.page}${route.site === undefined ? "" : `?site=${route.site}`}`;
    case "overview":
    case "journeys":
    case "loss": {
      const params = new URLSearchParams();
      if (route.site !== undefined) params.set("site", route.site);
      if (route.range !== undefined) params.set("range", route.range);
      const query = params.toString();
      return `#/${route.page}${query === "" ? "" : `?${query}`}`;
    }
    case "sign-in":
      return "#/sign-in";
    case "welcome":
      return "#/welcome";
    case "unknown":
      return "#/overview";
  }
}
