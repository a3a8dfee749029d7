import { describe, expect, it } from "vitest";
import { linkAudit } from "../keys/audit-chain.js";
import { siteCollector } from "../../test/site-collector.js";
import type { AuditCatalog, AuditEntry, AuditLink } from "../ports/audit.js";
import { audited } from "./audited.js";
import { createAuditTrail } from "./create-audit-trail.js";

const entry: AuditEntry = { at: 1, actor: "p1", kind: "person", action: "read", site: "shop" };

describe("the audit trail", () => {
  it("chains every entry to the one before, over a restart too, however many record at once", async () => {
    const site = await siteCollector();
    const trail = createAuditTrail({ catalog: site.catalog });
    await Promise.all(Array.from({ length: 700 }, (_, n) => trail.record({ ...entry, at: n })));
    await site.reopen();
    await createAuditTrail({ catalog: site.catalog }).record({ ...entry, at: 700 });
    const rows = await site.catalog.auditAfter(0, 1000);
    expect(rows).toHaveLength(701);
    let last: AuditLink = { seq: 0, hash: Buffer.alloc(32) };
    rows.forEach((row, n) => {
      expect(row).toEqual({ ...linkAudit(last, row.body), matches: true });
      expect((JSON.parse(row.body) as AuditEntry).at).toBe(n);
      last = row;
    });
    await site.close();
  });

  it("makes what waits together durable in one commit", async () => {
    let commits = 0;
    const rows: unknown[] = [];
    const catalog: Pick<AuditCatalog, "appendAudit"> = {
      async appendAudit(next) {
        commits++;
        await new Promise((resolve) => setImmediate(resolve));
        rows.push(...next({ seq: rows.length, hash: Buffer.alloc(32) }, new Set()));
      },
    };
    const trail = createAuditTrail({ catalog });
    await Promise.all(Array.from({ length: 50 }, () => trail.record(entry)));
    expect([commits, rows.length]).toEqual([2, 50]);
  });

  it("fails everybody whose entry was not written, and goes on with the next", async () => {
    let full = true;
    const catalog: Pick<AuditCatalog, "appendAudit"> = {
      async appendAudit(next) {
        if (full) throw new Error("disk full");
        next({ seq: 0, hash: Buffer.alloc(32) }, new Set());
      },
    };
    const trail = createAuditTrail({ catalog });
    const told = await Promise.allSettled([trail.record(entry), trail.record(entry)]);
    expect(told.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    full = false;
    await expect(trail.record(entry)).resolves.toBeUndefined();
  });
});

describe("something that is audited", () => {
  it("is not done where it cannot be written down", async () => {
    let done = false;
    const act = async () => void (done = true);
    const closed = { record: () => Promise.reject(new Error("disk full")) };
    await expect(audited(closed, entry, act)).rejects.toThrow("disk full");
    expect(done).toBe(false);
    // (control) where that is not awaited, it is done.
    await audited({ record: () => Promise.resolve() }, entry, act);
    expect(done).toBe(true);
  });

  it("is written down as failed where it failed, and with its id where it made one", async () => {
    const told: AuditEntry[] = [];
    const trail = { record: async (one: AuditEntry) => void told.push(one) };
    const failing = () => Promise.reject(new Error("held"));
    await expect(audited(trail, { ...entry, action: "erase" }, failing)).rejects.toThrow("held");
    await audited(
      trail,
      { ...entry, action: "hold" },
      async () => ({ id: "h1" }),
      ({ id }) => ({ hold: id }),
    );
    expect(told.map(({ action, detail }) => [action, detail])).toEqual([
      ["erase", undefined],
      ["erase", { outcome: "failed" }],
      ["hold", undefined],
      ["hold", { outcome: "done", hold: "h1" }],
    ]);
  });
});
