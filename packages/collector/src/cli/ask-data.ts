import type { AnswerOf, ArgsOf, OperationName } from "../admin/operations.js";
import type { Settings } from "../settings/settings.js";
import { askingData } from "./asking-data.js";

/**
 * Carries out an operation on a data directory: by the collector that runs on it, or else here.
 *
 * @throws {AdminError} And what opening the data directory throws.
 */
export async function askData<Name extends OperationName>(
  settings: Settings,
  name: Name,
  args: ArgsOf<Name>,
): Promise<AnswerOf<Name>> {
  return askingData(settings, (ask) => ask(name, args));
}
