import type {
  QuarantineChoice,
  QuarantinedAnswer,
  QuarantinedContent,
  QuarantineDropped,
  QuarantineList,
  QuarantineReplayed,
} from "../api.js";
import { openQuarantine, type QuarantineReader } from "../keys/quarantine-reader.js";
import type { Pipeline } from "../pipeline/index.js";
import type { HeldContent, HeldRecord } from "../pipeline/states.js";
import type { Policies } from "../policy/index.js";
import type { ErasureCatalog } from "../ports/erasures.js";
import type { Keyring } from "../ports/keyring.js";
import { QUARANTINE_LIMIT, type QuarantineCatalog, type Quarantined } from "../ports/quarantine.js";
import { endOfWait, firstDayKept } from "./first-day-kept.js";
import { QuarantineFault } from "./quarantine-fault.js";
import { redactRefused } from "./redact-refused.js";

/** Records of one page, and of one round of a replay. */
const PAGE = 100;

/** What people do with records that were refused. Whether they may is asked before. */
export interface Quarantine {
  list(site: string, more?: { readonly reason?: string; readonly before?: number }): Promise<QuarantineList>;
  /** @throws {QuarantineFault} */
  read(site: string, id: number): Promise<QuarantinedContent>;
  /**
   * Takes records in by the policy of now. What is still refused waits on under its new reason.
   *
   * @throws {QuarantineFault} `not-held`: nothing was taken in.
   */
  replay(which: QuarantineChoice): Promise<QuarantineReplayed>;
  /** Removes records for good. */
  drop(which: QuarantineChoice): Promise<QuarantineDropped>;
}

export interface QuarantineOptions {
  readonly catalog: QuarantineCatalog & Pick<ErasureCatalog, "scrub">;
  readonly keyring: Pick<Keyring, "unwrap">;
  readonly pipeline: Pick<Pipeline, "replay">;
  readonly policies: Pick<Policies, "current">;
  readonly now: () => number;
}

type Sealed = Quarantined & { readonly sealed: Buffer };

export function createQuarantine({ catalog, keyring, pipeline, policies, now }: QuarantineOptions): Quarantine {
  /** What is over is gone, even where its key waits for the next run that destroys it. */
  const since = () => Date.parse(firstDayKept(now()));

  /** @returns What each holds; null where it does not open. @throws {QuarantineFault} */
  async function open(site: string, records: readonly Sealed[]): Promise<readonly (HeldContent | null)[]> {
    const keks = new Map((await catalog.quarantineKeks(site)).map((kek) => [kek.id, kek]));
    const readers = new Map<string, QuarantineReader | null>();
    for (const { kek } of records) {
      const found = keks.get(kek);
      if (!readers.has(kek)) readers.set(kek, found === undefined ? null : await openQuarantine(found, keyring));
    }
    const contents = records.map(({ stream, seq, kek, sealed }) => {
      const opened = readers.get(kek)?.open(sealed, { stream, seq }) ?? { fault: "closed" };
      if ("plaintext" in opened) {
        const content = JSON.parse(opened.plaintext.toString("utf8")) as HeldContent;
        opened.plaintext.fill(0);
        return content;
      }
      if (opened.fault === "closed") return null;
      throw new QuarantineFault("not-held", "This process was not given the keys that open what is in quarantine");
    });
    for (const reader of readers.values()) reader?.close();
    return contents;
  }

  return {
    async list(site, more = {}) {
      const records = await catalog.quarantined({ site, since: since(), ...more }, PAGE + 1);
      const sums = await catalog.quarantineSums(site);
      return {
        records: records.slice(0, PAGE).map(answerOf),
        next: records.length > PAGE ? (records[PAGE - 1]?.id ?? null) : null,
        reasons: sums.map(({ reason, records, bytes, oldest }) => ({ reason, records, bytes, oldest })),
        room: QUARANTINE_LIMIT,
      };
    },

    async read(site, id) {
      const [record] = await catalog.sealedRecords({ site, ids: [id], since: since() }, 1);
      const [content] = record === undefined ? [] : await open(site, [record]);
      if (record === undefined || content === undefined || content === null) {
        throw new QuarantineFault("missing", `No record ${id} waits in quarantine`);
      }
      const { version: policy } = await policies.current();
      return { ...answerOf(record), content: redactRefused(content.event ?? content.hello), policy };
    },

    async replay({ site, ids, reason }) {
      const counts = { stored: 0, duplicates: 0 };
      const refused: QuarantineReplayed["refused"][number][] = [];
      let before: number | undefined;
      for (;;) {
        const filter = {
          ...{ site, since: since() },
          ...(ids !== undefined && { ids }),
          ...(reason !== undefined && { reason }),
          ...(before !== undefined && { before }),
        };
        const page = await catalog.sealedRecords(filter, PAGE);
        before = page.at(-1)?.id;
        if (before === undefined) break;
        const contents = await open(site, page);
        const held = page.flatMap((record, i): (HeldRecord & { readonly id: number })[] => {
          const content = contents[i];
          if (content === null || content === undefined) {
            refused.push({ id: record.id, reason: record.reason, detail: "it does not open" });
            return [];
          }
          const { id, stream, seq, received } = record;
          return [{ id, stream, seq, received, reason: record.reason as HeldRecord["reason"], content }];
        });
        const replayed = await pipeline.replay(site, held);
        for (const [i, { id }] of held.entries()) {
          const became = replayed[i] as (typeof replayed)[0];
          if (became === "stored") counts.stored++;
          else if (became === "duplicate") counts.duplicates++;
          else {
            await catalog.stillRefused(site, id, became.reason, became.detail);
            refused.push({ id, ...became });
          }
        }
      }
      return { ...counts, refused };
    },

    async drop({ site, ids, reason }) {
      const dropped = await catalog.dropQuarantined({
        site,
        ...(ids !== undefined && { ids }),
        ...(reason !== undefined && { reason }),
      });
      if (dropped > 0) await catalog.scrub();
      return { dropped };
    },
  };
}

function answerOf({ id, site, reason, detail, type, received, bytes }: Quarantined): QuarantinedAnswer {
  return { id, site, reason, detail, type, received, expires: endOfWait(received), bytes };
}
