import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { COMPLETE } from "../test/complete.js";
import type { EventType } from "./events.js";
import { eventsSchema } from "./schema.js";
import { EVENT_SHAPES } from "./shapes.js";
import { validateEvent } from "./validate.js";

const Ajv = createRequire(import.meta.url)("ajv/dist/2020.js") as typeof Ajv2020;
const published = readFileSync(new URL("../schema/events.schema.json", import.meta.url), "utf8");

describe("the published JSON Schema", () => {
  it("is the one that the shapes make (run `npm run schema -w @wayseal/protocol` after a change)", () => {
    expect(published).toBe(`${JSON.stringify(eventsSchema(), null, 2)}\n`);
  });

  const check = new Ajv({ strict: false }).compile(JSON.parse(published) as object);

  it.each(Object.keys(EVENT_SHAPES) as EventType[])("agrees with the validator on every field of %s", (type) => {
    const complete: Record<string, unknown> = { type, ...COMPLETE[type] };
    const variants = [
      complete,
      { ...complete, added: { by: ["a", "newer sender"] } },
      ...Object.keys(complete).map((name) =>
        Object.fromEntries(Object.entries(complete).filter(([key]) => key !== name)),
      ),
      ...Object.keys(complete).map((name) => ({ ...complete, [name]: -7.5 })),
      ...Object.keys(complete).map((name) => ({ ...complete, [name]: "" })),
    ];
    for (const variant of variants) {
      expect(check(variant), JSON.stringify(variant)).toBe(validateEvent(variant).known !== null);
    }
  });
});
