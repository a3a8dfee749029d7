import { callAdmin, NotRunning } from "../admin/call-admin.js";
import type { AnswerOf, ArgsOf, OperationName } from "../admin/operations.js";
import type { Settings } from "../settings/settings.js";

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
  try {
    return await callAdmin(settings.data, name, args);
  } catch (error) {
    if (!(error instanceof NotRunning)) throw error;
  }
  // What opens a data directory takes longer to load than all else that a command does where a collector runs.
  const { askingData } = await import("./asking-data.js");
  return askingData(settings, (ask) => ask(name, args));
}
