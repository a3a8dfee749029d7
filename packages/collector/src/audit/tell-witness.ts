import type { AuditCatalog } from "../ports/audit.js";
import { writeWitnessLines } from "./witness-lines.js";

const MOST = 500;

/** Somewhere else, where whoever alters the catalog does not reach. */
export interface Witness {
  /** A path or a URL. */
  readonly place: string;
  /** Resolves once the lines are durable there. Lines may come twice. */
  take(lines: string): Promise<void>;
  /** What it holds; null where that cannot be read from here. */
  read(): Promise<string | null>;
}

/**
 * Tells a witness the hash of every entry that it does not have, and every checkpoint. How far it was told is in the
 * catalog; a process that ends between the two tells it twice.
 *
 * @throws What the witness throws: it is told again later.
 */
export async function tellWitness(
  { place, take }: Witness,
  catalog: Pick<AuditCatalog, "auditAfter" | "checkpoints" | "witnessMark" | "setWitnessMark">,
  now: () => number,
): Promise<void> {
  let { seq, checkpoint } = (await catalog.witnessMark(place)) ?? { seq: 0, checkpoint: 0 };
  for (;;) {
    const rows = await catalog.auditAfter(seq, MOST);
    const signed = await catalog.checkpoints(checkpoint, MOST);
    if (rows.length === 0 && signed.length === 0) return;
    await take(writeWitnessLines(rows, signed));
    seq = rows.at(-1)?.seq ?? seq;
    checkpoint = signed.at(-1)?.seq ?? checkpoint;
    await catalog.setWitnessMark({ place, seq, checkpoint, at: now() });
  }
}
