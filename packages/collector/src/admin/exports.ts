import type { Level } from "@wayseal/protocol";
import { z } from "zod";
import { byOperator } from "../audit/by-operator.js";
import { readEntry } from "../audit/read-entry.js";
import { type ExportSource, exportSource } from "../export/export-source.js";
import { ExportError } from "../export/format.js";
import { SILENT } from "../log/log.js";
import { newId } from "../people/secrets.js";
import { EventStoreError } from "../ports/event-store.js";
import { composeAccess } from "../clearance/compose-access.js";
import { type Viewer, viewerOf } from "../viewer.js";
import { OPERATOR, subjectId } from "./erasures.js";
import { AdminError } from "./errors.js";
import { type AdminParts, clearance, onlySite, operation, siteId } from "./operation.js";

const asked = { site: siteId, subject: subjectId, clearance, id: z.string().regex(/^[\w-]{22}$/) };

/** An export that whoever runs the CLI makes: the archive is written there, of pages that are asked for one by one. */
export const beginExport = operation(
  z.strictObject({ site: siteId.optional(), subject: subjectId, clearance }),
  async (parts, { site, subject, clearance }) => {
    const ask = { id: newId(), site: await onlySite(parts, site), subject, clearance };
    return told(() => sourceOf(parts, ask).begin());
  },
);

export const pageExport = operation(
  z.strictObject({ ...asked, cursor: z.string().max(512).nullable() }),
  async (parts, { cursor, ...ask }) => {
    const page = await told(() => sourceOf(parts, ask).page(cursor));
    const { id: of, site, subject, clearance } = ask;
    const read = readEntry(operatorAt(clearance), { site, subject, ...page, at: parts.now() });
    // Once it is known what is in it, and before it is given out.
    if (read !== null) {
      const detail = { ...read.detail, export: of, clearance };
      await parts.audit.record({ ...read, ...byOperator(parts.now()), detail });
    }
    return page;
  },
);

export const endExport = operation(
  z.strictObject({ ...asked, events: z.int().min(0) }),
  async (parts, { events, ...ask }) => {
    await told(() => sourceOf(parts, ask).end(events));
    const { log = SILENT } = parts;
    const { id, site, clearance } = ask;
    log.info({ audit: "export", id, site, by: OPERATOR, clearance, events }, "a person's data was exported");
    return { id };
  },
);

interface Ask {
  readonly id: string;
  readonly site: string;
  readonly subject: string;
  readonly clearance: Level;
}

function sourceOf({ catalog, now, store, fields }: AdminParts, { clearance, ...ask }: Ask): ExportSource {
  if (store === undefined || fields === undefined) {
    throw new AdminError("unreachable", "The event store is not open here");
  }
  return exportSource(operatorAt(clearance), { ...ask, by: OPERATOR }, { catalog, now, store, fields });
}

/** Whoever may use the data directory itself holds its keys: what they take out is theirs to choose. */
function operatorAt(clearance: Level): Viewer {
  return viewerOf({ id: OPERATOR.id, kind: "token" }, composeAccess({ rights: ["export"], clearance, sites: "*" }));
}

/** Runs it, and lets the operator know what stood in the way. */
async function told<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ExportError) throw new AdminError("missing", error.message);
    if (error instanceof EventStoreError) throw new AdminError("unreachable", error.message);
    throw error;
  }
}
