import type { Viewer } from "../viewer.js";
import type { Access, FieldList } from "./access.js";
import { type AccessAsked, composeAccess } from "./compose-access.js";
import { requireWithin } from "./require-within.js";

/**
 * The access of a token that a viewer makes: where nothing is said, as narrow as their own; what they are denied is denied
 * to it too.
 *
 * @throws {ImpossibleClearance | NotCleared}
 */
export function accessWithin(viewer: Viewer, asked: AccessAsked): Access {
  const made = composeAccess({
    ...asked,
    jurisdictions: asked.jurisdictions ?? viewer.jurisdictions,
    allow: asked.allow ?? viewer.allow,
    deny: union(asked.deny, viewer.deny),
  });
  const { purposes } = viewer;
  const access: Access = {
    ...made,
    purposes:
      asked.purposes !== undefined || purposes === "*"
        ? made.purposes
        : made.purposes === "*"
          ? purposes
          : made.purposes.filter((one) => purposes.includes(one)),
  };
  requireWithin(viewer, access);
  return access;
}

function union(first: FieldList | undefined, second: FieldList): FieldList {
  return {
    classes: [...new Set([...(first?.classes ?? []), ...second.classes])],
    fields: [...new Set([...(first?.fields ?? []), ...second.fields])],
  };
}
