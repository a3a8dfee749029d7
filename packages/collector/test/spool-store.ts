import type { StoredEvent } from "../src/pipeline/states.js";
import type { Catalog } from "../src/ports/catalog.js";
import type { EventStore } from "../src/ports/event-store.js";
import { noStore } from "./http-collector.js";

/** An event store that answers what journeys ask of one subject, out of events that were committed and not yet drained. */
export function spoolStore(catalog: () => Catalog): EventStore {
  const ask = async ({ sql, params = {} }: { sql: string; params?: Readonly<Record<string, unknown>> }) => {
    const block = await catalog().next(1000);
    const mine = (block?.rows ?? []).filter(
      ({ site, subject }) => site === params["site"] && subject.toString("hex") === params["subject"],
    );
    if (mine.length === 0) return [];
    return /GROUP BY subject/.test(sql) ? [summary(mine)] : mine.map(row);
  };
  return { ...noStore, ask: ask as EventStore["ask"] };
}

function row({ stream, session, columns, occurred, received, notes, ...rest }: StoredEvent) {
  const base64 = (bytes: Buffer | null) => bytes?.toString("base64") ?? "";
  return {
    ...{ seq: rest.seq, type: rest.type, skew: rest.skew, policy: rest.policy, properties: {}, ...columns },
    ...{ stream_hex: stream.toString("hex"), session_hex: session.toString("hex"), notes: JSON.stringify(notes) },
    ...{ occurred_at: occurred, received_at: received, internal_bytes: base64(rest.internal) },
    ...{ confidential_bytes: base64(rest.confidential), restricted_bytes: base64(rest.restricted) },
  };
}

function summary(rows: readonly StoredEvent[]) {
  const times = rows.map(({ occurred }) => occurred);
  return {
    id: rows[0]?.subject.toString("hex"),
    ...{ first_at: Math.min(...times), last_at: Math.max(...times), events: rows.length, sessions: 1, pages: 1 },
    ...{ entry: "/", exit: "/", submitted: 0, abandoned: 0, last_country: "", last_language: "", first_source: "" },
    any_generated: false,
  };
}
