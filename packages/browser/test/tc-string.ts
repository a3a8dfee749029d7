import { GVL, TCModel, TCString } from "@iabtcf/core";

/** A vendor list with the framework's purposes and no vendor. */
const NO_VENDORS = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 1,
  tcfPolicyVersion: 4,
  lastUpdated: "2026-01-01T00:00:00Z",
  purposes: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [at + 1, { id: at + 1 }])),
  ...{ specialPurposes: {}, features: {}, specialFeatures: {}, stacks: {}, vendors: {} },
};

/** @returns What the IAB's own library encodes for these purposes: the TC string that a platform keeps. */
export function tcString(purposes: readonly number[]): string {
  const model = new TCModel(new GVL(NO_VENDORS as never));
  Object.assign(model, { cmpId: 31, cmpVersion: 1, isServiceSpecific: true });
  model.purposeConsents.set([...purposes]);
  return TCString.encode(model);
}
