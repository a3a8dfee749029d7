import type { StoredEvent } from "../pipeline/states.js";
import type { SpoolBlock } from "../ports/catalog.js";
import { PUBLIC_COLUMNS } from "./events-table.js";

const MAX_UINT32 = 0xffff_ffff;
const NULL = "\\N";
const PUBLIC = Object.entries(PUBLIC_COLUMNS) as [keyof typeof PUBLIC_COLUMNS, string][];

/**
 * Writes a block's rows as ClickHouse's TabSeparated, columns in the order of `COLUMNS`. That format takes any bytes:
 * only a few are escaped, so sealed columns grow by 3% where hex would double them. Every event passes through here on
 * the thread that also takes envelopes, so it writes into one buffer and makes one string a run of text columns.
 * https://clickhouse.com/docs/interfaces/formats/TabSeparated
 */
export function encodeBlock({ id, rows }: SpoolBlock): Buffer {
  let out = Buffer.allocUnsafe(Math.max(rows.length * 512, 4096));
  let at = 0;
  const room = (bytes: number) => {
    if (at + bytes <= out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(out.length * 2, at + bytes));
    out.copy(larger, 0, 0, at);
    out = larger;
  };
  const writeText = (value: string) => {
    // No UTF-16 unit takes more than three bytes of UTF-8.
    room(value.length * 3);
    at += out.write(value, at, "utf8");
  };
  const writeBytes = (value: Buffer | null) => {
    if (value === null) return;
    room(value.length * 2);
    for (const byte of value) {
      const letter = LETTERS[byte]!;
      if (letter !== 0) {
        out[at++] = 0x5c;
        out[at++] = letter;
      } else out[at++] = byte;
    }
  };
  const writeTab = () => {
    room(1);
    out[at++] = 0x09;
  };
  for (const row of rows) {
    writeText(`${text(row.site)}\t${text(row.type)}\t${time(row.received)}\t${time(row.occurred)}\t${row.skew}\t`);
    writeBytes(row.stream);
    writeText(`\t${whole(row.seq)}\t`);
    writeBytes(row.subject);
    writeTab();
    writeBytes(row.session);
    writeText(`\t${whole(row.policy)}${publicColumns(row)}\t${text(JSON.stringify(row.notes))}\t`);
    writeBytes(row.internal);
    writeTab();
    writeBytes(row.confidential);
    writeTab();
    writeBytes(row.restricted);
    writeText(`\t${id}\n`);
  }
  return out.subarray(0, at);
}

/** Each with a tab before it. */
function publicColumns({ columns }: StoredEvent): string {
  let line = "";
  for (const [name, kind] of PUBLIC) {
    const value = columns[name];
    line += "\t";
    switch (kind) {
      case "text":
        if (typeof value === "string") line += text(value);
        break;
      case "count":
        line += typeof value === "number" && value >= 0 ? Math.round(value) : NULL;
        break;
      case "number":
        line += typeof value === "number" && Number.isFinite(value) ? value : NULL;
        break;
      case "flag":
        line += typeof value === "boolean" ? value : NULL;
        break;
      case "map":
        line += map((value ?? {}) as Readonly<Record<string, string>>);
        break;
      default:
        line += value === true;
    }
  }
  return line;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0" };

const SPECIAL = /[\\\t\n\r\0]/;

function text(value: string): string {
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r\0]/g, (character) => ESCAPES[character]!) : value;
}

/** `{'name':'value'}`: within the quotes, what is escaped elsewhere is escaped once, and quotes too. */
function map(members: Readonly<Record<string, string>>): string {
  const quoted = (value: string) => `'${text(value).replaceAll("'", "\\'")}'`;
  return `{${Object.entries(members)
    .map(([name, value]) => `${quoted(name)}:${quoted(value)}`)
    .join(",")}}`;
}

/** Letter that follows the backslash, by the byte that is escaped; 0 where a byte stands for itself. */
const LETTERS = new Uint8Array(256);
for (const [byte, letter] of [
  [0x5c, "\\"],
  [0x09, "t"],
  [0x0a, "n"],
  [0x0d, "r"],
  [0x00, "0"],
] as const) {
  LETTERS[byte] = letter.charCodeAt(0);
}

/** UTC, within what DateTime64(3) holds: a clock that is years off must not stop a drain. */
function time(milliseconds: number): string {
  const within = Math.min(Math.max(milliseconds, 0), MAX_TIME);
  return new Date(within).toISOString().slice(0, 23).replace("T", " ");
}

/** 2299-12-31, the last day of DateTime64(3). */
const MAX_TIME = Date.UTC(2299, 11, 31);

const whole = (value: number) => Math.min(Math.max(Math.round(value), 0), MAX_UINT32);
