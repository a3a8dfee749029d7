import type { Route } from "./parts.js";

/** `/`: leads to the console. */
export function homeRoute(): Route {
  return {
    path: "/",
    methods: {
      GET(request, response) {
        // Relative, since the browser may know this place by another path; without a slash at its end, the last part of
        // that path would be dropped.
        const [path = "/"] = request.originalUrl.split("?");
        const last = path.slice(path.lastIndexOf("/") + 1);
        response.redirect(302, last === "" ? "console/" : `${encodeURIComponent(decodeURIComponent(last))}/console/`);
      },
    },
  };
}
