import { PROBLEMS, type ProblemCode } from "../problem.js";

export type Json = Readonly<Record<string, unknown>>;

export const json = (name: string): Json => ({
  "application/json": { schema: { $ref: `#/components/schemas/${name}` } },
});
export const answer = (description: string, content?: Json): Json => ({ description, ...(content && { content }) });
export const text = (type: string): Json => ({ [type]: { schema: { type: "string" } } });

/** @returns Answers for problem codes, those of one status together. */
export function problems(...codes: ProblemCode[]): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...codes, "internal"] as ProblemCode[]) {
    const status = PROBLEMS[code][0];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join("; "),
        ...(status === 429 || status === 503
          ? { headers: { "Retry-After": { description: "Seconds", schema: { type: "integer" } } } }
          : {}),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

export const parameter = (
  where: "query" | "path",
  name: string,
  schema: Json,
  required = false,
  description = "",
): Json => ({
  name,
  in: where,
  required: required || where === "path",
  schema,
  ...(description !== "" && { description }),
});
export const SITE_ID: Json = { type: "string", pattern: "^[a-z0-9-]{1,64}$" };
export const site = (where: "query" | "path") => parameter(where, "site", SITE_ID, true);
export const whole = (name: string, description: string) =>
  parameter("query", name, { type: "integer", minimum: 0 }, false, description);
export const cursor = parameter(
  "query",
  "cursor",
  { type: "string", maxLength: 512 },
  false,
  "`next` of the page before",
);
export const version = parameter("path", "version", { type: "string" });
export const plugin = parameter("path", "plugin", { type: "string" });

export const SIGNED_IN = [{ cookie: [] }, { bearer: [] }];
export const VIEWER: ProblemCode[] = ["signed-out", "unknown-site", "invalid", "unavailable"];
export const ENGINE: ProblemCode[] = [...VIEWER, "too-heavy", "engine-unavailable"];

export const body = (name: string): Json => ({ required: true, content: json(name) });
export const operation = (summary: string, rest: Json): Json => ({ summary, ...rest });
