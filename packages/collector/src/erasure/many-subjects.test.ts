import { aViewer } from "../../test/a-viewer.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RetainedSite, retainedSite } from "../../test/retained-site.js";
import { createAuditTrail } from "../audit/create-audit-trail.js";
import { createFieldReader } from "../keys/index.js";
import type { StoredEvent } from "../pipeline/states.js";
import { createErasures } from "./create-erasures.js";

/** The whole size is `npm run bench -- erase`, which `npm run test:long` runs too. */
const SUBJECTS = process.env["WAYSEAL_LONG"] === "1" ? 20_000 : 1_000;
const EVERY = 10;
let site: RetainedSite;
let subjects: readonly string[];
beforeAll(async () => {
  site = await retainedSite();
  for (let from = 0; from < SUBJECTS; from += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        site.visit("2026-11-10T10:00:00Z", { email: `visitor-${from + n}@example.com` }),
      ),
    );
  }
  subjects = [...new Set(site.rows.map(({ subject }) => subject.toString("hex")))];
}, 120_000);
afterAll(() => site.close());

/** Subjects of whom something can be read, and how many values of all. */
async function readable(rows: readonly StoredEvent[]) {
  const reader = createFieldReader({ keys: site.catalog, keyring: site.keyring });
  const found = new Map<string, number>();
  for (let from = 0; from < rows.length; from += 1_000) {
    const some = rows.slice(from, from + 1_000);
    const fields = await reader.read(aViewer(), some);
    for (const [n, row] of some.entries()) {
      const shown = fields[n]!.filter(({ state }) => state === "shown").length;
      const subject = row.subject.toString("hex");
      found.set(subject, (found.get(subject) ?? 0) + shown);
    }
  }
  return new Map([...found].filter(([, shown]) => shown > 0));
}

it(`leaves none of ${SUBJECTS / EVERY} erased subjects readable, and all of the others among ${SUBJECTS}`, async () => {
  expect(subjects).toHaveLength(SUBJECTS);
  const before = await readable(site.rows);
  // Negative control: before, everyone can be read.
  expect(before.size).toBe(SUBJECTS);
  const erasures = createErasures({ ...site, audit: createAuditTrail(site), now: Date.now });
  const chosen = subjects.filter((_, n) => n % EVERY === 0);
  for (let from = 0; from < chosen.length; from += 20) {
    await Promise.all(
      chosen
        .slice(from, from + 20)
        .map((subject) =>
          erasures.erase({ site: "shop", subject: Buffer.from(subject, "hex"), by: { kind: "operator", id: "local" } }),
        ),
    );
  }
  const after = await readable(site.rows);
  for (const subject of chosen) expect(after.has(subject), subject).toBe(false);
  for (const subject of chosen) before.delete(subject);
  expect(after).toEqual(before);
  console.log(`${chosen.length} erased among ${SUBJECTS}: none of theirs readable, all of ${after.size} others`);
}, 120_000);
