import { callAdmin, NotRunning } from "../admin/call-admin.js";
import type { AdminParts } from "../admin/operation.js";
import { type AnswerOf, type ArgsOf, type OperationName, runOperation } from "../admin/operations.js";
import { createAuditKeeper } from "../audit/create-audit-keeper.js";
import { openData } from "../main.js";
import { createPolicies } from "../policy/index.js";
import { openScripts } from "../scripts/index.js";
import type { Settings } from "../settings/settings.js";
import { witnessOf } from "../start/witness-of.js";
import { addressOf } from "../start/address-of.js";
import { lastPort } from "./last-port.js";
import { openReading } from "./open-reading.js";

/** Asks for one operation after another. @throws {AdminError} And what opening the data directory throws. */
export type Ask = <Name extends OperationName>(name: Name, args: ArgsOf<Name>) => Promise<AnswerOf<Name>>;

export interface AskingOptions {
  /** Whether operations read events: then the event store is opened too, and what waits for it drained. */
  readonly reading?: boolean;
}

/**
 * Carries out operations on a data directory: by the collector that runs on it, or else here, where it is opened once for
 * all of them.
 */
export async function askingData<Answer>(
  settings: Settings,
  use: (ask: Ask) => Promise<Answer>,
  { reading = false }: AskingOptions = {},
): Promise<Answer> {
  const ends: (() => Promise<void>)[] = [];
  let parts: AdminParts | null = null;

  async function open(): Promise<AdminParts> {
    const data = await openData(settings);
    ends.push(() => data.keyring.close());
    ends.push(() => data.catalog.close());
    const { catalog, keyring, dataDir } = data;
    const { backupDays, maxLevel, retention } = settings;
    const port = await lastPort(settings);
    const address = () => addressOf(settings, port);
    const shared = { backupDays, maxLevel, retention };
    const keeper = createAuditKeeper({ catalog, keyring, witness: witnessOf(settings) });
    // Before the catalog is closed: what was done is signed, and told where it can be.
    ends.push(() => keeper.stop());
    const audit = keeper.trail;
    const policies = createPolicies({ catalog, audit });
    const here = {
      catalog,
      keyring,
      audit,
      keeper,
      policies,
      scripts: openScripts(dataDir),
      address,
      now: Date.now,
      ...shared,
    };
    if (!reading) return here;
    const { close, ...what } = await openReading(settings, data, policies);
    ends.push(close);
    return { ...here, ...what };
  }

  async function ask<Name extends OperationName>(name: Name, args: ArgsOf<Name>): Promise<AnswerOf<Name>> {
    if (parts === null) {
      try {
        return await callAdmin(settings.data, name, args);
      } catch (error) {
        if (!(error instanceof NotRunning)) throw error;
      }
      parts = await open();
    }
    return (await runOperation(parts, name, args)) as AnswerOf<Name>;
  }

  try {
    return await use(ask);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
