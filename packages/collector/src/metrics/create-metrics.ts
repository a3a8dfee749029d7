import type { AuditState } from "../audit/create-audit-keeper.js";
import type { QuarantineSum } from "../ports/quarantine.js";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What `/metrics` tells. Labels are routes, statuses, sites and reasons: never a person, an address or a value. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void;
  received(bytes: number): void;
  stored(site: string, events: number): void;
  duplicates(events: number): void;
  /** By `RejectReason`. */
  rejected(reason: string, records: number): void;
  /** A refused record was to wait in quarantine: by `RejectReason`, and whether it does. */
  setAside(reason: string, outcome: string): void;
  signIn(outcome: "in" | "refused" | "throttled"): void;
  live(change: 1 | -1): void;
  /** Asked when `/metrics` is. */
  watch(watched: {
    readonly spoolRows?: () => Promise<number>;
    readonly engineUp?: () => Promise<boolean>;
    readonly audit?: () => Promise<AuditState>;
    readonly quarantined?: () => Promise<readonly QuarantineSum[]>;
  }): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** @param defaults Whether Node's own process metrics are told too; not where someone else's app hosts the collector. */
export function createMetrics({ defaults = false } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (defaults) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "wayseal_requests_total",
    help: "HTTP requests by route, method and status",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const duration = new Histogram({
    name: "wayseal_request_duration_seconds",
    help: "Time from a request's first byte to its answer",
    labelNames: ["route"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const bytes = new Counter({ name: "wayseal_received_bytes_total", help: "Bytes of envelopes received", registers });
  const stored = new Counter({
    name: "wayseal_events_stored_total",
    help: "Events committed and acknowledged",
    labelNames: ["site"],
    registers,
  });
  const duplicates = new Counter({
    name: "wayseal_events_duplicate_total",
    help: "Events that had been stored before",
    registers,
  });
  const rejected = new Counter({
    name: "wayseal_records_rejected_total",
    help: "Records and requests that did not reach the store, by reason",
    labelNames: ["reason"],
    registers,
  });
  const quarantined = new Counter({
    name: "wayseal_quarantined_total",
    help: "Refused records that were put in quarantine, by reason",
    labelNames: ["reason"],
    registers,
  });
  const overflow = new Counter({
    name: "wayseal_quarantine_overflow_total",
    help: "Refused records that quarantine had no room for, by reason",
    labelNames: ["reason"],
    registers,
  });
  const signIns = new Counter({
    name: "wayseal_sign_ins_total",
    help: "Sign-in attempts by outcome",
    labelNames: ["outcome"],
    registers,
  });
  const live = new Gauge({ name: "wayseal_live_streams", help: "Open /v1/live connections", registers });

  return {
    request(route, method, status, seconds) {
      requests.inc({ route, method, status });
      duration.observe({ route }, seconds);
    },
    received: (count) => bytes.inc(count),
    stored: (site, events) => stored.inc({ site }, events),
    duplicates: (events) => duplicates.inc(events),
    rejected: (reason, records) => rejected.inc({ reason }, records),
    setAside(reason, outcome) {
      if (outcome === "stored") quarantined.inc({ reason });
      else if (outcome === "full") overflow.inc({ reason });
    },
    signIn: (outcome) => signIns.inc({ outcome }),
    live: (change) => live.inc(change),
    watch({ spoolRows, engineUp, audit, quarantined }) {
      if (quarantined !== undefined) watchQuarantine(quarantined);
      if (spoolRows !== undefined) gauge("wayseal_spool_rows", "Acknowledged events not yet drained", spoolRows);
      if (engineUp !== undefined) gauge("wayseal_engine_up", "Whether the event store answers", engineUp);
      if (audit !== undefined) {
        gauge("wayseal_audit_entries", "Number of the audit log's last entry", async () => (await audit()).last);
        gauge(
          "wayseal_audit_unsigned",
          "Audit entries that no checkpoint signs yet",
          async () => (await audit()).unsigned,
        );
        gauge(
          "wayseal_audit_witness_lag",
          "Audit entries that the witness was not told of yet; NaN without one",
          async () => (await audit()).witness?.lag ?? Number.NaN,
        );
      }
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };

  function watchQuarantine(ask: () => Promise<readonly QuarantineSum[]>): void {
    new Gauge({
      name: "wayseal_quarantine_waiting",
      help: "Records in quarantine, by site and reason",
      labelNames: ["site", "reason"],
      registers,
      async collect() {
        this.reset();
        for (const { site, reason, records } of await ask().catch(() => [])) this.set({ site, reason }, records);
      },
    });
  }

  function gauge(name: string, help: string, ask: () => Promise<number | boolean>): void {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // A part that is down must not take the other numbers with it: its own shows NaN.
        this.set(await ask().then(Number, () => Number.NaN));
      },
    });
  }
}
