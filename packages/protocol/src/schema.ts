import { EVENT_SHAPES, type Field, type Shape } from "./shapes.js";

type Schema = { readonly [key: string]: unknown };

/**
 * The JSON Schema (2020-12) of a record's plaintext, made from the same table that `validateEvent` reads. It is
 * published as `@wayseal/protocol/events.schema.json`; a test keeps the file equal to this.
 */
export function eventsSchema(): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A Wayseal event",
    description: "The plaintext of one record. Types and fields that are not listed are kept, at level internal.",
    type: "object",
    required: ["type", "at"],
    properties: { type: { type: "string", pattern: "^[a-z][a-z0-9_]{0,63}$" } },
    allOf: Object.entries(EVENT_SHAPES).map(([type, fields]) => ({
      if: { properties: { type: { const: type } } },
      then: objectSchema(fields, true),
    })),
  };
}

function objectSchema(fields: Readonly<Record<string, Field>>, open: boolean): Schema {
  return {
    type: "object",
    required: Object.keys(fields).filter((name) => fields[name]?.optional === false),
    properties: Object.fromEntries(Object.entries(fields).map(([name, { shape }]) => [name, schemaOf(shape)])),
    ...(open ? {} : { additionalProperties: false }),
  };
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case "text":
      return {
        type: "string",
        maxLength: shape.max,
        ...(shape.min ? { minLength: shape.min } : {}),
        ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }),
      };
    case "choice":
      return { enum: shape.of };
    case "integer":
      return { type: "integer", minimum: shape.min, maximum: shape.max };
    case "number":
      return { type: "number" };
    case "flag":
      return { type: "boolean" };
    case "json":
      return { type: "object" };
    case "list":
      return { type: "array", items: schemaOf(shape.of), minItems: shape.min, maxItems: shape.max };
    case "object":
      return objectSchema(shape.fields, false);
  }
}
