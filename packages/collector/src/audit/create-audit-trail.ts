import { linkAudit } from "../keys/audit-chain.js";
import type { AuditCatalog, AuditLink, AuditTrail } from "../ports/audit.js";
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
        await catalog.appendAudit((last) => {
          let link: AuditLink = last;
          return group.map(({ body }) => {
            const row = linkAudit(link, body);
            end = link = row;
            return row;
          });
        });
        for (const { done } of group) done();
        if (end !== null) onAppended(end);
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    running = false;
  }

  return {
    async record(entry) {
      const body = entryBody(entry);
      await new Promise<void>((done, failed) => {
        waiting.push({ body, done, failed });
        if (!running) void run();
      });
    },
  };
}
