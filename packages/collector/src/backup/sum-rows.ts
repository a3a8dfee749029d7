import { type SetDigest, setDigest } from "../keys/digest.js";

/** Rows of each month of receipt, and a digest of them in any order. */
export interface RowSums {
  /** @param rows Lines as `EventArchive.read` gives them. */
  add(rows: Buffer): Promise<number>;
  months(): Readonly<Record<string, { readonly rows: number; readonly digest: string }>>;
}

const NEWLINE = 0x0a;
const TAB = 0x09;
/** Lines after which others get their turn: the same thread takes envelopes. */
const TURN_LINES = 1_000;

export function sumRows(): RowSums {
  const months = new Map<string, { rows: number; readonly digest: SetDigest }>();
  return {
    async add(rows) {
      let lines = 0;
      for (let at = 0; at < rows.length;) {
        const end = rows.indexOf(NEWLINE, at);
        const line = rows.subarray(at, end === -1 ? rows.length : end);
        at += line.length + 1;
        const month = monthOf(line);
        let sum = months.get(month);
        if (sum === undefined) months.set(month, (sum = { rows: 0, digest: setDigest() }));
        sum.rows += 1;
        sum.digest.add(line);
        if (++lines % TURN_LINES === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      return lines;
    },
    months: () =>
      Object.fromEntries(
        [...months].sort().map(([month, { rows, digest }]) => [month, { rows, digest: digest.hex() }]),
      ),
  };
}

/** `received` is the third column, `YYYY-MM-DD …`; a tab within a column is escaped. */
function monthOf(line: Buffer): string {
  const at = line.indexOf(TAB, line.indexOf(TAB) + 1) + 1;
  return line.toString("latin1", at, at + 4) + line.toString("latin1", at + 5, at + 7);
}
