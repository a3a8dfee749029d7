import { expect, test } from "vitest";
import { meantOption } from "./meant-option.js";

test.each([
  ["requireConsent", null],
  ["requireconsent", "requireConsent"],
  ["require-consent", "requireConsent"],
  ["data-require-consent", "requireConsent"],
  ["REQUIRE_CONSENT", "requireConsent"],
  ["Site", "site"],
  ["requireConsents", ""],
  ["toString", ""],
  ["", ""],
])("of %j the option %j is meant", (name, meant) => expect(meantOption(name)).toBe(meant));
