import { linkAudit } from "../keys/audit-chain.js";
import type { AuditCatalog, AuditDue, AuditLink, AuditTrail } from "../ports/audit.js";
import { entryBody } from "./entry-body.js";

/** Entries of one transaction. */
const MOST = 500;

export interface AuditTrailOptions {
  readonly catalog: Pick<AuditCatalog, "appendAudit">;
  /** Called after each transaction with the last entry's place: to sign, and to tell the witness. */
  readonly onAppended?: (link: AuditLink) => void;
}

/** The trail in the catalog: whoever records while a transaction is under way shares the next one. */
export function createAuditTrail({ catalog, onAppended = () => undefined }: AuditTrailOptions): AuditTrail {
  interface Waiting {
    readonly body: string;
    readonly due: AuditDue | undefined;
    readonly done: () => void;
    readonly failed: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      try {
        let end: AuditLink | null = null;
        const dues = group.flatMap(({ due }) => due ?? []);
        await catalog.appendAudit((last, settled) => {
          let link: AuditLink = last;
          const added = group.filter(({ due }) => due === undefined || settled.has(due));
          return added.map(({ body }) => {
            const row = linkAudit(link, body);
            end = link = row;
            return row;
          });
        }, dues);
        for (const { done } of group) done();
        if (end !== null) onAppended(end);
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    running = false;
  }

  return {
    async record(entry, due) {
      const body = entryBody(entry);
      await new Promise<void>((done, failed) => {
        waiting.push({ body, due, done, failed });
        if (!running) void run();
      });
    },
  };
}
