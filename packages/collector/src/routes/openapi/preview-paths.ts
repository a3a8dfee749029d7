import { answer, body, type Json, json, operation, problems, SIGNED_IN } from "./pieces.js";

/** Links that show in a page what would be captured of it. */
export function previewPaths(): Json {
  return {
    "/v1/previews": {
      post: operation("Make a link that shows, in a page, what would be captured of it; it works once", {
        security: SIGNED_IN,
        requestBody: body("MakePreview"),
        responses: {
          201: answer("The link", json("PreviewMade")),
          ...problems("signed-out", "not-cleared", "cross-site", "unknown-site", "origin"),
          ...problems("invalid", "content-type", "too-large", "unavailable"),
        },
      }),
    },
    "/v1/previews/explain": {
      post: operation("What becomes of a page's fields, asked by the page that such a link opened", {
        requestBody: { required: true, content: { "text/plain": json("ExplainPreview")["application/json"] } },
        responses: {
          200: answer("Of each field, in their order", json("PreviewExplained")),
          ...problems(
            "invalid",
            "aborted",
            "timeout",
            "link-used",
            "too-large",
            "content-type",
            "slow-down",
            "unavailable",
          ),
        },
      }),
    },
  };
}
