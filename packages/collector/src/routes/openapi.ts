import { openapiDocument } from "./openapi/document.js";
import type { Route } from "./parts.js";

/** `GET /openapi.json`: all of these addresses, OpenAPI 3.1. */
export function openapiRoute(): Route {
  const document = JSON.stringify(openapiDocument());
  return {
    path: "/openapi.json",
    methods: {
      GET(_request, response) {
        response.set("Cache-Control", "public, max-age=300").type("application/json").send(document);
      },
    },
  };
}
