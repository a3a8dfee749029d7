import { callAdmin, NotRunning } from "../admin/call-admin.js";
import type { AdminParts } from "../admin/operation.js";
import { type AnswerOf, type ArgsOf, type OperationName, runOperation } from "../admin/operations.js";
import { openData } from "../main.js";
import { openScripts } from "../scripts/index.js";
import type { Settings } from "../settings/settings.js";
import { addressOf } from "../start/address-of.js";

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
  const { catalog, keyring, dataDir } = await openData(settings);
  const { backupDays, maxLevel } = settings;
  const address = () => addressOf(settings, settings.port);
  const scripts = openScripts(dataDir);
  const parts: AdminParts = { catalog, keyring, scripts, address, now: Date.now, backupDays, maxLevel };
  try {
    return (await runOperation(parts, name, args)) as AnswerOf<Name>;
  } finally {
    await catalog.close();
    await keyring.close();
  }
}
