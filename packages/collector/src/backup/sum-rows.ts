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

/** @param columns Of the lines, in their order. */
export function sumRows(columns: readonly string[]): RowSums {
  const at = columns.indexOf("received");
  const months = new Map<string, { rows: number; readonly digest: SetDigest }>();
  return {
    async add(rows) {
      let lines = 0;
      for (let from = 0; from < rows.length;) {
        const end = rows.indexOf(NEWLINE, from);
        const line = rows.subarray(from, end === -1 ? rows.length : end);
        from += line.length + 1;
        const month = monthOf(line, at);
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

/** `received` is `YYYY-MM-DD …`; a tab within a column is escaped, so each that stands there ends one. */
function monthOf(line: Buffer, column: number): string {
  let at = 0;
  for (let n = 0; n < column; n++) at = line.indexOf(TAB, at) + 1;
  return line.toString("latin1", at, at + 4) + line.toString("latin1", at + 5, at + 7);
}
