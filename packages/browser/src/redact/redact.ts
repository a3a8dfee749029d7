import type { FieldClass, JsonObject } from "@wayseal/protocol";
import type { CapturedEvent, Control, RedactedEvent } from "../states.js";
import { classify } from "./classify.js";
import { cleanJson } from "./json.js";
import { NEVER } from "./never.js";
import { classOfShape } from "./shape.js";
import { cleanText } from "./text.js";
import { cleanUrl } from "./url.js";

export interface RedactRules {
  /** Names, ids and classes of fields whose values the site allows. Selectors are matched where the field is. */
  readonly allow: readonly string[];
  /** Query parameters that stay in addresses. */
  readonly query: readonly string[];
}

/** UTF-16 units of a value; the wire allows more, and a record no more than 32 KiB of UTF-8. */
const MAX_VALUE = 8000;

/** The redacting stage: the only way from what was seen to what may be sealed. */
export function redact(event: CapturedEvent, rules: RedactRules): RedactedEvent {
  const { time, page, ...body } = event;
  return { time, url: cleanUrl(page, rules.query), body: redactBody(body, rules) } as unknown as RedactedEvent;
}

type Body = CapturedEvent extends infer E ? (E extends CapturedEvent ? Omit<E, "time" | "page"> : never) : never;

function redactBody(body: Body, rules: RedactRules): object {
  switch (body.type) {
    case "page_view":
      return { ...body, ...given("title", body.title && cleanText(body.title, 512)) };
    case "click":
      return {
        type: body.type,
        role: cleanText(body.role, 64),
        ...given("name", body.name && cleanText(body.name, 80)),
        ...given("target", body.target && cleanUrl(body.target, rules.query)),
      };
    case "form_view":
    case "form_start":
    case "form_submit":
    case "form_abandon":
    case "form_error":
      return { ...body, form: cleanId(body.form), ...("field" in body ? { field: cleanId(body.field) } : {}) };
    case "field": {
      const { control, ...rest } = body;
      const name = classify(control);
      const value = isAllowed(control, name, rules) ? control.value.slice(0, MAX_VALUE) : undefined;
      return {
        ...rest,
        form: cleanId(body.form),
        field: cleanId(body.field),
        class: name.slice(0, 64),
        ...given("value", value),
      };
    }
    case "track":
      return {
        type: body.type,
        name: cleanText(body.name, 256) || "unnamed",
        properties: cleanJson(body.properties),
      };
    case "identify": {
      const { token, ...traits } = (body.traits ?? {}) as JsonObject;
      return {
        ...body,
        user: body.user.slice(0, 256),
        traits: cleanJson(traits),
        ...given("token", typeof token === "string" ? token.slice(0, 4096) : undefined),
      };
    }
    // Plugins make these two, which need not be typed: only what is named here goes on.
    case "error":
      return {
        type: body.type,
        message: cleanText(String(body.message), 1024),
        ...given("source", body.source && cleanUrl(body.source, rules.query)),
      };
    case "vital":
      return {
        type: body.type,
        name: cleanText(String(body.name), 64) || "unnamed",
        value: Number.isFinite(body.value) ? body.value : 0,
        ...given("rating", body.rating && cleanText(body.rating, 64)),
      };
    default:
      return body;
  }
}

/** A value is kept only if the page or the site allows it, nothing hides it, and it is of no `never` class. */
function isAllowed(
  { mark, listed, name, id, value }: Control,
  fieldClass: FieldClass,
  { allow }: RedactRules,
): boolean {
  const allowed = mark === "allow" || listed || [name, id, fieldClass].some((word) => word && allow.includes(word));
  const shape = classOfShape(value);
  return allowed && mark !== "redact" && value !== "" && !NEVER.has(fieldClass) && !(shape && NEVER.has(shape));
}

function cleanId(id: string): string {
  return cleanText(id, 128) || "unnamed";
}

function given(name: string, value: string | undefined): Record<string, string> {
  return value ? { [name]: value } : {};
}
