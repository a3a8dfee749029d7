import { openWitness } from "../audit/open-witness.js";
import type { Witness } from "../audit/tell-witness.js";
import type { Settings } from "../settings/settings.js";

/** @returns The audit log's witness that the settings name; null: none. */
export function witnessOf({ auditWitness, auditWitnessToken }: Settings): Witness | null {
  return auditWitness === null ? null : openWitness(auditWitness, auditWitnessToken);
}
